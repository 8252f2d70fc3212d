"""Random boards: sequences of changes, the audiences that watch them, and a plain model of both."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from hypothesis import settings
from hypothesis import strategies as st

from command_center.domain.actor import Role
from command_center.live.audience import TOPICS, Audience, may_see
from command_center.live.hub import Hub
from command_center.live.rows.row import Change

patiently = settings(max_examples=200, deadline=None)  # a busy machine is no counterexample
NOW = 1_790_000_000_000

KEYS = {
    "levels": ["LI-1", "LI-2"],
    "people": ["zhang", "contact:zhang", "contact:李"],
    "ticker": ["1", "2", "3"],
    "drill": ["DRL-1"],
    "review": ['finding "1"'],
    "alarms": ["LI-1:HH", "LI-1:H"],
}
KINDS = ["incident.opened", "account.role_changed"]

_rows = st.none() | st.builds(
    lambda value, kind, text: {"v": value, "kind": kind, "text": text},
    st.integers(0, 3),
    st.sampled_from(KINDS),
    st.sampled_from(["", "储罐 3", 'a "quoted" \\ line\n']),
)
_places = st.sampled_from([(topic, key) for topic, keys in KEYS.items() for key in keys])
changes = st.lists(st.builds(lambda place, row: (*place, row), _places, _rows), max_size=6)

audiences = st.builds(
    Audience,
    st.sampled_from(list(Role)),
    st.just(TOPICS) | st.sets(st.sampled_from(sorted(KEYS)), max_size=3).map(frozenset),
)


def new_hub(epoch: str = "run-1", kept_deletions: int = 3) -> Hub:
    """Few deletions are kept, so that small boards meet resumption from too long ago."""
    return Hub(epoch, lambda: NOW, kept_deletions=kept_deletions)


@dataclass
class Model:
    """What every audience should see, by the rules alone: no revisions, no frames."""

    rows: dict[tuple[str, str], Any] = field(default_factory=dict)

    def change(self, changed: list[Change]) -> None:
        for topic, key, row in changed:
            if row is None:
                self.rows.pop((topic, key), None)
            else:
                self.rows[topic, key] = row

    def seen_by(self, audience: Audience) -> dict[str, dict[str, Any]]:
        seen: dict[str, dict[str, Any]] = {}
        for (topic, key), row in self.rows.items():
            if topic in audience.topics and may_see(audience.role, topic, key, row):
                seen.setdefault(topic, {})[key] = row
        return seen


def decoded(message: bytes) -> Any:
    return orjson.loads(message)

"""The gate presence: the newest passage of each person, and which card readers work.

Passages are many and personal, so they are no facts: they are stored in a table that can be erased
(`store/people/passages.py`), and every process folds them into a `GatePresence`. The result does
not depend on the order in which passages arrive; late, repeated and out-of-order ones give the
same. It says who passed where, and never that anybody is safe. Times are UTC epoch ms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Gate
from command_center.domain.verdicts.turns import ALWAYS, Turn

Direction = Literal["in", "out"]

CARD = "card:"
"""How the name of somebody begins of whom only an unknown card is known; the rest is no card number."""
SILENT_AFTER_BEATS = 3
"""A reader that was not heard for more than so many heartbeats is down, as a tag is stale after three periods."""


class Passage(NamedTuple):
    """A passage of a gate. `who` is a person of the site, a visitor, or an unknown card
    (`card:...`).

    `event` is the sender's own id of it, unique within its `source`.
    """

    source: str
    event: str
    gate: str
    reader: str | None
    who: str
    direction: Direction
    ts: int


def passage_order(one: Passage) -> tuple[int, str, str]:
    """Returns the sort key of passages: by time, then by source and event."""
    return one.ts, one.source, one.event


@dataclass(slots=True)
class ReaderHeard:
    """What is known of a card reader: when it was last heard, whether it then reported that it
    works, and until when it is known to have missed passages (None: never)."""

    heard_at: int
    up: bool
    missed_until: int | None = None


@dataclass(slots=True)
class GatePresence:
    """The newest passage of each person (`latest`), the readers that were ever heard, and those
    `down` now. `holders` says whose a card is that was unknown once.

    `down` is the result of the last `look`, so that readers of it need no clock.
    """

    latest: dict[str, Passage] = field(default_factory=dict)
    readers: dict[str, ReaderHeard] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    down: frozenset[str] = frozenset()

    def take(self, passages: Iterable[Passage]) -> list[str]:
        """Takes passages in any order; returns whose newest passage has changed."""
        changed: dict[str, None] = {}
        for one in passages:
            known = self.latest.get(one.who)
            if known is None or passage_order(one) > passage_order(known):
                self.latest[one.who] = one
                changed[one.who] = None
        return list(changed)

    def name(self, cards: Mapping[str, str]) -> list[str]:
        """Assigns holders to unknown cards, so that each is inside once and not twice; returns
        whose newest passage has changed."""
        changed: list[str] = []
        self.holders.update(cards)
        for card, who in cards.items():
            known = self.latest.pop(card, None)
            if known is not None:
                changed += [card, *self.take([known._replace(who=who)])]
        return changed

    def hear(self, reader: str, at: int, *, up: bool, silent_after_ms: int) -> None:
        """Records that a reader was heard at `at`, by our own clock: by a passage, a heartbeat, or
        its report of a fault."""
        known = self.readers.get(reader)
        if known is None:
            self.readers[reader] = ReaderHeard(at, up)
            return
        if at < known.heard_at:
            return
        if not known.up or not up or at - known.heard_at > silent_after_ms:
            known.missed_until = at
        known.heard_at, known.up = at, up

    def look(self, site: Site, now: int) -> bool:
        """Finds which readers are down at `now`; returns whether that changed."""
        before = self.down
        self.down = frozenset(
            reader
            for reader, gate in site.gate_of_reader.items()
            if not reader_hears(self.readers.get(reader), gate, now)
        )
        return self.down != before

    def missed_since(self, site: Site, at: int) -> bool:
        """Returns whether somebody may have passed in unseen since `at`, because a reader of an
        outer gate was down."""
        for reader, gate in site.gate_of_reader.items():
            if gate.inner:
                continue
            known = self.readers.get(reader)
            missed = known.missed_until if known else None
            if reader in self.down or (missed is not None and missed >= at):
                return True
        return False

    def forget(self, who: Iterable[str]) -> list[str]:
        """Drops the passages of people whose passages were erased; returns those who had one."""
        gone = list(who)
        self.holders = {card: one for card, one in self.holders.items() if one not in gone}
        return [one for one in gone if self.latest.pop(one, None) is not None]


def silent_after_ms(gate: Gate) -> int:
    """Returns for how long a reader of this gate may be silent, in ms."""
    return round(SILENT_AFTER_BEATS * gate.heartbeat_s * 1000)


def reader_hears(heard: ReaderHeard | None, gate: Gate, now: int) -> bool:
    """Returns whether the reader works at `now`: it reported so, not too long ago."""
    return heard is not None and heard.up and now - heard.heard_at <= silent_after_ms(gate)


def outer_readers_down(site: Site, gates: GatePresence) -> list[str]:
    """Returns the readers of outer gates that are down: passages there change the count and are not
    seen."""
    return [r for r, gate in site.gate_of_reader.items() if not gate.inner and r in gates.down]


def recount(passages: Iterable[Passage]) -> Mapping[str, Passage]:
    """Returns the newest passage of each person by sorting all passages; the fold must give the
    same."""
    return {one.who: one for one in sorted(passages, key=passage_order)}


def reader_turns(heard: ReaderHeard | None, gate: Gate) -> list[Turn]:
    """Returns the turns of a reader: `heard`, and `down` once it is silent for too long, reported a
    fault, or was never heard."""
    if heard is None or not heard.up:
        return [(ALWAYS, "gone", "down")]
    return [
        (ALWAYS, "plain", "heard"),
        (heard.heard_at + silent_after_ms(gate) + 1, "gone", "down"),
    ]

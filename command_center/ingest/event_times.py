"""Times of events (passages, positions, alarms of the plant's own systems) by our clock: those of a sender whose clock
is off are corrected as the times of its readings are, and its batches tell of its clock as theirs do."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from command_center.domain.drills.exercise_tag import STROKE
from command_center.domain.site.model import Site
from command_center.ingest.batch import Sources, speaks_for
from command_center.ingest.source_clocks import SourceClocks, Times, as_it_says

T = TypeVar("T", bound=Any)


class EventTimes:
    """`clocks` are those of the senders of readings; None: nothing is corrected. `now` is UTC epoch ms."""

    def __init__(
        self, clocks: SourceClocks | None, site: Callable[[], Site], now: Callable[[], int]
    ) -> None:
        self._clocks, self._site, self._now = clocks, site, now

    def of(self, source: str, sources: Sources, sent_at: int | None) -> Times:
        """How the times of a batch are read. A token tells of the clocks of its own sources only, and of none that
        neither the plant has nor readings came from: a name that somebody invents leaves nothing behind. An event may
        have waited in its sender, so that it never says from when on a clock is another."""
        if self._clocks is None or not speaks_for(sources, source):
            return as_it_says
        site = self._site()
        if source not in site.source_ids and not self._clocks.has(source):
            return as_it_says
        return self._clocks.times(site, source, sent_at, (), self._now(), live=False)


def in_our_time(items: Iterable[tuple[int, T]], times: Times) -> list[tuple[int, T]]:
    """The items with their times corrected; those of a drill have exercise time, which nobody's clock tells."""
    found: list[tuple[int, T]] = []
    for index, item in items:
        played = STROKE in item.get("person", "")
        ours: Any = item if played else {**item, "ts": times(item["ts"])[0]}
        found.append((index, ours))
    return found

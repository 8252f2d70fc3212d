"""Converts the times of events (passages, positions, the plant's own alarms) to our clock. A sender whose clock is
wrong is corrected as for its readings, and its event batches inform the estimate of its clock too.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from command_center.domain.drills.exercise_tag import STROKE
from command_center.domain.site.model import Site
from command_center.ingest.batch import Sources, speaks_for
from command_center.ingest.source_clocks import SourceClocks, Times, unchanged_time

T = TypeVar("T", bound=Any)


class EventTimes:
    """Converts event times. `clocks` are those of the senders of readings; None means no correction. `now` is UTC
    epoch ms.
    """

    def __init__(
        self, clocks: SourceClocks | None, site: Callable[[], Site], now: Callable[[], int]
    ) -> None:
        self._clocks, self._site, self._now = clocks, site, now

    def of(self, source: str, sources: Sources, sent_at: int | None) -> Times:
        """Return how to read the times of a batch. A token informs only the clocks of its own sources, and only of
        sources that the plant has or that sent readings: an invented name leaves no trace. An event may have waited
        in its sender, so it never marks the moment when a clock changed.
        """
        if self._clocks is None or not speaks_for(sources, source):
            return unchanged_time
        site = self._site()
        if source not in site.source_ids and not self._clocks.has(source):
            return unchanged_time
        return self._clocks.times(site, source, sent_at, (), self._now(), live=False)


def in_our_time(items: Iterable[tuple[int, T]], times: Times) -> list[tuple[int, T]]:
    """Return the items with corrected times. Items of a drill have exercise time and are not corrected."""
    found: list[tuple[int, T]] = []
    for index, item in items:
        played = STROKE in item.get("person", "")
        ours: Any = item if played else {**item, "ts": times(item["ts"])[0]}
        found.append((index, ours))
    return found

"""The clocks of the senders of readings: each batch informs the estimate; the correction table in the journal is
applied.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from command_center.domain.feeds.clocks import bound_ms
from command_center.domain.feeds.corrections import Offset, begins_at, corrected, wanted
from command_center.domain.site.model import Site
from command_center.domain.state.feeds import Correction

AHEAD_MS = 5_000
"""A time that is corrected to later than this is another one's (ours)."""
MOST_OTHERS = 100
"""Names of senders that the plant does not have, such as gateways', whose clocks are known (ours)."""
Times = Callable[[int], tuple[int, bool]]
"""A sender's time -> ours, and whether it is uncertain."""
Tables = Callable[[], Mapping[str, Sequence[Correction]]]
Record = Callable[[dict[str, Any]], object]


def unchanged_time(raw: int) -> tuple[int, bool]:
    """Return a time unchanged, for a sender whose clock is unknown."""
    return raw, False


class SourceClocks:
    """Tracks senders' clocks. `tables` are the recorded corrections by sender; `record` takes the data of
    `feed.correct_clock`.
    """

    def __init__(self, tables: Tables, record: Record) -> None:
        self._tables, self._record = tables, record
        self._offsets: dict[str, Offset] = {}
        self._highest: dict[str, int] = {}

    def times(
        self, site: Site, source: str, sent_at: int | None, raws: Sequence[int], now: int, *, live: bool
    ) -> Times:  # fmt: skip
        """Return how to read the times of a batch. A batch with `sent_at` first updates the estimate of its sender's
        clock.
        """
        if sent_at is not None:
            self._watch(site, source, sent_at, raws if live else (), now)
        table = self._tables().get(source)
        if not table:
            return unchanged_time
        held = tuple(table)
        latest = now + AHEAD_MS
        return lambda raw: corrected(held, raw, latest)

    def has(self, source: str) -> bool:
        """Whether the clock of this sender is already known."""
        return source in self._offsets or source in self._tables()

    def whose(self, site: Site, source: str, token: str) -> str:
        """Return the name under which a sender's clock is tracked: the sender's own. If the plant has no such sender
        and the table is full, the name of its `token` is used, so that invented names fill neither the memory nor the
        journal.
        """
        if source in site.source_ids or self.has(source):
            return source
        others = (self._offsets.keys() | self._tables().keys()) - site.source_ids
        return source if len(others) < MOST_OTHERS else token

    def _watch(self, site: Site, source: str, sent_at: int, raws: Sequence[int], now: int) -> None:
        # A reading later than its own batch has no true time: it is refused, and says nothing of the sender's clock.
        raws = [raw for raw in raws if 1 <= raw <= sent_at + AHEAD_MS]
        offset = self._offsets.setdefault(source, Offset())
        offset.observe(sent_at, now)
        table = self._tables().get(source, ())
        highest = self._highest.get(source)
        if highest is None and table:
            highest = table[-1].from_raw
        found = offset.add_ms
        if found is not None and wanted(table, found, bound_ms(site, source)) is not None:
            begin = begins_at(raws, highest, sent_at)
            told = {"source": source, "offset_ms": found, "from_raw": max(begin, 1)}
            if highest is not None:
                told["highest"] = highest
            self._record(told)
            if highest is not None and begin <= highest:
                highest = None
        reached = max(raws, default=None)
        if reached is not None and (highest is None or reached > highest):
            highest = reached
        if highest is not None:
            self._highest[source] = highest

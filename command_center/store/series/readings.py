"""The history of readings, retained for a time; the journal keeps what became of them for ever."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, select

from command_center.domain.reading import Quality, Reading
from command_center.store.schema import readings
from command_center.store.series.series import NO_END, Series
from command_center.store.series.thinning import Runs, Span, Thinning
from command_center.store.writer import read_pages

_QUALITY = {member.value: member for member in Quality}
_TEXT = {member: member.value for member in Quality}


class History(NamedTuple):
    """Readings to draw, how many are stored of that span, and the spans (first and last time, UTC
    epoch ms) that were silent, and that were of bad or uncertain quality."""

    readings: list[Reading]
    stored: int
    silent: list[Span]
    bad: list[Span]
    uncertain: list[Span]


class Readings:
    """The readings of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._series = Series(engine, site, readings)

    def add(self, rows: Sequence[Reading]) -> int:
        """Store a batch in one transaction; returns how many were new.

        A tag has one reading at a time (ts): a repeated one is left out and the first stays, so
        that a gateway may send again what it is not sure arrived.
        """
        return self._series.add(
            [(tag, ts, value, _TEXT[quality], source) for tag, ts, value, quality, source in rows]
        )

    def latest(self, until: int = NO_END) -> dict[str, Reading]:
        """The newest reading of every tag, however old; none from after `until` (UTC epoch ms), which a
        clock that was set back has left in the future."""
        return {row.tag: _reading(row) for row in self._series.latest(until)}

    def history(self, tag: str, since: int, until: int, max_points: int) -> list[Reading]:
        """The readings with since <= ts < until, in order, at most `max_points` (4 or more).

        If there are more, those are given that `Thinning` keeps: of each part of the span the
        lowest and the highest.
        """
        return self.drawn(tag, since, until, max_points, silent_ms=until - since).readings

    def drawn(self, tag: str, since: int, until: int, max_points: int, silent_ms: float) -> History:
        """As `history`, with what a line through these points would hide.

        A silence counts from `silent_ms` on, or from the length of a part if that is more: what
        cannot be seen is not told, and no list grows longer than the points.
        """
        thinning = Thinning(since, until, max_points)
        apart_ms = max(silent_ms, thinning.part_ms)
        heard, bad, uncertain = Runs(apart_ms), Runs(apart_ms), Runs(apart_ms)
        stored = 0
        columns = (readings.c.ts, readings.c.value, readings.c.quality, readings.c.source)
        span = (readings.c.ts >= since, readings.c.ts < until, readings.c.tag == tag)
        query = select(*columns).where(self._series.own, *span).order_by(readings.c.ts)

        def take(rows: Sequence[Row[Any]]) -> None:
            nonlocal stored
            as_stored: Any = rows
            page = thinning.take(as_stored)
            heard.take(page.ts)
            bad.take(page.ts[page.bad])
            uncertain.take(page.ts[page.uncertain])
            stored += len(rows)

        read_pages(self._series.engine, query, take)
        kept = [
            Reading(tag, ts, value, _QUALITY[quality], source)
            for ts, value, quality, source in thinning.kept()
        ]
        return History(kept, stored, heard.between, bad.spans, uncertain.spans)

    def prune(self, before: int) -> int:
        """Forget readings older than `before` (but each tag's last one); returns how many."""
        return self._series.prune(before)


def _reading(row: Row[Any]) -> Reading:
    return Reading(row.tag, row.ts, row.value, _QUALITY[row.quality], row.source)

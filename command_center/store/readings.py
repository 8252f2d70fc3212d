"""The history of readings, retained for a time; the journal keeps what became of them for ever."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, or_, select

from command_center.domain.reading import Quality, Reading
from command_center.store.schema import readings
from command_center.store.series import Series, own_columns
from command_center.store.writer import read

_QUALITY = {member.value: member for member in Quality}
_TEXT = {member: member.value for member in Quality}


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

    def latest(self) -> dict[str, Reading]:
        """The newest reading of every tag, however old."""
        return {row.tag: _reading(row) for row in self._series.latest()}

    def history(self, tag: str, since: int, until: int, max_points: int) -> list[Reading]:
        """The readings with since <= ts < until, in order, at most `max_points` (2 or more).

        If there are more, the span is cut into max_points // 2 equal parts, and of each part the
        lowest and the highest reading are given, as they were: a peak is never averaged away. A
        bad reading speaks for a part only when there is no better one.
        """
        span = (readings.c.ts >= since, readings.c.ts < until, readings.c.tag == tag)
        which = (self._series.own, *span)
        columns = own_columns(readings)
        all_of_it = select(*columns).where(*which).order_by(readings.c.ts).limit(max_points + 1)

        parts = max(max_points // 2, 1)
        # Ceiling division, in whole ms: never one part too many.
        part_ms = max(-(-(until - since) // parts), 1)
        part = (readings.c.ts - since) // part_ms
        bad_last = readings.c.quality == Quality.BAD.value
        low = func.row_number().over(
            partition_by=part, order_by=[bad_last, readings.c.value, readings.c.ts]
        )
        high = func.row_number().over(
            partition_by=part, order_by=[bad_last, readings.c.value.desc(), readings.c.ts]
        )
        ranked = select(*columns, low.label("low"), high.label("high")).where(*which).subquery()
        shape = select(*[ranked.c[column.name] for column in columns])
        extremes = shape.where(or_(ranked.c.low == 1, ranked.c.high == 1)).order_by(ranked.c.ts)

        def work(connection: Connection) -> Sequence[Row[Any]]:
            rows = connection.execute(all_of_it).all()
            return rows if len(rows) <= max_points else connection.execute(extremes).all()

        return [_reading(row) for row in read(self._series.engine, work)]

    def prune(self, before: int) -> int:
        """Forget readings older than `before` (but each tag's last one); returns how many."""
        return self._series.prune(before)


def _reading(row: Row[Any]) -> Reading:
    return Reading(row.tag, row.ts, row.value, _QUALITY[row.quality], row.source)

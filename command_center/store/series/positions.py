"""Positions of people as reported by their devices, stored for a limited time."""

from collections.abc import Sequence

from sqlalchemy import Engine, select

from command_center.domain.reading import Position
from command_center.store.schema import positions
from command_center.store.series.series import NO_END, Series, own_columns
from command_center.store.writer import read


class Positions:
    """The positions of one site's people."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._series = Series(engine, site, positions)

    def add(self, rows: Sequence[Position]) -> int:
        """Store a batch in one transaction; a repeated (person, ts) is left out. Return how many were new."""
        return self._series.add(rows)

    def latest(self, until: int = NO_END) -> dict[str, Position]:
        """Return everybody's newest position, however old, but none from after `until` (UTC epoch ms), which a clock
        set back may have left in the future.
        """
        return {row.person: Position._make(row) for row in self._series.latest(until)}

    def track(self, person: str, since: int, until: int) -> list[Position]:
        """Return a person's positions with since <= ts < until, in order."""
        span = (positions.c.ts >= since, positions.c.ts < until, positions.c.person == person)
        query = (
            select(*own_columns(positions)).where(self._series.own, *span).order_by(positions.c.ts)
        )
        rows = read(self._series.engine, lambda connection: connection.execute(query).all())
        return [Position._make(row) for row in rows]

    def prune(self, before: int) -> int:
        """Delete positions older than `before` (except everybody's last one); return how many."""
        return self._series.prune(before)

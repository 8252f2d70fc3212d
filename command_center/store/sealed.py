"""The sealed contents of drills, stored where no reader of the journal, export or calendar finds them.

The row is the only place that holds a drill's plan until it starts. It is written before the commitment is published,
found again by that commitment, and never altered. If two people seal one drill at the same moment, each has a row,
the journal says which counts, and the other is deleted.
"""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, insert, select

from command_center.store.schema import sealed_drills
from command_center.store.writer import read, write


class Kept(NamedTuple):
    """The sealed text, byte for byte, and its nonce (hex)."""

    content: str
    nonce: str


class SealedDrills:
    """The sealed contents of one site's drills."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine = engine
        self._site = site

    def keep(self, commitment: str, kept: Kept, now: int) -> None:
        """Store it, before anybody is told the commitment."""
        row = {"site": self._site, "commitment": commitment, "sealed_at": now, **kept._asdict()}
        write(self._engine, lambda connection: connection.execute(insert(sealed_drills), row))

    def forget(self, commitment: str) -> None:
        """Delete what was stored for a refused seal: no fact names it."""
        self._forget(sealed_drills.c.commitment == commitment)

    def forget_unused(self, told: Collection[str], before: int) -> None:
        """Deletes sealed plans made before `before` (UTC epoch ms) whose commitment is not in `told`, the published
        ones: their seal was refused, or a crash cut it short."""
        query = select(sealed_drills.c.commitment).where(
            sealed_drills.c.site == self._site, sealed_drills.c.sealed_at < before
        )
        kept = read(self._engine, lambda connection: list(connection.scalars(query)))
        if unused := [one for one in kept if one not in told]:
            self._forget(sealed_drills.c.commitment.in_(unused))

    def _forget(self, which: ColumnElement[bool]) -> None:
        query = delete(sealed_drills).where(sealed_drills.c.site == self._site, which)
        write(self._engine, lambda connection: connection.execute(query))

    def content(self, commitment: str | None) -> str | None:
        """Return only the sealed text."""
        kept = self.of(commitment)
        return None if kept is None else kept.content

    def of(self, commitment: str | None) -> Kept | None:
        """Return what a commitment stands for; None if it was not made here."""
        columns = (sealed_drills.c.content, sealed_drills.c.nonce)
        query = select(*columns).where(
            sealed_drills.c.site == self._site, sealed_drills.c.commitment == commitment
        )
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else Kept(row.content, row.nonce)

"""The identity of visitors, whom facts name by number: name, company, plate, badge. Erased after the retention time.

All times are UTC epoch ms.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from command_center.store.schema import badges, visitors
from command_center.store.writer import read, write

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or digit that a radio or a hand confuses."""
LENGTH = 6
EMPTY = {"name": None, "company": None, "plate": None, "badge": None, "host": None}


class BadgeTaken(Exception):
    """Somebody else holds this badge. `who` is a person or a visitor."""

    def __init__(self, badge: str, who: str) -> None:
        super().__init__(badge)
        self.badge, self.who = badge, who


@dataclass(frozen=True, slots=True)
class VisitorCard:
    """The gate desk's record of a visitor; `name` is None for a badge without a name."""

    visitor: str
    kind: str
    name: str | None
    company: str | None
    plate: str | None
    badge: str | None
    host: str | None
    gate: str | None
    arrived_at: int
    left_at: int | None = None


COLUMNS = tuple(visitors.c[name] for name in VisitorCard.__dataclass_fields__)


def new_number() -> str:
    """Return a visitor number that reveals nothing about them: `V-` and six characters."""
    return "V-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class VisitorBook:
    """The visitors of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine, self._site = engine, site
        self._own = visitors.c.site == site

    def keep(self, one: VisitorCard, by: str) -> None:
        """Store a visitor and the holder of the badge. Raises BadgeTaken: two desks may hand out one badge at once,
        and the second must be told.
        """

        def transaction(connection: Connection) -> None:
            row = {name: getattr(one, name) for name in VisitorCard.__dataclass_fields__}
            connection.execute(insert(visitors).values(site=self._site, by=by, **row))
            if one.badge is not None:
                connection.execute(
                    insert(badges).values(
                        site=self._site, badge=one.badge, who=one.visitor,
                        added_at=one.arrived_at, added_by=by,
                    )
                )  # fmt: skip

        try:
            write(self._engine, transaction)
        except IntegrityError:
            who = self._carrier(one.badge) if one.badge is not None else None
            if who is None or one.badge is None:
                raise
            raise BadgeTaken(one.badge, who) from None

    def drop(self, visitor: str) -> None:
        """Delete what `keep` stored, because no fact came to name it."""
        write(self._engine, lambda connection: self._gone(connection, visitor))

    def leave(self, visitor: str, at: int) -> None:
        """Record that a visitor left: the badge is free again, and the retention time begins."""

        def transaction(connection: Connection) -> None:
            mine = and_(self._own, visitors.c.visitor == visitor, visitors.c.left_at.is_(None))
            connection.execute(update(visitors).where(mine).values(left_at=at))
            self._free(connection, [visitor])

        write(self._engine, transaction)

    def here(self) -> dict[str, VisitorCard]:
        """All visitors who have not left, by number."""
        return self._cards(visitors.c.left_at.is_(None))

    def of(self, numbers: Collection[str]) -> dict[str, VisitorCard]:
        """Return these visitors, whether they left or not."""
        return self._cards(visitors.c.visitor.in_(numbers)) if numbers else {}

    def left_since(self, since: int, limit: int = 200) -> list[VisitorCard]:
        """Return who left since then, the newest first."""
        query = (
            select(*COLUMNS)
            .where(self._own, visitors.c.left_at >= since)
            .order_by(visitors.c.left_at.desc())
            .limit(limit)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [VisitorCard(*row) for row in rows]

    def forget(self, before: int, now: int) -> int:
        """Erase the identity of visitors who left before then; the number and its times stay. Return how many."""
        c = visitors.c
        said = or_(*(c[name].is_not(None) for name in EMPTY))
        old = update(visitors).where(self._own, c.left_at < before, said)
        values: dict[str, Any] = {**EMPTY, "erased_at": now}
        return int(
            write(
                self._engine, lambda connection: connection.execute(old.values(**values)).rowcount
            )
        )

    def erase(self, visitor: str, now: int) -> bool:
        """Erase a visitor's identity, at their request. Return whether there was anything."""

        def transaction(connection: Connection) -> int:
            mine = and_(self._own, visitors.c.visitor == visitor, visitors.c.erased_at.is_(None))
            self._free(connection, [visitor])
            values: dict[str, Any] = {**EMPTY, "erased_at": now}
            return int(connection.execute(update(visitors).where(mine).values(**values)).rowcount)

        return write(self._engine, transaction) > 0

    def _carrier(self, badge: str) -> str | None:
        query = select(badges.c.who).where(badges.c.site == self._site, badges.c.badge == badge)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else str(row[0])

    def _free(self, connection: Connection, numbers: Collection[str]) -> None:
        mine = and_(badges.c.site == self._site, badges.c.who.in_(numbers))
        connection.execute(delete(badges).where(mine))

    def _gone(self, connection: Connection, visitor: str) -> None:
        self._free(connection, [visitor])
        connection.execute(delete(visitors).where(self._own, visitors.c.visitor == visitor))

    def _cards(self, which: Any) -> dict[str, VisitorCard]:
        query = select(*COLUMNS).where(self._own, which)
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return {row[0]: VisitorCard(*row) for row in rows}

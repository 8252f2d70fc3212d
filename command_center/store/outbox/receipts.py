"""The inbox of receipts: what services report is first stored, once, and applied later in any order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    bindparam,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.database_time import Time, database_time
from command_center.store.outbox.rows import RECEIPTS, KeptReceipt
from command_center.store.schema import receipts
from command_center.store.writer import Prepared, read, write


@dataclass(frozen=True, slots=True)
class NewReceipt:
    """A receipt to be stored; the fields of `notify.provider.Receipt`."""

    event: str
    outcome: str
    ref: str | None = None
    provider_id: str | None = None
    address: str | None = None
    reply: str | None = None
    word: str | None = None
    error: str | None = None
    at: int | None = None


def keep_receipts(
    connection: Connection, site: str, channel: str, new: Sequence[NewReceipt], now: int
) -> int:
    """Keep receipts inside a transaction, received at `now` (UTC epoch ms); returns how many were new."""
    keeping = _keeping_at(connection.dialect.name)
    return _keep(connection, keeping, new, {"of_site": site, "by_channel": channel, "now": now})


def _keep(
    connection: Connection, keeping: Prepared, new: Sequence[NewReceipt], where: dict[str, Any]
) -> int:
    kept = 0
    for one in new:
        told = {f"new_{name}": getattr(one, name) for name in NewReceipt.__slots__}
        kept += len(keeping.rows(connection, told | where))
    return kept


def _keeping(dialect: str, now: ColumnElement[int]) -> Prepared:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    values: dict[str, BindParameter[Any]] = {
        name: bindparam(f"new_{name}") for name in NewReceipt.__slots__
    }
    where: dict[str, BindParameter[Any]] = {
        "site": bindparam("of_site"),
        "channel": bindparam("by_channel"),
    }
    return Prepared(
        insert(receipts)
        .values(**values, **where, received_at=now, state="waiting")
        .on_conflict_do_nothing(index_elements=["site", "channel", "event"])
        .returning(receipts.c.id)
    )


@cache
def _keeping_at(dialect: str) -> Prepared:
    return _keeping(dialect, bindparam("now", type_=BigInteger))


class Inbox:
    """The receipts of one site."""

    def __init__(self, engine: Engine, site: str, time: Time = database_time) -> None:
        self._engine, self._site = engine, site
        table, now = receipts.c, time(engine.dialect)
        self._keeping = _keeping(engine.dialect.name, now)
        self._waiting = Prepared(
            RECEIPTS.where(
                table.site == site, table.state == "waiting", table.id > bindparam("after")
            )
            .order_by(table.id)
            .limit(bindparam("most", type_=Integer))
        )
        self._settled = Prepared(
            update(receipts)
            .where(table.id == bindparam("receipt"), table.site == site)
            .values(
                state=bindparam("new_state"), delivery=bindparam("new_delivery"),
                why=bindparam("new_why"), settled_at=now,
            )
        )  # fmt: skip

    def keep(self, channel: str, new: Sequence[NewReceipt]) -> int:
        """Store receipts for the applier; a known event of this channel changes nothing. Return how many were new."""
        if not new:
            return 0
        where = {"of_site": self._site, "by_channel": channel}
        return write(self._engine, lambda connection: _keep(connection, self._keeping, new, where))

    def waiting(self, limit: int = 200, after: int = 0) -> list[KeptReceipt]:
        """What is not settled yet, oldest first, from the one after the receipt `after` on."""
        asked = {"after": after, "most": limit}
        rows = read(self._engine, lambda connection: self._waiting.rows(connection, asked))
        return [KeptReceipt(*row) for row in rows]

    def settle(self, receipt: int, state: str, delivery: str | None, why: str = "") -> None:
        """It was applied, ignored (it changes nothing), matches nothing or cannot be applied (`dead`)."""
        told = {"receipt": receipt, "new_state": state, "new_delivery": delivery, "new_why": why}
        write(self._engine, lambda connection: self._settled.run(connection, told))

"""Account changes that are not yet recorded in the journal.

A change and its note are one transaction, wherever it is made: the command line may have no site and no journal yet,
and a server that dies in between must not leave an account changed without a trace. `account_facts.py` turns notes
into facts.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from command_center.domain.actor import Actor, ActorKind, Role
from command_center.store.reference import write_meta
from command_center.store.schema import account_changes, meta
from command_center.store.writer import Prepared, read, write


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes an account, and when (UTC epoch ms)."""

    actor: Actor
    at: int


CHANGED_BESIDE = "accounts_changed_beside"
"""The key under which a command notes that it has changed accounts beside a server."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """A note of a change: `data` is the input of the command `account.record` without the time."""

    id: int
    signature: Signature
    data: Mapping[str, Any]


def note(connection: Connection, by: Signature | None, change: str, **data: Any) -> None:
    """Note a change in the transaction that makes it; an unsigned change leaves no note."""
    if by is None:
        return
    connection.execute(
        insert(account_changes).values(
            at=by.at,
            actor=by.actor.id,
            actor_kind=by.actor.kind.value,
            person=by.actor.person,
            data=json.dumps({"change": change, **data}),
            told=False,
        )
    )


_MARK = Prepared(
    select(
        select(func.max(account_changes.c.id)).scalar_subquery(),
        select(meta.c.value).where(meta.c.key == CHANGED_BESIDE).scalar_subquery(),
    )
)
"""Asked once a second."""


class AccountChanges:
    """Notes of changed accounts, each kept until the journal has it as a fact."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def untold(self) -> list[AccountChange]:
        """Return the notes that are not in the journal yet, in order."""
        query = select(account_changes).where(~account_changes.c.told)
        query = query.order_by(account_changes.c.id)
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [
            AccountChange(row.id, Signature(_actor(row), row.at), json.loads(row.data))
            for row in rows
        ]

    def told(self, change: int) -> None:
        """Marks a change as recorded in the journal."""
        query = update(account_changes).where(account_changes.c.id == change).values(told=True)
        write(self._engine, lambda connection: connection.execute(query))

    def mark(self) -> tuple[int | None, str | None]:
        """Return a value that differs once anybody has changed accounts, in this process or another."""
        ((newest, beside),) = read(self._engine, lambda connection: _MARK.rows(connection, {}))
        return newest, beside

    def mark_outside_change(self) -> None:
        """Let a running server notice that a command has changed accounts; ended sessions leave no note."""
        write_meta(self._engine, CHANGED_BESIDE, secrets.token_hex(8))


def _actor(row: Any) -> Actor:
    return Actor(row.actor, Role.ADMINISTRATOR, ActorKind(row.actor_kind), row.person)

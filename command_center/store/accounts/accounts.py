"""People's accounts and machines' tokens.

Secrets are random 256-bit values given out once; only their sha256 is stored, which is enough for a value nobody can
guess. Passwords are hashed by the caller (argon2) before they come here.
"""

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Column, Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from command_center.domain.actor import (
    COMMAND_LINE,
    DUTY_ACTOR,
    IDENTITY_PROVIDER,
    ActorKind,
    Role,
)
from command_center.store.accounts.account_changes import Signature, note
from command_center.store.accounts.account_names import check_name
from command_center.store.accounts.account_rows import (
    Token,
    User,
    hashed,
    token_of,
    topics_text,
    user_of,
)
from command_center.store.accounts.password_resets import forget_devices, key_of
from command_center.store.accounts.session_cache import Standing, forget_standing
from command_center.store.accounts.sessions import Sessions, end
from command_center.store.schema import meta, sessions, tokens, users
from command_center.store.writer import read, write
from command_center.words.worded_error import Said

RESERVED = frozenset({DUTY_ACTOR.id, COMMAND_LINE.id, IDENTITY_PROVIDER.id})
"""Names in the journal that no account or token can have."""


class NameTaken(Said):
    """Another account or token has this name; names stay in the journal for ever."""

    def __init__(self, name: str) -> None:
        super().__init__("store.name_taken", name=name)
        self.name = name


class LastAdministrator(Said):
    """It is the last administrator: without it nobody could change accounts any more."""

    def __init__(self, name: str) -> None:
        super().__init__("store.last_administrator", name=name)
        self.name = name


class Accounts:
    """The accounts of one installation. `now` arguments are UTC epoch ms.

    `by` signs a change, which then becomes a fact. Only changes that are not administration stay unsigned: the tokens
    that a demonstration remakes at each start.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sessions = Sessions(engine)
        self._standing: Standing[Token] = Standing(engine)

    # People

    def add_user(
        self,
        username: str,
        password_hash: str,
        role: Role,
        now: int,
        person: str | None = None,
        *,
        by: Signature | None = None,
    ) -> User:
        """Add an account and return it. Raises `BadName`, `NameTaken`."""
        check_name(username)
        row: dict[str, Any] = {
            "username": username,
            "password_hash": password_hash,
            "role": role.value,
        }
        row |= {"person": person, "disabled": False, "created_at": now}
        query = insert(users).values(row).returning(users)

        def transaction(connection: Connection) -> User:
            _check_free(connection, username, tokens.c.name)
            added = user_of(connection.execute(query).one())
            note(connection, by, "added", account=username, role=role.value, person=person)
            return added

        try:
            return write(self._engine, transaction)
        except IntegrityError:
            raise NameTaken(username) from None

    def find_user(self, username: str) -> User | None:
        """Return the account with that name, disabled or not, or None."""
        if "\x00" in username:
            return None  # PostgreSQL cannot even be asked
        query = select(users).where(users.c.username == username)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else user_of(row)

    def users(self) -> list[User]:
        """Return every account, by name."""
        query = select(users).order_by(users.c.username)
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [user_of(row) for row in rows]

    def set_password(
        self, user_id: int, password_hash: str, *, by: Signature | None = None
    ) -> list[str]:
        """Set a new password, end the person's sessions everywhere and return their ids."""
        return self._change(user_id, {"password_hash": password_hash}, "password_changed", by)

    def renew_hash(self, user_id: int, old: str, new: str) -> None:
        """Store the same password hashed with today's parameters; no session ends. Does nothing if the password was
        changed in the meantime.
        """
        same = (users.c.id == user_id) & (users.c.password_hash == old)
        query = update(users).where(same).values(password_hash=new)
        write(self._engine, lambda connection: connection.execute(query))

    def set_role(
        self,
        user_id: int,
        role: Role,
        *,
        by: Signature | None = None,
        keep_administrator: bool = False,
    ) -> list[str]:
        """Set another role, end the person's sessions everywhere and return their ids. With `keep_administrator`
        raises `LastAdministrator` if none would be left.
        """
        return self._change(
            user_id, {"role": role.value}, "role_changed", by, keep_administrator=keep_administrator
        )

    def set_person(
        self, user_id: int, person: str | None, *, by: Signature | None = None
    ) -> list[str]:
        """Assign another person of the site, or none; end all sessions and return their ids."""
        return self._change(user_id, {"person": person}, "person_changed", by)

    def user(self, user_id: int) -> User | None:
        """Return the account with that number, disabled or not, or None."""
        query = select(users).where(users.c.id == user_id)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else user_of(row)

    def end_sessions(self, user_id: int, but: str | None = None) -> list[str]:
        """End a person's sessions everywhere, except the session `but`; return their ids."""
        which = (sessions.c.user_id == user_id) & (sessions.c.id != (but or ""))
        return self._ended(lambda connection: end(connection, which))

    def disable(
        self,
        user_id: int,
        disabled: bool = True,
        *,
        by: Signature | None = None,
        keep_administrator: bool = False,
    ) -> list[str]:
        """Close the account, or open it again; return the ids of the sessions ended. With `keep_administrator` raises
        `LastAdministrator` if none would be left.
        """
        change = "disabled" if disabled else "enabled"
        return self._change(
            user_id, {"disabled": disabled}, change, by, keep_administrator=keep_administrator
        )

    def _change(
        self,
        user_id: int,
        values: dict[str, Any],
        change: str,
        by: Signature | None,
        *,
        keep_administrator: bool = False,
    ) -> list[str]:
        """Set `values` and sign the person out; raises LookupError for an unknown account."""
        find = select(users).where(users.c.id == user_id)

        def transaction(connection: Connection) -> list[str]:
            before = connection.execute(find).first()
            if before is None:
                raise LookupError(f"there is no user {user_id}")
            if keep_administrator:
                _check_not_last(connection, user_id, before.username, values)
            connection.execute(update(users).where(users.c.id == user_id).values(values))
            if "password_hash" in values:  # a code that was given out for the one before
                connection.execute(delete(meta).where(meta.c.key == key_of(user_id)))
                if by is not None:
                    forget_devices(connection, user_id, by.at)
            if any(getattr(before, name) != value for name, value in values.items()):
                told = (
                    {"role": values["role"], "role_before": before.role} if "role" in values else {}
                )
                told |= {"person": values["person"]} if "person" in values else {}
                note(connection, by, change, account=before.username, **told)
            return end(connection, sessions.c.user_id == user_id)

        return self._ended(transaction)

    # Machines and walls

    def add_token(
        self,
        name: str,
        role: Role,
        now: int,
        *,
        actor_kind: ActorKind = ActorKind.HUMAN,
        person: str | None = None,
        read_only: bool = False,
        topics: Iterable[str] | None = None,
        channel: str | None = None,
        sources: Iterable[str] | None = None,
        expires_at: int | None = None,
        by: Signature | None = None,
    ) -> str:
        """Add a token and return its secret, which cannot be read again. Raises `BadName`, `NameTaken`."""
        check_name(name)
        secret = secrets.token_urlsafe(32)
        row: dict[str, Any] = {
            "name": name,
            "hash": hashed(secret),
            "role": role.value,
            "person": person,
        }
        row |= {"actor_kind": actor_kind.value, "read_only": read_only, "revoked": False}
        row |= {"topics": topics_text(topics), "created_at": now}
        row |= {"channel": channel, "sources": topics_text(sources), "expires_at": expires_at}
        query = insert(tokens).values(row)

        def transaction(connection: Connection) -> None:
            _check_free(connection, name, users.c.username)
            connection.execute(query)
            told = {"role": role.value, "person": person, "read_only": read_only}
            note(connection, by, "token_made", account=name, **told)

        try:
            write(self._engine, transaction)
        except IntegrityError:
            raise NameTaken(name) from None
        forget_standing(self._engine)
        return secret

    def find_token(self, secret: str) -> Token | None:
        """Return the token with that secret; None if unknown or withdrawn."""
        key = hashed(secret)
        return self._standing.find(key, lambda: self._find_token(key))

    def _find_token(self, key: str) -> Token | None:
        query = select(tokens).where(tokens.c.hash == key, ~tokens.c.revoked)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else token_of(row)

    def tokens(self) -> list[Token]:
        """Return every token, withdrawn ones included, by name."""
        query = select(tokens).order_by(tokens.c.name)
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [token_of(row) for row in rows]

    def revoke_token(self, token_id: int, *, by: Signature | None = None) -> list[str]:
        """Withdraw a token for good; return the ids of the sessions ended."""
        standing = (tokens.c.id == token_id) & ~tokens.c.revoked
        withdraw = update(tokens).where(standing).values(revoked=True).returning(tokens.c.name)

        def transaction(connection: Connection) -> list[str]:
            for name in connection.scalars(withdraw).all():
                note(connection, by, "token_withdrawn", account=name)
            return end(connection, sessions.c.token_id == token_id)

        return self._ended(transaction)

    def _ended(self, transaction: Callable[[Connection], list[str]]) -> list[str]:
        """Make a change that ends sessions, and look at them anew from now on."""
        try:
            return write(self._engine, transaction)
        finally:  # a commit whose answer was lost has ended them too
            forget_standing(self._engine)


def _check_not_last(
    connection: Connection, user_id: int, name: str, values: dict[str, Any]
) -> None:
    """Raises `LastAdministrator` if `values` take the role from the only open account that has it."""
    if values.get("role") == Role.ADMINISTRATOR.value or values.get("disabled") is False:
        return
    # Held until this is committed, so that two cannot take it from each other at the same moment.
    open_ones = (users.c.role == Role.ADMINISTRATOR.value) & ~users.c.disabled
    held = connection.scalars(
        select(users.c.id).where(open_ones).order_by(users.c.id).with_for_update()
    ).all()
    if list(held) == [user_id]:
        raise LastAdministrator(name)


def _check_free(connection: Connection, name: str, other: Column[str]) -> None:
    """A name says who acted, so a person and a machine cannot share one, nor take the duties'."""
    taken = connection.execute(select(other).where(other == name)).first()
    if taken or name in RESERVED:
        raise NameTaken(name)

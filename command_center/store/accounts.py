"""Who may come in: people's accounts, machines' tokens, and the sessions opened with either.

Secrets are random 256-bit values given out once; only their sha256 is stored, which is enough
for a value nobody can guess. Passwords are hashed by the caller (argon2) before they come here.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.store.schema import sessions, tokens, users
from command_center.store.writer import read, write


class NameTaken(Exception):
    """Another account or token has this name, which stands in the journal for ever."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the name {name!r} is taken")
        self.name = name


@dataclass(frozen=True, slots=True)
class User:
    """A person's account. `password_hash` is what the caller gave, opaque here."""

    id: int
    username: str
    password_hash: str
    role: Role
    person: str | None
    disabled: bool
    created_at: int


@dataclass(frozen=True, slots=True)
class Token:
    """A machine's or a wall's standing permission. `topics` None is all that its role may see."""

    id: int
    name: str
    role: Role
    actor_kind: ActorKind
    person: str | None
    read_only: bool
    topics: frozenset[str] | None
    revoked: bool
    created_at: int

    @property
    def actor(self) -> Actor:
        """Who a command sent with this token comes from."""
        return Actor(self.name, self.role, self.actor_kind, self.person)


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `id` is the sha256 of its cookie and may be shown and logged."""

    id: str
    account: str
    user_id: int | None
    token_id: int | None
    role: Role
    actor_kind: ActorKind
    person: str | None
    read_only: bool
    topics: frozenset[str] | None
    created_at: int
    expires_at: int

    @property
    def actor(self) -> Actor:
        """Who a command sent in this session comes from."""
        return Actor(self.account, self.role, self.actor_kind, self.person)


def hashed(secret: str) -> str:
    """What is stored of a token's or session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Accounts:
    """The accounts of one installation. `now` arguments are UTC epoch ms."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # People

    def add_user(
        self, username: str, password_hash: str, role: Role, now: int, person: str | None = None
    ) -> User:
        """A new account; raises `NameTaken`."""
        row: dict[str, Any] = {
            "username": username,
            "password_hash": password_hash,
            "role": role.value,
        }
        row |= {"person": person, "disabled": False, "created_at": now}
        query = insert(users).values(row).returning(users)

        def work(connection: Connection) -> User:
            _check_free(connection, username, tokens.c.name)
            return _user(connection.execute(query).one())

        try:
            return write(self._engine, work)
        except IntegrityError:
            raise NameTaken(username) from None

    def find_user(self, username: str) -> User | None:
        """The account of that name, disabled or not."""
        query = select(users).where(users.c.username == username)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else _user(row)

    def users(self) -> list[User]:
        """Every account, by name."""
        query = select(users).order_by(users.c.username)
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [_user(row) for row in rows]

    def set_password(self, user_id: int, password_hash: str) -> list[str]:
        """A new password; signs the person out everywhere and returns the sessions' ids."""
        return self._change_user(user_id, {"password_hash": password_hash})

    def renew_hash(self, user_id: int, old: str, new: str) -> None:
        """The same password hashed anew with today's parameters; nobody is signed out. Does
        nothing if the password was changed meanwhile.
        """
        same = (users.c.id == user_id) & (users.c.password_hash == old)
        query = update(users).where(same).values(password_hash=new)
        write(self._engine, lambda connection: connection.execute(query))

    def set_role(self, user_id: int, role: Role) -> list[str]:
        """Another role; signs the person out everywhere and returns the sessions' ids."""
        return self._change_user(user_id, {"role": role.value})

    def disable(self, user_id: int, disabled: bool = True) -> list[str]:
        """Close the account, or open it again; returns the ids of the sessions this ended."""
        return self._change_user(user_id, {"disabled": disabled})

    def _change_user(self, user_id: int, values: dict[str, Any]) -> list[str]:
        def work(connection: Connection) -> list[str]:
            changed = connection.execute(update(users).where(users.c.id == user_id).values(values))
            if not changed.rowcount:
                raise LookupError(f"there is no user {user_id}")
            return _close(connection, sessions.c.user_id == user_id)

        return write(self._engine, work)

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
    ) -> str:
        """A new token's secret, which cannot be read again; raises `NameTaken`."""
        secret = secrets.token_urlsafe(32)
        row: dict[str, Any] = {
            "name": name,
            "hash": hashed(secret),
            "role": role.value,
            "person": person,
        }
        row |= {"actor_kind": actor_kind.value, "read_only": read_only, "revoked": False}
        row |= {"topics": _topics_text(topics), "created_at": now}
        query = insert(tokens).values(row)

        def work(connection: Connection) -> None:
            _check_free(connection, name, users.c.username)
            connection.execute(query)

        try:
            write(self._engine, work)
        except IntegrityError:
            raise NameTaken(name) from None
        return secret

    def find_token(self, secret: str) -> Token | None:
        """The token with that secret, None if it is unknown or withdrawn."""
        query = select(tokens).where(tokens.c.hash == hashed(secret), ~tokens.c.revoked)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else _token(row)

    def tokens(self) -> list[Token]:
        """Every token, withdrawn ones included, by name."""
        query = select(tokens).order_by(tokens.c.name)
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [_token(row) for row in rows]

    def revoke_token(self, token_id: int) -> list[str]:
        """Withdraw it for good; returns the ids of the sessions this ended."""

        def work(connection: Connection) -> list[str]:
            connection.execute(update(tokens).where(tokens.c.id == token_id).values(revoked=True))
            return _close(connection, sessions.c.token_id == token_id)

        return write(self._engine, work)

    # Sessions

    def open_session(
        self, owner: "User | Token | Actor", now: int, expires_at: int
    ) -> tuple[str, Session]:
        """The cookie's secret and the session. An `Actor` owner is demo mode's role of one click."""
        secret = secrets.token_urlsafe(32)
        row = _session_row(owner) | {"id": hashed(secret), "revoked": False}
        row |= {"created_at": now, "expires_at": expires_at}
        query = insert(sessions).values(row).returning(sessions)
        opened = write(self._engine, lambda connection: connection.execute(query).one())
        return secret, _session(opened)

    def find_session(self, secret: str, now: int) -> Session | None:
        """The session of that cookie, None once it is closed or has expired."""
        alive = (~sessions.c.revoked) & (sessions.c.expires_at > now)
        query = select(sessions).where(sessions.c.id == hashed(secret), alive)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return None if row is None else _session(row)

    def close_session(self, session_id: str) -> None:
        """Sign out: the cookie is worth nothing from now on."""
        write(self._engine, lambda connection: _close(connection, sessions.c.id == session_id))

    def close_sessions_of(self, user_id: int) -> list[str]:
        """Sign a person out everywhere; returns the sessions' ids."""
        mine = sessions.c.user_id == user_id
        return write(self._engine, lambda connection: _close(connection, mine))

    def forget_sessions(self, before: int) -> int:
        """Delete sessions that expired before `before`; returns how many."""
        query = sessions.delete().where(sessions.c.expires_at < before)
        return write(self._engine, lambda connection: connection.execute(query).rowcount)


def _check_free(connection: Connection, name: str, other: Column[str]) -> None:
    """A name says who acted, so a person and a machine cannot share one, nor take the duties'."""
    taken = connection.execute(select(other).where(other == name)).first()
    if taken or name == DUTY_ACTOR.id:
        raise NameTaken(name)


def _close(connection: Connection, which: ColumnElement[bool]) -> list[str]:
    query = update(sessions).where(which, ~sessions.c.revoked).values(revoked=True)
    return list(connection.scalars(query.returning(sessions.c.id)))


def _session_row(owner: User | Token | Actor) -> dict[str, Any]:
    row: dict[str, Any] = {"user_id": None, "token_id": None, "read_only": False, "topics": None}
    row |= {"role": owner.role.value, "person": owner.person}
    match owner:
        case User():
            row |= {"account": owner.username, "user_id": owner.id}
            row |= {"actor_kind": ActorKind.HUMAN.value}
        case Token():
            row |= {"account": owner.name, "token_id": owner.id}
            row |= {"actor_kind": owner.actor_kind.value, "read_only": owner.read_only}
            row |= {"topics": _topics_text(owner.topics)}
        case Actor():
            row |= {"account": owner.id, "actor_kind": owner.kind.value}
    return row


def _topics_text(topics: Iterable[str] | None) -> str | None:
    return None if topics is None else json.dumps(sorted(topics))


def _topics(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(json.loads(text))


def _user(row: Row[Any]) -> User:
    fields = row._asdict()
    return User(**fields | {"role": Role(row.role)})


def _token(row: Row[Any]) -> Token:
    fields = row._asdict()
    del fields["hash"]
    fields |= {"role": Role(row.role), "actor_kind": ActorKind(row.actor_kind)}
    return Token(**fields | {"topics": _topics(row.topics)})


def _session(row: Row[Any]) -> Session:
    fields = row._asdict()
    del fields["revoked"]
    fields |= {"role": Role(row.role), "actor_kind": ActorKind(row.actor_kind)}
    return Session(**fields | {"topics": _topics(row.topics)})

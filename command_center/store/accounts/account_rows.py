"""The data types of accounts, tokens and sessions, and their mapping to table rows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from command_center.domain.actor import Actor, ActorKind, Role


@dataclass(frozen=True, slots=True)
class User:
    """A person's account. `password_hash` is stored as the caller gave it."""

    id: int
    username: str
    password_hash: str
    role: Role
    person: str | None
    disabled: bool
    created_at: int


@dataclass(frozen=True, slots=True)
class Token:
    """The standing permission of a machine or a wall screen. `topics` None allows everything that its role may see.
    `channel` is the one for which a carrier reports; `sources` are those a gateway may use (None: any). It is refused
    from `expires_at` (UTC epoch ms) on; None: until it is withdrawn.
    """

    id: int
    name: str
    role: Role
    actor_kind: ActorKind
    person: str | None
    read_only: bool
    topics: frozenset[str] | None
    revoked: bool
    created_at: int
    channel: str | None = None
    sources: frozenset[str] | None = None
    expires_at: int | None = None

    def is_over(self, now: int) -> bool:
        """Whether it has expired."""
        return self.expires_at is not None and now >= self.expires_at

    @property
    def actor(self) -> Actor:
        """Return the actor of a command sent with this token."""
        return Actor(
            self.name, self.role, self.actor_kind, self.person, self.channel, by_token=True
        )


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
        """Return the actor of a command sent in this session."""
        by_token = self.token_id is not None
        return Actor(self.account, self.role, self.actor_kind, self.person, by_token=by_token)


def hashed(secret: str) -> str:
    """Return the hash under which a token's or session's secret is stored."""
    # Half of a surrogate pair, which JSON lets a stranger send, is one more secret nobody has.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def session_row(owner: User | Token | Actor) -> dict[str, Any]:
    """Return the fields that a session copies from its owner."""
    row: dict[str, Any] = {"user_id": None, "token_id": None, "read_only": False, "topics": None}
    row |= {"role": owner.role.value, "person": owner.person}
    match owner:
        case User():
            row |= {"account": owner.username, "user_id": owner.id}
            row |= {"actor_kind": ActorKind.HUMAN.value}
        case Token():
            row |= {"account": owner.name, "token_id": owner.id}
            row |= {"actor_kind": owner.actor_kind.value, "read_only": owner.read_only}
            row |= {"topics": topics_text(owner.topics)}
        case Actor():
            row |= {"account": owner.id, "actor_kind": owner.kind.value}
    return row


def topics_text(topics: Iterable[str] | None) -> str | None:
    """Return the stored form of a topic limit; None means all that the role may see."""
    return None if topics is None else json.dumps(sorted(topics))


def speaks_for_all(token: Token) -> bool:
    """Whether a valid gateway token may send as any source."""
    return token.role is Role.GATEWAY and token.sources is None and not token.revoked


def _topics(text: str | None) -> frozenset[str] | None:
    return None if text is None else frozenset(json.loads(text))


def user_of(row: Row[Any]) -> User:
    """The account in a row of `users`."""
    fields = row._asdict()
    return User(**fields | {"role": Role(row.role)})


def token_of(row: Row[Any]) -> Token:
    """The token in a row of `tokens`, without its hash."""
    fields = row._asdict()
    del fields["hash"]
    fields |= {"role": Role(row.role), "actor_kind": ActorKind(row.actor_kind)}
    return Token(**fields | {"topics": _topics(row.topics), "sources": _topics(row.sources)})


def session_of(row: Row[Any]) -> Session:
    """The session in a row of `sessions`."""
    fields = row._asdict()
    del fields["revoked"]
    fields |= {"role": Role(row.role), "actor_kind": ActorKind(row.actor_kind)}
    return Session(**fields | {"topics": _topics(row.topics)})

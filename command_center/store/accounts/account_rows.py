"""What an account, a token and a session are, and how each lies in its table."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from command_center.domain.actor import Actor, ActorKind, Role


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
    """A machine's or a wall's standing permission. `topics` None is all that its role may see. `channel` is the one
    that a carrier speaks for, `sources` are those that a gateway speaks for (None: every one). From `expires_at` (UTC
    epoch ms) on it is refused; None: until it is withdrawn."""

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
        """Whether its last day has passed."""
        return self.expires_at is not None and now >= self.expires_at

    @property
    def actor(self) -> Actor:
        """Who a command sent with this token comes from."""
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
        """Who a command sent in this session comes from."""
        by_token = self.token_id is not None
        return Actor(self.account, self.role, self.actor_kind, self.person, by_token=by_token)


def hashed(secret: str) -> str:
    """What is stored of a token's or session's secret."""
    # Half of a surrogate pair, which JSON lets a stranger send, is one more secret nobody has.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def session_row(owner: User | Token | Actor) -> dict[str, Any]:
    """What a session takes over from whom it is opened for."""
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
    """A limit of topics as it is stored; None is all that the role may see."""
    return None if topics is None else json.dumps(sorted(topics))


def speaks_for_all(token: Token) -> bool:
    """Whether a gateway's token that stands may send as any source."""
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

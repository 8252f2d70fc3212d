"""Which people are signed in themselves, and for whom a virtual double may act, by sessions and tokens."""

from sqlalchemy import Engine, select, union

from command_center.domain.actor import ActorKind
from command_center.domain.people.double import HANDS
from command_center.store.accounts.session_cache import Standing
from command_center.store.schema import sessions, tokens
from command_center.store.writer import read


class PeopleHere:
    """The people and doubles of one installation. `now` is UTC epoch ms."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._doubles: Standing[bool] = Standing(engine)

    def has_double(self, person: str) -> bool:
        """Whether a valid token lets a virtual double act as this person. Checked at every command."""
        return bool(self._doubles.find(person, lambda: self._has_double(person)))

    def _has_double(self, person: str) -> bool:
        virtual = (tokens.c.actor_kind == ActorKind.VIRTUAL.value) & ~tokens.c.revoked
        query = select(tokens.c.id).where(virtual, tokens.c.person == person, ~tokens.c.read_only)
        row = read(self._engine, lambda connection: connection.execute(query.limit(1)).first())
        return row is not None

    def here(self, now: int) -> frozenset[str]:
        """Return everybody who is signed in as a person, or has a token as one, and may act."""
        human = ActorKind.HUMAN.value
        signed_in = select(sessions.c.person).where(
            sessions.c.actor_kind == human,
            sessions.c.person.is_not(None),
            sessions.c.role.in_([role.value for role in HANDS]),
            ~sessions.c.read_only,
            ~sessions.c.revoked,
            sessions.c.expires_at > now,
        )
        holds = select(tokens.c.person).where(
            tokens.c.actor_kind == human,
            tokens.c.person.is_not(None),
            tokens.c.role.in_([role.value for role in HANDS]),
            ~tokens.c.read_only,
            ~tokens.c.revoked,
        )
        query = union(signed_in, holds)
        return frozenset(read(self._engine, lambda connection: connection.scalars(query).all()))

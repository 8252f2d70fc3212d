"""The caller of a request or socket: the account or token, and its permissions."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Request

from command_center.clock import Clock
from command_center.domain.actor import OUTSIDE_ROLES, Actor, Role
from command_center.store.accounts.account_rows import Session, Token
from command_center.store.accounts.accounts import Accounts
from command_center.web.connections import mark_signed_in
from command_center.web.request.door import SESSION_COOKIE
from command_center.web.request.problem import Problem
from command_center.web.request.revealed import Reveals

_FROM_OUTSIDE = frozenset(OUTSIDE_ROLES)
_ASK_FOR_TOKEN = {"WWW-Authenticate": 'Bearer realm="command-center"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller; exactly one of `session` and `token` is set.

    `session` is the session's public id, `token` the token's id. `topics` None allows all that the role may see,
    `sources` None lets a gateway use every source; `expires` is the session's end, UTC epoch ms.
    """

    actor: Actor
    read_only: bool
    topics: frozenset[str] | None
    session: str | None = None
    token: int | None = None
    expires: int | None = None
    sources: frozenset[str] | None = None

    @property
    def role(self) -> Role:
        """The caller's role."""
        return self.actor.role

    def must_be(self, roles: Iterable[Role], what: str) -> None:
        """Raise the 403 of `what` unless the caller has one of these roles."""
        allowed = frozenset(roles)
        if self.role not in allowed:
            raise forbidden(self.role, what, allowed)

    def must_read(self, reveals: Reveals) -> None:
        """Raise the 403 if the token's topics do not cover what a door reveals."""
        if self.topics is not None and not reveals.open_to(self.topics):
            own = ", ".join(sorted(self.topics))
            code = "every_topic" if reveals.everything else "other_topic"
            raise Problem(code, 403, own=own, needed=reveals.needed)

    def has_topic(self, *one_of: str) -> bool:
        """Whether the caller may read one of these topics."""
        return self.topics is None or not self.topics.isdisjoint(one_of)

    def must_write(self) -> None:
        """Raise the 403 if the session or token is view-only."""
        if self.read_only:
            raise Problem("read_only", 403)

    def must_command(self) -> None:
        """Raise the 403 of who may only look: also of a token that is limited to topics, which reads them."""
        self.must_write()
        if self.topics:  # none at all: nothing is read, as by a call for help without a session
            raise Problem("topics_only_read", 403, own=", ".join(sorted(self.topics)))


class Callers:
    """Finds the caller of a request by its cookie or bearer token. An ended session is refused at the next request
    (`store/accounts/session_cache.py`).
    """

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    def of(self, request: Request) -> Caller:
        """Return the caller; the door checks permissions (`rest_doors.RestDoor.let_in`). Raises the 401 Problem that
        says what is wrong with the cookie or token.
        """
        caller = self._of(request)
        mark_signed_in(request.environ)
        return caller

    def _of(self, request: Request) -> Caller:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.by_token(secret.strip())
        cookie = request.cookies.get(SESSION_COOKIE)
        if cookie:
            return self.by_session(cookie)
        raise Problem("no_session", 401, headers=_ASK_FOR_TOKEN)

    def by_session(self, secret: str) -> Caller:
        """The caller with this session cookie."""
        session = self._accounts.sessions.find(secret, self._clock.now())
        if session is None or session.role not in _FROM_OUTSIDE:
            raise Problem("session_ended", 401)
        return _in_session(session, self._sources_of(session))

    def _sources_of(self, session: Session) -> frozenset[str] | None:
        """A session that was traded for a token is bound as the token is."""
        if session.token_id is None or session.role is not Role.GATEWAY:
            return None
        found = (one for one in self._accounts.tokens() if one.id == session.token_id)
        return next((one.sources for one in found), frozenset())

    def by_token(self, secret: str) -> Caller:
        """The caller with this bearer token."""
        token = self._accounts.find_token(secret)
        if token is None or token.role not in _FROM_OUTSIDE or token.is_over(self._clock.now()):
            raise Problem("bad_token", 401, headers=_ASK_FOR_TOKEN)
        return _with_token(token)


def forbidden(role: Role, what: str, roles: Iterable[Role]) -> Problem:
    """Return the 403 for a role that may not do `what`, naming those that may."""
    return Problem("forbidden", 403, role=role.value, what=what, roles=sorted(roles))


def _in_session(session: Session, sources: frozenset[str] | None) -> Caller:
    return Caller(
        session.actor,
        session.read_only,
        session.topics,
        session=session.id,
        expires=session.expires_at,
        sources=sources,
    )


def _with_token(token: Token) -> Caller:
    return Caller(
        token.actor, token.read_only, token.topics, token=token.id, expires=token.expires_at,
        sources=token.sources,
    )  # fmt: skip

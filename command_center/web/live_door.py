"""Access control of the live socket: it accepts the same callers as REST, and closes connections when their session
ends.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Engine
from werkzeug.http import parse_cookie

from command_center.live.identity import Authenticate, Identity
from command_center.live.socket import Live
from command_center.store.accounts.sessions import withdrawn
from command_center.web.connections import mark_signed_in
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.door import SESSION_COOKIE
from command_center.web.request.problem import Problem
from command_center.web.sign_in.ended import Ended, OnEnded

_TOKEN = "token:"


def authenticating(callers: Callers) -> Authenticate:
    """Return how a connection is identified: `auth: {"token": ...}`, else the session cookie."""

    def authenticate(environ: Mapping[str, Any], auth: Mapping[str, Any]) -> Identity | None:
        token = auth.get("token")
        cookie = parse_cookie(environ.get("HTTP_COOKIE")).get(SESSION_COOKIE)
        try:
            if isinstance(token, str) and token:
                known = _identity(callers.by_token(token))
            elif cookie:
                known = _identity(callers.by_session(cookie))
            else:
                return None
        except Problem:
            return None
        mark_signed_in(environ)
        return known

    return authenticate


def dropping(live: Live) -> OnEnded:
    """Return a function that closes this process's connections of ended sessions and tokens."""

    def drop(ended: Ended) -> None:
        gone = set(ended.sessions)
        if ended.token is not None:
            gone.add(_of_token(ended.token))
        live.drop(lambda identity: identity.session in gone)

    return drop


def rechecking(live: Live, engine: Engine) -> Callable[[], None]:
    """Return a function that closes connections whose session or token is withdrawn in the database: another
    process's message about it may be lost on the bus.
    """

    def recheck() -> None:
        held = live.sessions
        tokens = {_token_of(name) for name in held if name.startswith(_TOKEN)}
        sessions = {name for name in held if not name.startswith(_TOKEN)}
        if not held:
            return
        gone_sessions, gone_tokens = withdrawn(engine, sessions, tokens)
        gone = gone_sessions | {_of_token(token) for token in gone_tokens}
        if gone:
            live.drop(lambda identity: identity.session in gone)

    return recheck


def _identity(caller: Caller) -> Identity:
    session = caller.session or _of_token(caller.token or 0)
    return Identity(
        role=caller.role,
        session=session,
        account=caller.actor.id,
        person=caller.actor.person,
        topics=caller.topics,
        expires=caller.expires,
    )


def _of_token(token: int) -> str:
    return f"{_TOKEN}{token}"


def _token_of(name: str) -> int:
    return int(name.removeprefix(_TOKEN))

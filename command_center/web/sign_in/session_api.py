"""Signing in and out over HTTP; a browser stores only the cookie."""

from collections.abc import Callable

from flask import Blueprint, Response, request
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.domain.actor import OUTSIDE_ROLES, Role
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.second_factors import shown
from command_center.web.metrics import Metrics
from command_center.web.request import answer_types as answers
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.door import SESSION_COOKIE
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import NOTHING, SELF
from command_center.web.sign_in.ended import Ended, OnEnded
from command_center.web.sign_in.known_devices import cookie_name
from command_center.web.sign_in.loopback import roles_offered
from command_center.web.sign_in.passwords import SHORTEST
from command_center.web.sign_in.session_cookie import end_session, give_cookie, remember_device
from command_center.web.sign_in.signing_in import SignedIn, SignIn

OnSignedIn = Callable[[Caller], None]
"""Hears of a new session, and may not fail."""
Leaving = Callable[[str], str | None]
"""Where the browser of a session (its public id) goes to sign out at the identity provider too."""


_CODE = r"^[0-9A-Za-z -]+$"
"""Six digits of an app, or a recovery code."""


class FactorAsked(Asked):
    """Setting up a second factor: the person proves again that they know the password."""

    username: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
    password: str = Field(min_length=1, max_length=256)


class FactorConfirmed(FactorAsked):
    """Confirming a second factor: its first code proves that the app has the secret."""

    code: str = Field(min_length=1, max_length=64, pattern=_CODE)


class ResetAsked(Asked):
    """Setting a new password with an administrator's one-time code; `code` is that of the second factor, if the
    account has one.
    """

    username: str = Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
    reset_code: str = Field(min_length=1, max_length=64, pattern=_CODE)
    password: str = Field(min_length=SHORTEST, max_length=256)
    code: str | None = Field(default=None, min_length=1, max_length=64, pattern=_CODE)


class SignInAsked(Asked):
    """A sign-in by one of: user name and password, with the second factor's code if the account has one; a token; in
    a demonstration, a role.
    """

    # No account has control characters, and PostgreSQL cannot even be asked for a NUL.
    username: str | None = Field(default=None, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")
    password: str | None = Field(default=None, min_length=1, max_length=256)
    token: str | None = Field(default=None, min_length=1, max_length=128)
    role: Role | None = None
    code: str | None = Field(default=None, min_length=1, max_length=64, pattern=_CODE)
    read_only: bool = False  # with a token: a session that may only look, whatever the token may

    @model_validator(mode="after")
    def one_way(self) -> "SignInAsked":
        """Refuse a request with no way of signing in or with several."""
        ways = ("username", "password", "token", "role")
        given = {name for name in ways if getattr(self, name) is not None}
        if given not in ({"username", "password"}, {"token"}, {"role"}):
            raise PydanticCustomError("one_way_in", "give username and password, or token, or role")
        return self

    @property
    def way(self) -> str:
        """The way of signing in: `password`, `token` or `role`."""
        return "token" if self.token else "role" if self.role else "password"


class Session(TypedDict):
    """The identity of the signed-in session. `topics` is None if all may be read."""

    account: str
    role: str
    person: str | None
    read_only: bool
    topics: list[str] | None


class SignedOut(TypedDict):
    """Signed out here; to sign out at the identity provider the browser goes to this address."""

    provider: str


class FactorProposed(TypedDict):
    """The input for an authenticator app: the QR code of its address (a data URI of an SVG), or the
    secret to type.
    """

    secret: str
    uri: str
    qr: str


POST_SESSION = door(
    "post", "/session",
    summary="Sign in; the answer sets the session cookie",
    answers="Signed in",
    roles=None, reveals=NOTHING, bad=(*WRITES, 429), answer=Session, body=SignInAsked,
)  # fmt: skip

POST_SESSION_RESET = door(
    "post", "/session/reset",
    summary="Set a new password by the one-time code of an administrator; the answer sets the session cookie",
    answers="Signed in",
    roles=None, reveals=NOTHING, bad=(*WRITES, 429), answer=Session, body=ResetAsked,
)  # fmt: skip

GET_SESSION = door(
    "get", "/session",
    summary="Who one is signed in as",
    answers="The session",
    roles=OUTSIDE_ROLES, reveals=SELF, bad=(401,), answer=Session,
)  # fmt: skip

DELETE_SESSION = door(
    "delete", "/session",
    summary="Sign out; of a session that the identity provider opened the answer names where to sign out there",
    answers="Signed out",
    roles=None, reveals=NOTHING, good=(200, 204), bad=(403,), answer=SignedOut,
)  # fmt: skip

POST_SESSION_FACTOR = door(
    "post", "/session/factor",
    summary="Ask for a second factor, of an account that has none",
    answers="What an authenticator app takes",
    roles=None, reveals=NOTHING, bad=(*WRITES, 409, 429), answer=FactorProposed,
    body=FactorAsked,
)  # fmt: skip

POST_SESSION_FACTOR_CONFIRM = door(
    "post", "/session/factor/confirm",
    summary="Confirm it by its first code; the answer sets the session cookie",
    answers="Recovery codes, shown once",
    roles=None, reveals=NOTHING, bad=(*WRITES, 429), answer=answers.FactorConfirmed,
    body=FactorConfirmed,
)  # fmt: skip


def session_api(
    sign_in: SignIn,
    callers: Callers,
    accounts: Accounts,
    settings: Settings,
    clock: Clock,
    metrics: Metrics,
    on_ended: OnEnded,
    on_signed_in: OnSignedIn = lambda caller: None,
    leaving: Leaving = lambda session: None,
) -> Blueprint:
    """The routes `/session`: POST signs in, GET returns the identity, DELETE signs out; `/session/factor` sets up a
    second factor, `/session/reset` sets a new password with an administrator's one-time code.
    """
    api = Blueprint("session", __name__)

    @POST_SESSION.unguarded_on(api)
    def enter() -> Response:
        asked = json_body(request, SignInAsked)
        signed_in = _counted(metrics, asked.way, lambda: _entered(asked, sign_in, settings))
        return let_in(signed_in, asked.username or "")

    def let_in(signed_in: SignedIn, username: str) -> Response:
        # A cookie the browser brought along is never taken over: whoever planted it stays out.
        end_session(request.cookies.get(SESSION_COOKIE), accounts, clock, on_ended)
        caller = callers.by_session(signed_in.secret)
        on_signed_in(caller)
        response = answer_json(_described(caller))
        give_cookie(response, signed_in, clock)
        if signed_in.device is not None:
            remember_device(response, username, signed_in.device)
        return response

    @POST_SESSION_RESET.unguarded_on(api)
    def reset() -> Response:
        asked = json_body(request, ResetAsked)
        device = request.cookies.get(cookie_name(asked.username))

        def enter() -> SignedIn:
            return sign_in.by_reset(
                asked.username, asked.reset_code, asked.password,
                request.remote_addr or "?", device, asked.code,
            )  # fmt: skip

        return let_in(_counted(metrics, "reset", enter), asked.username)

    @GET_SESSION.on(api, callers)
    def whoami(caller: Caller) -> Response:
        return answer_json(_described(caller))

    @DELETE_SESSION.unguarded_on(api)
    def leave() -> Response:
        ended = end_session(request.cookies.get(SESSION_COOKIE), accounts, clock, on_ended)
        elsewhere = leaving(ended) if ended is not None else None
        if elsewhere is None:
            response = Response(status=204)
        else:
            told: SignedOut = {"provider": elsewhere}
            response = answer_json(told)
        response.delete_cookie(
            SESSION_COOKIE, httponly=True, samesite="Lax", secure=request.is_secure
        )
        return response

    @POST_SESSION_FACTOR.unguarded_on(api)
    def propose() -> Response:
        asked = json_body(request, FactorAsked)
        device = request.cookies.get(cookie_name(asked.username))
        found = sign_in.propose_factor(
            asked.username, asked.password, request.remote_addr or "?", device
        )
        told: FactorProposed = {
            "secret": found.secret,
            "uri": found.uri,
            "qr": found.qr,
        }
        return answer_json(told)

    @POST_SESSION_FACTOR_CONFIRM.unguarded_on(api)
    def confirm() -> Response:
        asked = json_body(request, FactorConfirmed)
        device = request.cookies.get(cookie_name(asked.username))
        signed_in, codes, ended = sign_in.confirm_factor(
            asked.username, asked.password, asked.code, request.remote_addr or "?", device
        )
        if ended:
            on_ended(Ended(frozenset(ended)))
        end_session(request.cookies.get(SESSION_COOKIE), accounts, clock, on_ended)
        on_signed_in(callers.by_session(signed_in.secret))
        told: answers.FactorConfirmed = {"recovery_codes": [shown(code) for code in codes]}
        response = answer_json(told)
        give_cookie(response, signed_in, clock)
        if signed_in.device is not None:
            remember_device(response, asked.username, signed_in.device)
        return response

    return api


def _entered(asked: SignInAsked, sign_in: SignIn, settings: Settings) -> SignedIn:
    if asked.token is not None:
        return sign_in.by_token(asked.token, read_only=asked.read_only)
    if asked.role is not None:
        if not roles_offered(settings, request.environ):
            raise Problem("demo_refused", 403)
        return sign_in.by_role(asked.role)
    username = asked.username or ""
    device = request.cookies.get(cookie_name(username))
    return sign_in.by_password(
        username, asked.password or "", request.remote_addr or "?", device, asked.code
    )


def _counted(metrics: Metrics, way: str, enter: Callable[[], SignedIn]) -> SignedIn:
    try:
        signed_in = enter()
    except Problem as refused:
        metrics.sign_ins.labels(way, refused.code).inc()
        raise
    metrics.sign_ins.labels(way, "accepted").inc()
    return signed_in


def _described(caller: Caller) -> Session:
    return {
        "account": caller.actor.id,
        "role": caller.role.value,
        "person": caller.actor.person,
        "read_only": caller.read_only,
        "topics": None if caller.topics is None else sorted(caller.topics),
    }

"""The routes of the provider's sign-in: what is offered, the redirect to the provider, and the return."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from command_center import log
from command_center.clock import Clock
from command_center.store.accounts.accounts import Accounts
from command_center.web.metrics import Metrics
from command_center.web.provider.code_flow import ATTEMPT_MS, Attempt
from command_center.web.provider.errors import Declined, NotGenuine, ProviderDown
from command_center.web.provider.provider import Provider
from command_center.web.request.answers import answer_json
from command_center.web.request.body import query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.door import SESSION_COOKIE
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import door
from command_center.web.request.revealed import SELF
from command_center.web.sign_in.ended import OnEnded
from command_center.web.sign_in.known_devices import KnownDevices
from command_center.web.sign_in.session_cookie import end_session, give_cookie, remember_device
from command_center.web.sign_in.signing_in import SignedIn

ATTEMPT_COOKIE = "cc_attempt"
DOORS = "/api/v1/session/provider"
LONGEST_NEXT = 512

_log = log.get(__name__)


class BeginAsked(BaseModel):
    """Where to go after the sign-in: a path of this center."""

    model_config = ConfigDict(extra="forbid")
    next: str = Field(default="/", max_length=LONGEST_NEXT)


class BackAsked(BaseModel):
    """The parameters with which the provider's page sends the browser back."""

    model_config = ConfigDict(extra="ignore")  # providers add their own: session_state, iss, scope
    code: str | None = Field(default=None, max_length=4_096)
    state: str | None = Field(default=None, max_length=512)
    error: str | None = Field(default=None, max_length=200)
    iss: str | None = Field(default=None, max_length=1_024)


class ProviderOffered(TypedDict):
    """The identity provider's name, and whether it answers; None: there are only local accounts."""

    name: str | None
    reachable: bool | None


GET_SESSION_PROVIDER = door(
    "get", "/session/provider",
    summary="Whether an identity provider signs people in here, and whether it answers",
    answers="What it is called",
    roles=None, reveals=SELF, bad=(), answer=ProviderOffered,
)  # fmt: skip

GET_SESSION_PROVIDER_BEGIN = door(
    "get", "/session/provider/begin",
    summary="Go to the identity provider",
    answers="Redirect",
    roles=None, reveals=SELF, good=(303,), bad=(404, 422), query=BeginAsked,
)  # fmt: skip

GET_SESSION_PROVIDER_BACK = door(
    "get", "/session/provider/back",
    summary="Come back from the identity provider; sets the session cookie, or goes to the sign-in page that says "
    "what was wrong",
    answers="Redirect",
    roles=None, reveals=SELF, good=(303,), bad=(404, 422), query=BackAsked,
)  # fmt: skip


def provider_api(
    provider: Provider | None,
    callers: Callers,
    accounts: Accounts,
    clock: Clock,
    metrics: Metrics,
    on_ended: OnEnded,
    on_signed_in: Callable[[Caller], None],
    devices: KnownDevices,
) -> Blueprint:
    """`GET /session/provider`, `.../begin` and `.../back`."""
    api = Blueprint("provider", __name__)

    @GET_SESSION_PROVIDER.unguarded_on(api)
    def offered() -> Response:
        told: ProviderOffered = {"name": None, "reachable": None}
        if provider is not None:
            told = {"name": provider.name, "reachable": provider.discovery.reachable()}
        return answer_json(told)

    @GET_SESSION_PROVIDER_BEGIN.unguarded_on(api)
    def begin() -> Response:
        if provider is None:
            raise Problem("not_found", 404, path=request.path)
        wanted = own_path(query(request, BeginAsked).next)
        attempt = provider.attempts.begin(wanted, clock.now())
        try:
            answer = _to(provider.flow.address(attempt, _back()))
        except ProviderDown:
            return _refused(wanted, "provider_down")
        except NotGenuine as error:
            _log.error("the identity provider is not the one that is set", error=str(error))
            return _refused(wanted, "provider_not_genuine")
        _keep_attempt(answer, attempt)
        return answer

    @GET_SESSION_PROVIDER_BACK.unguarded_on(api)
    def back() -> Response:
        if provider is None:
            raise Problem("not_found", 404, path=request.path)
        asked = query(request, BackAsked)
        cookie = request.cookies.get(ATTEMPT_COOKIE)
        attempt = provider.attempts.recognised(cookie, asked.state, clock.now())
        if attempt is None:
            metrics.sign_ins.labels("provider", "provider_stale").inc()
            return _refused("/", "provider_stale")
        try:
            signed_in = _entered(provider, asked, attempt)
        except Problem as refused:
            metrics.sign_ins.labels("provider", refused.code).inc()
            return _refused(attempt.next, refused.code, refused.params)
        metrics.sign_ins.labels("provider", "accepted").inc()
        end_session(request.cookies.get(SESSION_COOKIE), accounts, clock, on_ended)
        caller = callers.by_session(signed_in.secret)
        on_signed_in(caller)
        answer = _to(attempt.next)
        _forget_attempt(answer)
        give_cookie(answer, signed_in, clock)
        remember_device(answer, caller.actor.id, devices.made(caller.actor.id, clock.now()))
        return answer

    return api


def leaving(provider: Provider | None, session: str) -> str | None:
    """Return the provider's sign-out address for an ended session; None if the provider did not open it."""
    kept = provider.sessions.of(session) if provider is not None else None
    if provider is None or kept is None:
        return None
    _, id_token = provider.entering.opened(kept.sealed)
    return provider.flow.leaving(id_token, f"{request.scheme}://{request.host}/sign-in")


def own_path(wanted: str) -> str:
    """Return `wanted` if it is a path of this center, else the first page: no link may redirect elsewhere."""
    plain = wanted.isprintable() and wanted.isascii() and "\\" not in wanted and " " not in wanted
    if plain and wanted.startswith("/") and not wanted.startswith("//") and "~" not in wanted:
        return wanted
    return "/"


def _entered(provider: Provider, asked: BackAsked, attempt: Attempt) -> SignedIn:
    if asked.iss is not None and asked.iss != provider.discovery.issuer:  # RFC 9207
        raise Problem("provider_not_genuine", 401)
    if asked.error is not None or asked.code is None:
        _log.info("the identity provider declined a sign-in", error=asked.error)
        raise Problem("provider_declined", 401)
    try:
        granted = provider.flow.granted(asked.code, attempt, _back())
    except ProviderDown as down:
        raise Problem("provider_down", 503) from down
    except Declined as no:
        _log.warning("the identity provider declined a code", error=str(no))
        raise Problem("provider_declined", 401) from no
    except NotGenuine as error:
        _log.error("an id token is not genuine", error=str(error))
        raise Problem("provider_not_genuine", 401) from error
    return provider.entering.enter(provider.discovery.issuer, granted)


def _back() -> str:
    """Our own address for the provider; the door has checked the host."""
    return f"{request.scheme}://{request.host}{DOORS}/back"


def _to(address: str) -> Response:
    """A 303 redirect: the browser opens the address by GET."""
    return Response(status=303, headers={"Location": address, "Cache-Control": "no-store"})


def _refused(next: str, code: str, params: dict[str, object] | None = None) -> Response:
    """Back to the sign-in page, which says what was wrong and offers the local accounts."""
    told = {"refused": code, "next": next}
    if params and isinstance(name := params.get("name"), str):
        told["name"] = name[:64]
    answer = _to(f"/sign-in?{urlencode(told)}")
    _forget_attempt(answer)
    return answer


def _keep_attempt(answer: Response, attempt: Attempt) -> None:
    """Lax, not Strict: the browser comes back from the provider's own page."""
    answer.set_cookie(
        ATTEMPT_COOKIE,
        attempt.cookie,
        max_age=ATTEMPT_MS // 1000,
        path=DOORS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def _forget_attempt(answer: Response) -> None:
    answer.delete_cookie(
        ATTEMPT_COOKIE, path=DOORS, httponly=True, samesite="Lax", secure=request.is_secure
    )

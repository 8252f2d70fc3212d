"""Health, readiness and metrics of the process."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NotRequired

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from typing_extensions import TypedDict

from command_center import log
from command_center.domain.actor import Role
from command_center.domain.refusal import Phrase
from command_center.settings import Settings
from command_center.web.metrics import Metrics
from command_center.web.request.answer_shapes import ANYTHING, TEXT
from command_center.web.request.answers import answer_json
from command_center.web.request.callers import Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import door
from command_center.web.request.revealed import DRILL, nothing
from command_center.web.sign_in.loopback import from_this_machine
from command_center.words import say, spoken

Checks = Mapping[str, Callable[[], bool]]

WARNS = frozenset({"clock"})
"""Checks that only warn: they are false and have their reason, and the answer stays 200. A wrong clock
of the database's machine fails every process at once, and a proxy would take the whole board away."""

COUNTED_FOR = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.GATEWAY})
"""Who may read commands by their kind, and all of it from another machine. Not those who may be drilled: a drill that
was sealed is counted too."""

_log = log.get(__name__)


class Ready(TypedDict):
    """Whether the process can serve: every check by name, the failures in words, and warnings that do not keep it
    from serving but need a person.
    """

    status: Literal["ready", "not ready"]
    checks: dict[str, bool]
    reasons: NotRequired[list[str]]
    warnings: NotRequired[list[str]]


GET_HEALTHZ = door(
    "get", "/healthz",
    summary="Is the process alive",
    answers="Alive",
    roles=None, reveals=nothing("whether the process runs"), bad=(), answer=ANYTHING, prefix="",
)  # fmt: skip

GET_READYZ = door(
    "get", "/readyz",
    summary="Can it serve",
    answers="Every check by name",
    roles=None, reveals=nothing("which parts of the process are ready"), good=(200, 503), bad=(),
    answer=Ready, prefix="",
)  # fmt: skip

# commands are counted by kind, those of a sealed drill too
GET_METRICS = door(
    "get", "/metrics",
    summary="Figures for Prometheus; by kind of command for these roles only",
    answers="Text exposition format",
    roles=COUNTED_FOR, reveals=DRILL, answer=TEXT, content_type="text/plain", prefix="",
)  # fmt: skip


def health_api(
    checks: Checks,
    metrics: Metrics,
    callers: Callers,
    settings: Settings,
    language: str,
    warnings: Callable[[], Sequence[Phrase]] = tuple,
) -> Blueprint:
    """The routes `/healthz`, `/readyz` (every check by name, failed ones in words; a check that raises has failed;
    those of `WARNS` leave it ready, as `warnings` do) and `/metrics` (without kinds of commands if the caller has
    none of the roles `COUNTED_FOR`). `language` is the site's.
    """
    api = Blueprint("health", __name__)

    @GET_HEALTHZ.unguarded_on(api)
    def alive() -> Response:
        return answer_json({"status": "ok"})

    @GET_READYZ.unguarded_on(api)
    def ready() -> Response:
        found = {name: _passes(name, check) for name, check in checks.items()}
        good = all(ok for name, ok in found.items() if name not in WARNS)
        told: Ready = {"status": "ready" if good else "not ready", "checks": found}
        lang = language_of(request.environ, language)
        if warned := [spoken(lang, one) for one in warnings()]:
            told["warnings"] = warned
        if not all(found.values()):
            told["reasons"] = [say(lang, f"ready.{name}") for name, ok in found.items() if not ok]
        return answer_json(told, 200 if good else 503)

    @GET_METRICS.unguarded_on(api)
    def counted() -> Response:
        # A proxy of this host that says nothing of itself brings everybody here: being local proves no role.
        figures = metrics.registry
        try:
            GET_METRICS.let_in(callers)
        except Problem:
            if not (settings.metrics_open or from_this_machine(request.environ)):
                raise
            figures = metrics.summed
        return Response(generate_latest(figures), content_type=CONTENT_TYPE_LATEST)

    return api


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:
        _log.warning("readiness check failed", check=name, error=repr(error))
        return False

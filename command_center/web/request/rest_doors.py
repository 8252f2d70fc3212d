"""A REST door is declared once, beside its handler: where it stands, who may ask, what it takes, answers and reveals.

The role check and the topic check of every call, the OpenAPI document and the tests of authorisation are made from
`DOORS`, which is whole once `command_center.web.rest` is imported.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from flask import Blueprint, Flask, Response, request
from pydantic import BaseModel

from command_center.domain.actor import Role
from command_center.live.audience import TOPICS
from command_center.web.request.answer_shapes import Described
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.revealed import NOTHING, PREFIX, Reveals

P = ParamSpec("P")

WRITES = (400, 401, 403, 411, 413, 415, 422)
"""What a door that takes a body may refuse with."""
READS = (401, 403)


class UndeclaredDoor(ValueError):
    """A route, or what a door must say of itself, is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class RestDoor:
    """One method of one path. `roles` None needs no sign-in; `what` names it in the 403 of another role.

    `answer` is a type that the handler fills, one `Described` by hand, or a plain JSON schema; `answers` says in words
    what is told. `good` and `bad` are statuses; `takes` are the media types of a body that is no JSON. Who may only
    look is refused where it `writes`.
    """

    method: str
    rule: str
    path: str
    summary: str
    answers: str
    roles: frozenset[Role] | None
    reveals: Reveals
    what: str
    writes: bool
    good: tuple[int, ...]
    bad: tuple[int, ...]
    answer: type | Described | dict[str, Any] | None
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    content_type: str
    takes: tuple[str, ...]

    @property
    def id(self) -> str:
        """A unique operation id for generated clients."""
        rest = self.path.removeprefix(PREFIX).replace("{", "").replace("}", "")
        return self.method + "".join(p.capitalize() for p in rest.replace(".", "/").split("/"))

    def let_in(self, callers: Callers) -> Caller:
        """The caller of the request that is answered, if this door is open to it. Raises Problems: 401 for nobody
        known, 403 for a token of other topics, for another role, and for who may only look where the door writes."""
        caller = callers.of(request)
        caller.must_read(self.reveals)
        if self.roles is not None:
            caller.must_be(self.roles, self.what)
        if self.writes:
            caller.must_write()
        return caller

    def on(
        self, api: Blueprint, callers: Callers
    ) -> Callable[[Callable[Concatenate[Caller, P], Response]], Callable[P, Response]]:
        """Puts a handler at this door: it is called with the caller who was let in, then with the path's parameters."""

        def put(handler: Callable[Concatenate[Caller, P], Response]) -> Callable[P, Response]:
            @wraps(handler)
            def knocked(*args: P.args, **kwargs: P.kwargs) -> Response:
                return handler(self.let_in(callers), *args, **kwargs)

            self._route(api, knocked)
            return knocked

        return put

    def unguarded_on(
        self, api: Blueprint, **options: Any
    ) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
        """Puts a handler at a door that needs no sign-in, or whose handler decides who is let in. `options` are
        Flask's."""

        def put(handler: Callable[P, Response]) -> Callable[P, Response]:
            self._route(api, handler, **options)
            return handler

        return put

    def _route(self, api: Blueprint, view: Callable[..., Response], **options: Any) -> None:
        name = view.__name__
        api.add_url_rule(self.rule, name, view, methods=[self.method.upper()], **options)


DOORS: dict[tuple[str, str], RestDoor] = {}
"""Every declared door, by its method and its path as OpenAPI has it."""


def door(
    method: str,
    rule: str,
    *,
    summary: str,
    answers: str,
    roles: Iterable[Role] | None,
    reveals: Reveals,
    what: str = "",
    writes: bool | None = None,
    good: tuple[int, ...] = (200,),
    bad: tuple[int, ...] = READS,
    answer: type | Described | dict[str, Any] | None = None,
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    content_type: str = "application/json",
    takes: tuple[str, ...] = (),
    prefix: str = PREFIX,
) -> RestDoor:
    """Declares a door; `rule` is Flask's, under `prefix`. Without `what` it is called by the first part of its path;
    without `writes`, every method but GET writes where one must sign in.

    Raises UndeclaredDoor: it stands already, reveals a topic that there is not, or is read and says neither which
    topics it tells nor because of what it tells none.
    """
    path = (prefix + rule).replace("<", "{").replace(">", "}")
    named = {topic for one_of in reveals.topics for topic in one_of}
    tells = bool(named or reveals.everything or reveals.by_row or reveals.because)
    if (method, path) in DOORS:
        raise UndeclaredDoor(f"{method} {path} is declared twice")
    if not named <= TOPICS:
        raise UndeclaredDoor(
            f"{method} {path} reveals {sorted(named - TOPICS)}, which are no topics"
        )
    if method == "get" and (not tells or reveals is NOTHING):
        raise UndeclaredDoor(f"{method} {path} does not say what it reveals")
    if writes is None:
        writes = method != "get" and roles is not None
    told = RestDoor(
        method, rule, path, summary, answers, None if roles is None else frozenset(roles), reveals,
        what or rule.split("/")[1], writes, good, bad, answer, body, query, content_type, takes,
    )  # fmt: skip
    DOORS[method, path] = told
    return told


def must_all_be_declared(server: Flask) -> None:
    """Raises UndeclaredDoor for a route under `PREFIX` that no door declares: nobody would know whom it lets in, nor
    what it reveals."""
    for rule in server.url_map.iter_rules():
        path = rule.rule.replace("<", "{").replace(">", "}")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if path.startswith(f"{PREFIX}/") and (method.lower(), path) not in DOORS:
                raise UndeclaredDoor(f"{method.lower()} {path} is not declared (rest_doors.door)")

"""Declarations of REST doors (endpoints), beside their handlers: path, permitted roles, input, answer, and topics
revealed.

The role and topic check of every call, the OpenAPI document and the authorisation tests are derived from `DOORS`,
which is complete once `command_center.web.rest` is imported.
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
    """A route has no declaration, or a declaration is incomplete."""


@dataclass(frozen=True, slots=True, eq=False)
class RestDoor:
    """One method of one path. `roles` None needs no sign-in; `what` names the door in the 403 of another role.

    `answer` is a type that the handler fills, a `Described` by hand, or a plain JSON schema; `answers` describes it
    in words. `good` and `bad` are statuses; `takes` are the media types of a non-JSON body. View-only callers are
    refused if it `writes`.
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
        """A unique operation id, for generated clients."""
        rest = self.path.removeprefix(PREFIX).replace("{", "").replace("}", "")
        return self.method + "".join(p.capitalize() for p in rest.replace(".", "/").split("/"))

    def let_in(self, callers: Callers) -> Caller:
        """Return the caller of the current request, if permitted. Raises Problems: 401 for an unknown caller; 403 for
        a token limited to other topics, for another role, and, if the door writes, for view-only callers and for
        tokens limited to topics, which only read.
        """
        caller = callers.of(request)
        caller.must_read(self.reveals)
        if self.roles is not None:
            caller.must_be(self.roles, self.what)
        if self.writes:
            caller.must_command()
        return caller

    def on(
        self, api: Blueprint, callers: Callers
    ) -> Callable[[Callable[Concatenate[Caller, P], Response]], Callable[P, Response]]:
        """Attach a handler to this door: it is called with the permitted caller, then with the path's parameters."""

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
        """Attach a handler to a door without sign-in, or whose handler checks callers itself.
        `options` are Flask's.
        """

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
    """Declare a door; `rule` is Flask's, under `prefix`. `what` is by default the first part of its path; `writes` is
    by default true for every method but GET if sign-in is needed.

    Raises UndeclaredDoor if it already exists, reveals an unknown topic, or is read but states neither the topics it
    reveals nor why it reveals none.
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
    """Raise UndeclaredDoor for a route under `PREFIX` without a declaration: its permissions and topics would be
    unknown.
    """
    for rule in server.url_map.iter_rules():
        path = rule.rule.replace("<", "{").replace(">", "}")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if path.startswith(f"{PREFIX}/") and (method.lower(), path) not in DOORS:
                raise UndeclaredDoor(f"{method.lower()} {path} is not declared (rest_doors.door)")

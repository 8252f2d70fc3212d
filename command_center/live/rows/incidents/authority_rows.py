"""Part of the incident's row: acts refused for lack of authority, who was asked for it, and the answers."""

from typing import Any

from typing_extensions import TypedDict

from command_center.domain.directives.authority_basis import Basis, basis_of
from command_center.domain.directives.authority_requests import ASKED, emergency_from, wait_turns
from command_center.domain.notifications.told import Told
from command_center.domain.payload import Words
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directives.request import Request, RequestState
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.parts import Remark, person_name
from command_center.live.rows.told.reach_rows import Attempt, attempts, reach_of

SHOWN = 5
"""Attempts that a row names: the latest of each thing, which nobody has been asked for yet."""


class Asked(TypedDict):
    """A request for authority and its answer. If unanswered, emergency authority may be used from `emergency_from`,
    at which `turns` change from waits to allowed. `by_asker`: the asker entered the answer too. `by_name` is the
    asker, `level` the incident's level. `reach`: how far the person was notified of the request.
    """

    id: str
    capability: str
    scope: str
    target: str
    post: str
    person: str
    name: Words | None
    by_name: Words | None
    level: str
    state: RequestState
    wait_from: int
    asked_at: int
    emergency_from: int
    turns: list[Turn]
    answered_at: int | None
    reason: Remark | None
    by_asker: bool
    reach: Told | None
    attempts: list[Attempt]


class MayGrant(TypedDict):
    """A post that may grant the act, and its current holder."""

    post: str
    person: str
    name: Words | None


class Beyond(TypedDict):
    """An act refused for lack of authority, and who may do it."""

    capability: str
    scope: str
    target: str
    at: int
    may: list[MayGrant]


class Authority(TypedDict):
    """`asked`: every request with its answer; `beyond`: acts refused and not requested since; `basis`: the authority
    under which the incident is run.
    """

    basis: list[Basis]
    asked: list[Asked]
    beyond: list[Beyond]


def authority_of(state: State, site: Site, found: Incident) -> Authority:
    """Return the authority part of an incident. `asked`: every request with its answer; `beyond`: acts refused and
    not requested since; `basis`: what the commander may do, and on what authority.
    """
    asked = {(r.capability, r.scope, r.target) for r in found.requests.values()}
    beyond = {
        key: one
        for one in found.authority_attempts.values()
        if (key := (one["capability"], one["scope"], one["target"])) not in asked
        and (one["capability"], one["scope"]) not in found.allowed
    }
    return {
        "basis": basis_of(state, site, found),
        "asked": [_asked(state, site, request) for request in found.requests.values()],
        "beyond": [_beyond(state, site, one) for one in list(beyond.values())[-SHOWN:]],
    }


def _asked(state: State, site: Site, request: Request) -> Asked:
    return {
        "id": request.id,
        "capability": request.capability,
        "scope": request.scope,
        "target": request.target,
        "post": request.post,
        "person": request.person,
        "name": person_name(site, request.person),
        "by_name": person_name(site, request.by),
        "level": state.incidents[request.incident].level,
        "state": request.state,
        "wait_from": request.wait_from,
        "asked_at": request.asked_at,
        "emergency_from": emergency_from(request),
        "turns": wait_turns(request),
        "answered_at": request.answered_at,
        "reason": request.reason,
        "by_asker": request.by_asker,
        "reach": reach_of(state, site, request, ASKED),
        "attempts": attempts(request),
    }


def _beyond(state: State, site: Site, attempt: dict[str, Any]) -> Beyond:
    """The posts that could grant the act, each with its holder now."""
    may: list[MayGrant] = [
        {"post": post, "person": person, "name": person_name(site, person)}
        for post in attempt["holders"]
        if (person := state.roster.holders.get(post)) is not None
    ]
    return {
        "capability": attempt["capability"],
        "scope": attempt["scope"],
        "target": attempt["target"],
        "at": attempt["at"],
        "may": may,
    }

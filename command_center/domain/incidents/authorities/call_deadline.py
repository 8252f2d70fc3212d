"""By when an outside unit must be called.

docs/domain.md, "Authority": the district is told within one hour after the responsible person knows [law: State
Council Decree 493, Article 9].
"""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.site.model import Outside, Site
from command_center.domain.state import State
from command_center.domain.state.incidents.call import Call
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of


class CallDue(TypedDict):
    """By when a unit must be called (`due_at`, UTC epoch ms; None: no time is set), and from when
    that counts: since the responsible person was told, since the incident began (t0), or by the
    plan's step."""

    unit: str
    due_at: int | None
    since: Literal["told", "t0", "plan"] | None
    turns: list[Turn]


def told_at(state: State, site: Site, incident: Incident) -> int | None:
    """Returns when the first responsible person was told of the incident (UTC epoch ms); None if no
    fact says so.

    They were told when a notice of it reached them, when they acknowledged or answered something of
    it, or when they took command.
    """
    people = site.responsible_people
    heard: list[int | None] = []
    if incident.commander in people:
        heard.append(incident.commander_since)
    known_to = state.in_hand.filed_of(incident.id).known_to
    for person in people & known_to.keys():
        for directive in known_to[person].values():
            if directive.acknowledged_by == person:
                heard.append(directive.acknowledged_at)
            for notice in directive.notices.values():
                if notice.person == person:
                    heard += [notice.delivered_at, notice.read_at]
    for request in incident.requests.values():
        if request.person in people:
            heard.append(request.answered_at if request.state in ("granted", "denied") else None)
        for notice in request.notices.values():
            if notice.person in people:
                heard += [notice.delivered_at, notice.read_at]
    return min((at for at in heard if at is not None), default=None)


def calls_due(state: State, site: Site, incident: Incident) -> list[CallDue]:
    """Returns the deadlines of the calls: for the units that the incident's plan names, then for
    any other unit that was called."""
    plan = incident.plan_in(site)
    planned: dict[str, int] = {}
    for step in plan.steps if plan is not None else ():
        for unit in step.calls:
            at = incident.t0 + step.at_s * 1000
            planned[unit] = min(at, planned.get(unit, at))
    told = told_at(state, site, incident)
    units = dict.fromkeys([*planned, *incident.calls])
    return [
        _due(site.outside_by_id.get(unit), unit, incident, told, planned.get(unit))
        for unit in units
    ]


def _due(
    known: Outside | None, unit: str, incident: Incident, told: int | None, planned: int | None
) -> CallDue:
    limit = known.call_within_s if known is not None else None
    if limit is not None and told is not None:
        return _told(unit, incident, told + limit * 1000, "told")
    if limit is not None:
        return _told(unit, incident, incident.t0 + limit * 1000, "t0")
    return _told(unit, incident, planned, "plan" if planned is not None else None)


def _told(
    unit: str, incident: Incident, due_at: int | None, since: Literal["told", "t0", "plan"] | None
) -> CallDue:
    turns = _turns(incident.calls.get(unit), due_at)
    return CallDue(unit=unit, due_at=due_at, since=since, turns=turns)


def _turns(call: Call | None, due_at: int | None) -> list[Turn]:
    if call is not None:
        if call.answered_at is not None:
            return [(ALWAYS, "good", "answered")]
        return [(ALWAYS, "note", "called")]
    if due_at is None:
        return [(ALWAYS, "plain", "to_call")]
    return turns_of([(ALWAYS, "plain", "to_call"), (due_at, "urgent", "late")])

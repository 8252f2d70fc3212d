"""Sends a team in one click, as a kit is sent: its leader is ordered to bring it, and everybody of it who
is on site is ordered to come.

Each order is a directive of its own, so that who answers, who is on the way and who arrived is followed
person by person. Whoever comes on site later is sent with the same click: the rest of the team.
Where the plan tells the leader to bring the team, the leader's order gives that step.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.directives.given import Instruction, draft_directive
from command_center.domain.directives.needs_authority import authority_to_direct
from command_center.domain.directives.plan_progress import plan_progress
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PlaceId
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.resources.kit_place import team_goes_to
from command_center.domain.resources.kit_use import draft_need
from command_center.domain.site.model import Category, Site, Step, Team, Urgency
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive, DirectiveState
from command_center.domain.state.incidents.incident import Incident, SentTeam
from command_center.domain.state.reports import ResponderStatus
from command_center.domain.text import Text

Stand = Literal["told", "answered", "under_way", "arrived", "released", "refused", "ended"]
"""How far somebody of a sent team has got: by their directive, and by their own or the radio's word since."""
SAID: dict[ResponderStatus, Stand] = {
    "en_route": "under_way", "staged": "arrived", "on_scene": "arrived", "released": "released",
}  # fmt: skip
OF_ORDER: dict[DirectiveState, Stand] = {
    "issued": "told", "acknowledged": "answered", "in_progress": "answered", "done": "arrived",
    "verified": "arrived", "refused": "refused",
}  # fmt: skip


class SendTeam(NameIncident):
    """Send a team to a place: by default where the plan sends it, else to the
    incident or the staging point. Those of
    it who are off site are ordered too with `off_site`; their phones ring."""

    team: str = Field(max_length=40)
    place: PlaceId | None = None
    off_site: bool = False


class TeamSent(TypedDict):
    """A team, or the rest of it, was sent to a place. `orders` are the directives that were issued with
    it, by person."""

    team: str
    place: str
    orders: dict[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team. `at` is their post if they lead it, else they themselves: whom the order names."""

    person: str
    at: str


@decides("resource.send_team", SendTeam, [Role.COMMANDER])
def send(state: State, command: SendTeam, ctx: Context) -> Decision:
    """Orders a team to a place. Refused where nobody of it can be ordered now, and without authority to
    mobilise it."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    team = ctx.site.team_by_id.get(command.team)
    if team is None:
        return Refusal("unknown_team", {"team": command.team})
    place = command.place or team_goes_to(ctx.site, incident, team.id, ctx.air_now())
    if place not in ctx.site.places:
        return Refusal("unknown_place", {"place": place})
    refusal = not_in_command(incident, ctx) or authority_to_direct(
        state, ctx, incident, team.lead, team.id, free=False
    )
    if refusal:
        return refusal
    sent = [
        one
        for one in not_ordered(state, incident, team)
        if (command.off_site or one.person in state.roster.on_site)
        and one.person != ctx.actor.person
    ]
    if not sent:
        if _ordered(state, incident, team):
            return Refusal("team_sent", {"team": team.name})
        return Refusal("team_not_here", {"team": team.name})
    at, orders, said = ctx.when(command), dict[str, str](), list[Draft]()
    step = _step_of(state, ctx.site, incident, team) if sent[0].at == team.lead else None
    for one in sent:
        told = _instruction(state, ctx.site, team, one, place, leads=not said)
        if step is not None and not said:
            told = _gives(told, step, incident)
        said.append(draft_directive(state, ctx, incident, told, at, ahead=len(said)))
        orders[one.person] = said[-1].data["id"]
    needed = draft_need(incident, step.kit) if step is not None and step.kit else None
    data = TeamSent(team=team.id, place=place, orders=orders)
    out = Draft("resource.team_sent", data, incident.id, caused_by=incident.opened_seq)
    return [*said, *([needed] if needed else []), out]


def not_ordered(state: State, incident: Incident, team: Team) -> Iterator[Member]:
    """Yields those of a team who have no open order to come with it, its leader first."""
    ordered = _ordered(state, incident, team)
    for one in members_of(state, team):
        order = state.directives.get(ordered.get(one.person, ""))
        if order is None or not (order.open or order.state == "verified"):
            yield one


def members_of(state: State, team: Team) -> list[Member]:
    """Returns who is of a team now: whoever holds its leading post, then its members."""
    lead = state.roster.holders.get(team.lead)
    first = [] if lead is None else [Member(lead, team.lead)]
    return first + [Member(one, one) for one in team.members if one != lead]


def stand_of(state: State, order: Directive) -> Stand:
    """Returns how far somebody with this order has got. The newer word counts: what they said of
    themselves since the order, or what became of the order."""
    known = state.responders.get(order.to_person or "")
    by_order = OF_ORDER.get(order.state, "ended")
    if by_order in ("refused", "ended", "arrived") or known is None or known.at < order.issued_at:
        return by_order
    return SAID[known.status]


def _ordered(state: State, incident: Incident, team: Team) -> dict[str, str]:
    sent = incident.teams.get(team.id)
    return sent.orders if sent is not None else {}


def _instruction(
    state: State, site: Site, team: Team, one: Member, place: str, *, leads: bool
) -> Instruction:
    """Returns the order to one of the team. The first one carries that it mobilises the team."""
    there = site.places[place][0]
    lead = state.roster.holders.get(team.lead)
    if one.at == team.lead:
        text = Words(
            zh=f"带领{team.name.zh}前往{there.zh}", en=f"Bring {team.name.en} to {there.en}"
        )
    else:
        text = _to_come(team.name, there, site.person_by_id[lead].name if lead else None)
    return Instruction(
        to=one.at,
        text=text,
        urgency=Urgency.URGENT,
        category=Category.SOURCE,
        place=place,
        mobilises=team.id if leads else None,
    )


def _step_of(state: State, site: Site, incident: Incident, team: Team) -> Step | None:
    """Returns the step by which the incident's plan tells the leader to bring the team, while it is still
    to be given and waits for nothing. A step that also clears an area is given by itself."""
    plan, progress = incident.plan_in(site), plan_progress(state, site, incident)
    if plan is None or progress is None:
        return None
    return next(
        (
            one
            for one in plan.steps
            if (one.mobilises, one.post) == (team.id, team.lead)
            and not one.evacuates
            and one.id not in progress["given"]
            and one.id not in progress["waits"]
        ),
        None,
    )


def _gives(told: Instruction, step: Step, incident: Incident) -> Instruction:
    """Returns the leader's order as the one that gives the step: with the plan's words where the team goes
    where the plan says, and with its time, kit and urgency."""
    as_planned = step.place in (None, told.place)
    words = Words(zh=step.text.zh, en=step.text.en) if as_planned else told.text
    return replace(
        told,
        text=words,
        urgency=step.urgency,
        category=step.category,
        step=step.id,
        kit=step.kit,
        acts_on=step.acts_on,
        due_at=incident.t0 + step.due_s * 1000,
    )


def _to_come(team: Text, there: Text, lead: Text | None) -> Words:
    zh, en = f"随{team.zh}前往{there.zh}", f"Go to {there.en} with {team.en}"
    return Words(zh=zh, en=en) if lead is None else Words(
        zh=f"{zh}，由{lead.zh}带队", en=f"{en}, led by {lead.en}"
    )  # fmt: skip


@applies("resource.team_sent", TeamSent, readers=EVERYBODY)
def team_sent(state: State, fact: Fact) -> None:
    """Applies the fact: the team is out; the newest place is where it goes."""
    teams = state.incidents[fact.incident or ""].teams
    before = teams.get(fact.data["team"])
    orders = (before.orders if before is not None else {}) | fact.data["orders"]
    teams[fact.data["team"]] = SentTeam(fact.data["place"], orders)

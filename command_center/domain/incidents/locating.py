"""Locating the source: the first gas alarm names only an area, and the leaking tank is found later."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import TankId
from command_center.domain.incidents.naming import title_of
from command_center.domain.incidents.source import loses, loss_alarm
from command_center.domain.open_incident import open_incident
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.incidents.source import Source


class LocateSource(Command):
    """Name the tank that is the source of an incident."""

    incident: str = Field(max_length=40)
    tank: TankId


class SourceLocated(TypedDict):
    """The tank that is the incident's source was named.

    `leaking`: the plant's own balance was measuring a loss of it at that moment. `alarm` is the id
    of its net-loss alarm, which belongs to this incident from now on. `left` is that of the tank
    named before, which belongs to it no more. `title` is the incident's new title; a title that was
    typed in stays as it is.
    """

    tank: str
    leaking: bool
    alarm: str
    left: str | None
    title: Words


@decides("source.locate", LocateSource, [Role.COMMANDER, Role.CONTROLLER])
def locate(state: State, command: LocateSource, ctx: Context) -> Decision:
    """Names the tank that is the source. Only the commander or whoever keeps the log may do so,
    because the hot zone moves with it. A tank can be the source of only one open incident.
    Naming it again records nothing."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    site = ctx.site
    tank = site.tank_by_id.get(command.tank)
    if tank is None:
        return Refusal("unknown_tank", {"tank": command.tank})
    for other in state.open_incidents.values():
        if other is not incident and tank.id in (other.source.tank, other.place):
            where = site.places[tank.id][0]
            return Refusal("incident_open_there", {"incident": other.id, "place": where})
    if incident.source.tank == tank.id:
        return []
    plan = incident.plan_in(site)
    known = incident.place in site.places
    named = not known or incident.title != title_of(site, None, plan, incident.place)
    before = site.tank_by_id.get(incident.source.tank or "")
    data = SourceLocated(
        tank=tank.id,
        leaking=loses(state, tank),
        alarm=loss_alarm(tank),
        left=loss_alarm(before) if before else None,
        title=incident.title if named else title_of(site, None, plan, tank.id),
    )
    return [Draft("source.located", data, incident.id, caused_by=incident.opened_seq)]


@applies("source.located", SourceLocated, readers=EVERYBODY)
def located(state: State, fact: Fact) -> None:
    """Applies the fact: the incident is at its source tank. Reports from before any tank was known
    count for this tank; reports and measurements of another tank are dropped. A late entry does
    not undo a newer one."""
    incident = state.incidents[fact.incident or ""]
    if fact.at < (incident.source.located_at or 0):
        return
    d = fact.data
    if incident.source.tank is not None:
        incident.source = Source()
    left = state.alarms.get(d["left"] or "")
    if left is not None and left.incident == incident.id:
        left.incident = None
    incident.place, incident.title, incident.source.tank = d["tank"], d["title"], d["tank"]
    incident.source.located_at = fact.at
    alarm = state.alarms.get(d["alarm"])
    if d["leaking"]:
        since = alarm.raised_at if alarm is not None else fact.at
        incident.source.confirmed, incident.source.confirmed_at = "leaking", since
    if alarm is not None and alarm.state != "NORM" and alarm.incident not in state.open_incidents:
        alarm.incident = incident.id

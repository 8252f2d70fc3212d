"""Opens an incident on an alarm, on a report, or by hand. Its clock (t0) starts with the first of
them."""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.alarms.standing import GRAVE, order_of
from command_center.domain.alarms.unanswered import BURST_MS, unit_of
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import LevelId, PlaceId, PlanId
from command_center.domain.incidents.in_command import commanding_post
from command_center.domain.incidents.naming import title_of
from command_center.domain.incidents.source import loses
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_unit, tank_of
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.source import Source


class OpenIncident(Command):
    """Open an incident by a plan or with a typed title.

    `hazard` is what has happened, where no plan says it. The earlier of `alarm` and `report` (a
    fact's seq) starts its clock; so does an alarm of the same unit shortly before the named one.
    Without either it starts now.
    """

    title: str | None = Field(default=None, min_length=2, max_length=120)
    plan: PlanId | None = None
    hazard: Hazard | None = None
    place: PlaceId
    level: LevelId | None = None
    alarm: str | None = Field(default=None, max_length=60)
    report: FactNumber | None = None


class IncidentOpened(TypedDict):
    """An incident was opened. `t0` is its first alarm or report (UTC epoch ms).

    `alarm` is the one it was opened on, `first_alarm` an earlier one of the same unit and burst. `report` is the one
    it was opened on too, where an alarm came before it.
    `leaking`: the plant's own balance was measuring a loss of the tank at that moment. `hazard` is
    what has happened, if it was stated. `site_version` is the stored description of the plant under
    which it runs (None: none was stored; absent: opened before versions were recorded).
    """

    id: str
    title: Words
    plan: str | None
    place: str
    tank: str | None
    leaking: bool
    level: str
    hot_zone_m: float
    t0: int
    t0_by: str
    t0_seq: int | None
    alarm: str | None
    commander: str | None
    commander_post: str | None
    commander_kind: str | None
    first_alarm: NotRequired[str]
    report: NotRequired[int]
    site_version: NotRequired[int | None]
    hazard: NotRequired[Hazard]


@decides("incident.open", OpenIncident, [Role.COMMANDER, Role.RESPONDER], begins=True)
def open_(state: State, command: OpenIncident, ctx: Context) -> Decision:
    """Opens an incident at once. A person who opens it from a commanding post commands it until
    command is transferred."""
    site = ctx.site
    if command.place not in site.places:
        return Refusal("unknown_place", {"place": command.place})
    plan = site.plan_by_id.get(command.plan) if command.plan else None
    if command.plan and plan is None:
        return Refusal("unknown_plan", {"plan": command.plan})
    level = command.level or (plan.level if plan else site.levels[-1].id)
    if level not in {known.id for known in site.levels}:
        return Refusal("unknown_level", {"level": level})
    tank = tank_of(site, command.place)
    for other in state.open_incidents.values():
        same = other.place == command.place or (tank and other.source.tank == tank.id)
        # A gas alarm of its area tells of the leak that is known: what else it may be, a person says.
        source = site.tank_by_id.get(other.source.tank or "")
        smells = command.alarm and source is not None and source.area == command.place
        if same or smells:
            where = site.places[other.place if smells else command.place][0]
            return Refusal("incident_open_there", {"incident": other.id, "place": where})
    start = _start(state, command, ctx)
    if isinstance(start, Refusal):
        return start
    t0, t0_by, t0_seq = start
    post = commanding_post(state, ctx, ctx.actor.person)
    commands = ctx.actor.role is Role.COMMANDER and post is not None
    payload = IncidentOpened(
        id=state.name("INC", len(state.incidents) + 1),
        title=title_of(site, command.title, plan, command.place, command.hazard),
        plan=command.plan,
        place=command.place,
        tank=tank.id if tank else None,
        leaking=tank is not None and loses(state, tank),
        level=level,
        hot_zone_m=plan.hot_zone_m if plan else 50.0,
        t0=t0,
        t0_by=t0_by,
        t0_seq=t0_seq,
        alarm=command.alarm,
        commander=ctx.actor.person if commands else None,
        commander_post=post if commands else None,
        commander_kind=ctx.actor.kind.value if commands else None,
        site_version=ctx.site_version,
    )
    if command.hazard is not None:
        payload["hazard"] = command.hazard
    if command.report is not None and command.report != t0_seq:
        payload["report"] = command.report
    if command.alarm is not None:
        first = first_of(state, site, state.alarms[command.alarm])
        if first.id != command.alarm:
            payload["first_alarm"] = first.id
    return [Draft("incident.opened", payload, payload["id"], caused_by=t0_seq)]


def _start(
    state: State, command: OpenIncident, ctx: Context
) -> tuple[int, str, int | None] | Refusal:
    """Returns when the incident began, by what, and by which fact: the earlier of the named report
    and of the first alarm in the burst of the named alarm."""
    begun: list[tuple[int, str, int]] = []
    if command.alarm is not None:
        alarm = state.alarms.get(command.alarm)
        if alarm is None or alarm.state == "NORM":
            return Refusal("alarm_not_standing", {"alarm": command.alarm})
        other = state.incidents.get(alarm.incident or "")
        if other is not None and other.id in state.open_incidents:
            return Refusal("alarm_in_incident", {"alarm": alarm.id, "incident": other.id})
        first = first_of(state, ctx.site, alarm)
        begun.append((first.raised_at, "alarm", first.raised_seq))
    if command.report is not None:
        report = state.reports.get(command.report)
        if report is None:
            return Refusal("unknown_report", {"report": command.report})
        begun.append((report.at, "report", report.seq))
    return min(begun) if begun else (ctx.when(command), "report", None)


def _first_told(state: State, fact: Fact) -> int:
    """Returns the number of the first fact that belongs to the incident, because a report may be
    entered after what followed it."""
    first = min(fact.seq, fact.data["t0_seq"] or fact.seq)
    if fact.drill is None:  # a twin's clock is another than that of the facts around it
        while first > 1 and state.times[first - 2] >= fact.data["t0"]:
            first -= 1
    return first


@applies("incident.opened", IncidentOpened, readers=EVERYBODY)
def incident_opened(state: State, fact: Fact) -> None:
    """Applies the fact: the new incident exists. The alarm that it was opened on and the first of
    its burst belong to it."""
    d = fact.data
    incident = Incident(
        id=d["id"],
        title=d["title"],
        plan=d["plan"],
        place=d["place"],
        level=d["level"],
        t0=d["t0"],
        t0_by=d["t0_by"],
        t0_seq=d["t0_seq"],
        opened_on=d["t0_seq"],
        report=d.get("report"),
        opened_at=fact.at,
        opened_seq=fact.seq,
        first_seq=_first_told(state, fact),
        hot_zone_m=d["hot_zone_m"],
        commander=d["commander"],
        commander_post=d["commander_post"],
        commander_kind=d["commander_kind"],
        commander_since=fact.at if d["commander"] else None,
        site_version=d.get("site_version"),
        plant=state.plant.kept(),
        source=Source(tank=d["tank"]),
        hazard=d.get("hazard"),
    )
    if d["leaking"]:
        incident.source.confirmed = "leaking"
        incident.source.confirmed_at = fact.at
    state.incidents[incident.id] = state.open_incidents[incident.id] = incident
    named = (state.alarms.get(d["alarm"] or ""), state.alarms.get(d.get("first_alarm", "")))
    for alarm in (one for one in named if one is not None):
        alarm.incident = incident.id
        if alarm.raised_seq == d["t0_seq"]:
            incident.answered_seq = alarm.acked_seq


def alarm_at(state: State, site: Site, place: str) -> Alarm | None:
    """Returns the gravest serious alarm of a place's unit that stands and belongs to no open incident:
    that with which an incident there would begin; None if there is none."""
    unit = place_unit(site, place)
    standing = (
        one
        for one in state.alarms.values()
        if one.active
        and one.priority in GRAVE
        and one.incident not in state.open_incidents
        and unit_of(site, one) == unit
    )
    return min(standing, key=order_of, default=None)


def first_of(state: State, site: Site, named: Alarm) -> Alarm:
    """Returns the first serious alarm of the same unit that still stands (or returned
    unacknowledged) and was raised before `named`, each at most `BURST_MS` before the next;
    `named` itself if there is none. Alarms of an open incident do not count. The first alarm
    need not be the cause."""
    unit = unit_of(site, named)
    earlier = sorted(
        (
            one
            for one in state.alarms.values()
            if one.state != "NORM"
            and one.priority in GRAVE
            and one.incident not in state.open_incidents
            and unit_of(site, one) == unit
            and (one.raised_at, one.raised_seq) < (named.raised_at, named.raised_seq)
        ),
        key=lambda one: (one.raised_at, one.raised_seq),
        reverse=True,
    )
    first = named
    for one in earlier:
        if first.raised_at - one.raised_at > BURST_MS:
            break
        first = one
    return first

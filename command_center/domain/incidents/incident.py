"""An incident: opened on an alarm or a report, levelled, and closed only when nothing is missing."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.closing import missing_to_close
from command_center.domain.incidents.measurement import Measurements
from command_center.domain.incidents.outside import Call
from command_center.domain.incidents.source import Source
from command_center.domain.payload import Words
from command_center.domain.people.entry import Entry
from command_center.domain.people.headcount import Headcount
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.resources.kit_use import KitUse
from command_center.domain.standing import open_incident
from command_center.domain.text import Text

if TYPE_CHECKING:
    from command_center.domain.site.model import Plan, Tank
    from command_center.domain.state import State


@dataclass(slots=True)
class Incident:
    """Everything the board holds about one incident. Times are UTC epoch ms.

    `answered_seq` is the acknowledgement of the alarm that started it: what its first directives
    answer.
    """

    id: str
    title: Words
    plan: str | None
    place: str
    level: str
    t0: int
    t0_by: str
    t0_seq: int | None
    opened_at: int
    opened_seq: int
    hot_zone_m: float
    commander: str | None = None
    commander_post: str | None = None
    commander_kind: str | None = None
    offered_to: str | None = None
    offered_seq: int | None = None
    answered_seq: int | None = None
    source: Source = field(default_factory=Source)
    evacuation: Headcount | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    entry: Entry = field(default_factory=Entry)
    measurements: Measurements = field(default_factory=Measurements)
    kits: dict[str, KitUse] = field(default_factory=dict)
    authority_refusals: list[int] = field(default_factory=list)
    closed_at: int | None = None


class OpenIncident(Command):
    """Open an incident by plan or in one's own words.

    `alarm` or `report` (a fact's seq), the earlier of them, starts its clock; without either it
    starts now.
    """

    title: str | None = Field(default=None, min_length=2, max_length=120)
    plan: str | None = Field(default=None, max_length=40)
    place: str = Field(max_length=40)
    level: str | None = Field(default=None, max_length=40)
    alarm: str | None = Field(default=None, max_length=60)
    report: int | None = Field(default=None, ge=1)


class NameIncident(Command):
    """Names an incident."""

    incident: str = Field(max_length=40)


class SetLevel(NameIncident):
    """Raise or lower the level of an incident."""

    level: str = Field(max_length=40)


class IncidentOpened(TypedDict):
    """An incident was opened; `t0` is its first alarm or report.

    `leaking`: the plant's own balance was measuring a loss of the tank at that moment.
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


class IncidentLevelled(TypedDict):
    """The level of an incident changed."""

    level: str
    before: str


class IncidentClosed(TypedDict):
    """An incident was closed with nothing missing."""

    lasted_ms: int


def commanding_post(state: "State", ctx: Context, person: str | None) -> str | None:
    """The post by which a person may command, if they hold one now; the site's first goes first."""
    held = state.roster.posts_of(person)
    return next((p.id for p in ctx.site.posts if p.commands and p.id in held), None)


@decides("incident.open", OpenIncident, [Role.COMMANDER, Role.RESPONDER])
def open_(state: "State", command: OpenIncident, ctx: Context) -> Decision:
    """Open at once; whoever opens it from a commanding post commands until it is transferred."""
    site = ctx.site
    if command.place not in site.places:
        return Refusal("unknown_place", {"place": command.place})
    plan = site.plan_by_id.get(command.plan) if command.plan else None
    if command.plan and plan is None:
        return Refusal("unknown_plan", {"plan": command.plan})
    level = command.level or (plan.level if plan else site.levels[-1].id)
    if level not in {known.id for known in site.levels}:
        return Refusal("unknown_level", {"level": level})
    tank = _tank(ctx, command.place)
    for other in state.incidents.values():
        same = other.place == command.place or (tank and other.source.tank == tank.id)
        if other.closed_at is None and same:
            where = site.places[command.place][0]
            return Refusal("incident_open_there", {"incident": other.id, "place": where})
    start = _start(state, command, ctx)
    if isinstance(start, Refusal):
        return start
    t0, t0_by, t0_seq = start
    post = commanding_post(state, ctx, ctx.actor.person)
    commands = ctx.actor.role is Role.COMMANDER and post is not None
    payload = IncidentOpened(
        id=f"INC-{len(state.incidents) + 1}",
        title=_title(command, plan, site.places[command.place][0]),
        plan=command.plan,
        place=command.place,
        tank=tank.id if tank else None,
        leaking=tank is not None and _loses(state, tank),
        level=level,
        hot_zone_m=plan.hot_zone_m if plan else 50.0,
        t0=t0,
        t0_by=t0_by,
        t0_seq=t0_seq,
        alarm=command.alarm,
        commander=ctx.actor.person if commands else None,
        commander_post=post if commands else None,
        commander_kind=ctx.actor.kind.value if commands else None,
    )
    return [Draft("incident.opened", payload, payload["id"], caused_by=t0_seq)]


def _start(
    state: "State", command: OpenIncident, ctx: Context
) -> tuple[int, str, int | None] | Refusal:
    """When it began, by what, and by which fact: the earlier of the alarm and report it names."""
    begun: list[tuple[int, str, int]] = []
    if command.alarm is not None:
        alarm = state.alarms.get(command.alarm)
        if alarm is None or alarm.state == "NORM":
            return Refusal("alarm_not_standing", {"alarm": command.alarm})
        other = state.incidents.get(alarm.incident or "")
        if other is not None and other.closed_at is None:
            return Refusal("alarm_in_incident", {"alarm": alarm.id, "incident": other.id})
        begun.append((alarm.raised_at, "alarm", alarm.raised_seq))
    if command.report is not None:
        report = state.reports.get(command.report)
        if report is None:
            return Refusal("unknown_report", {"report": command.report})
        begun.append((report.at, "report", report.seq))
    return min(begun) if begun else (ctx.when(command), "report", None)


def _tank(ctx: Context, place: str) -> "Tank | None":
    """The tank whose content is at stake: the place itself, or what its valve or pump hangs on."""
    site = ctx.site
    valve, pump = site.valve_by_id.get(place), site.pump_by_id.get(place)
    named = (valve and valve.isolates) or (pump and pump.draws) or place
    return site.tank_by_id.get(named)


def _loses(state: "State", tank: "Tank") -> bool:
    alarm = state.alarms.get(f"{tank.level}:NETLOSS")
    return alarm is not None and alarm.active


def _title(command: OpenIncident, plan: "Plan | None", place: Text) -> Words:
    if command.title:
        return Words(zh=command.title, en=command.title)
    if plan:
        hazard = plan.hazard
        return Words(zh=f"{hazard.zh} · {place.zh}", en=f"{hazard.en} · {place.en}")
    return Words(zh=place.zh, en=place.en)


@decides("incident.level", SetLevel, [Role.COMMANDER])
def set_level(state: "State", command: SetLevel, ctx: Context) -> Decision:
    """Only who commands sets it (authority depends on it), and only to one of the site's list."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    if command.level not in {known.id for known in ctx.site.levels}:
        return Refusal("unknown_level", {"level": command.level})
    if command.level == incident.level:
        return Refusal("level_unchanged", {"level": command.level})
    data = IncidentLevelled(level=command.level, before=incident.level)
    return [Draft("incident.levelled", data, incident.id, caused_by=incident.opened_seq)]


@decides("incident.close", NameIncident, [Role.COMMANDER])
def close(state: "State", command: NameIncident, ctx: Context) -> Decision:
    """Close when nothing is missing; otherwise name each thing that is.

    What is missing is judged now, so it closes now, whatever time is stated.
    """
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    missing = missing_to_close(state, incident)
    if missing:
        named = [Phrase(f"missing.{m['code']}", {"count": m["count"]}) for m in missing]
        return Refusal("close_missing", {"missing": named})
    data = IncidentClosed(lasted_ms=ctx.now - incident.t0)
    return [Draft("incident.closed", data, incident.id, incident.opened_seq, at=ctx.now)]


def not_in_command(incident: Incident, ctx: Context) -> Refusal | None:
    """Unity of command: only who commands the incident gives its orders.

    A virtual commander and the person whose post it plays are two: once a human has taken
    command, the virtual one has it no longer.
    """
    if incident.commander is None:
        return Refusal("nobody_commands", {"incident": incident.id})
    same_hand = (ctx.actor.kind is ActorKind.VIRTUAL) == (
        incident.commander_kind == ActorKind.VIRTUAL
    )
    if incident.commander == ctx.actor.person and same_hand:
        return None
    person = ctx.site.person_by_id.get(incident.commander)
    return Refusal("not_in_command", {"name": person.name if person else incident.commander})


@applies("incident.opened", IncidentOpened)
def opened(state: "State", fact: Fact) -> None:
    """A new incident; the alarm that started it belongs to it from now on."""
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
        opened_at=fact.at,
        opened_seq=fact.seq,
        hot_zone_m=d["hot_zone_m"],
        commander=d["commander"],
        commander_post=d["commander_post"],
        commander_kind=d["commander_kind"],
        source=Source(tank=d["tank"]),
    )
    if d["leaking"]:
        incident.source.confirmed = "leaking"
        incident.source.confirmed_at = fact.at
    state.incidents[incident.id] = incident
    alarm = state.alarms.get(d["alarm"] or "")
    if alarm is not None:
        alarm.incident = incident.id
        if alarm.raised_seq == d["t0_seq"]:
            incident.answered_seq = alarm.acked_seq


@applies("incident.levelled", IncidentLevelled)
def levelled(state: "State", fact: Fact) -> None:
    """The level shown from now on."""
    state.incidents[fact.incident or ""].level = fact.data["level"]


@applies("incident.closed", IncidentClosed)
def closed(state: "State", fact: Fact) -> None:
    """Closed; the review begins elsewhere."""
    state.incidents[fact.incident or ""].closed_at = fact.at

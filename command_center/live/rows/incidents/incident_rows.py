"""Rows of topic `incident`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.directives.plan_progress import PlanProgress, plan_progress
from command_center.domain.fact import Fact
from command_center.domain.incidents.authorities.call_deadline import CallDue, calls_due
from command_center.domain.incidents.closing import (
    GAS_APART_MS,
    Missing,
    alarms_left,
    missing_to_close,
    stands_at,
)
from command_center.domain.incidents.measuring.clear_air import counting_air
from command_center.domain.incidents.measuring.detectors import detectors_in_alarm, is_gas
from command_center.domain.incidents.source import loss_alarm
from command_center.domain.incidents.wall.answers import Answers, answers_of
from command_center.domain.incidents.wall.on_board import on_board
from command_center.domain.incidents.withdrawing import missing_to_withdraw, withdrawn_turns
from command_center.domain.payload import Words
from command_center.domain.people.entry_verdict import entry_verdict, first_out, inside_turns
from command_center.domain.people.evacuation_proposal import areas_in_hot_zone
from command_center.domain.people.wardens import wardens_of
from command_center.domain.presence import TO_FIND, WITHIN, Stand, lost, stands
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.kit_place import kit_places
from command_center.domain.resources.outside_bringing import yet_to_bring
from command_center.domain.resources.short import KitLack, worst_lack
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.call import Call
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.measurements import Place
from command_center.domain.state.incidents.source import SourceState
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.directives.directive_rows import AGAINST
from command_center.live.rows.incidents.authority_rows import Authority, authority_of
from command_center.live.rows.incidents.official_rows import is_beside_it
from command_center.live.rows.kind import EVERY, RowKind, Seen
from command_center.live.rows.leaving import left_behind
from command_center.live.rows.parts import Remark, person_name


class Commander(TypedDict):
    """The commander, their post, and the kind of actor."""

    person: str
    name: Words | None
    post: str | None
    kind: str | None


class Transfer(TypedDict):
    """The person to whom command is offered."""

    to_person: str
    to_name: Words | None


class WithdrawnSeen(TypedDict):
    """The incident was opened in error; `same_as` is the open incident that is the same event. The command page shows
    this until the last of its `turns`.
    """

    at: int
    by: str
    reason: Remark
    same_as: str | None
    seq: int
    turns: list[Turn]


class ReportedSource(TypedDict):
    """The latest report by a person about the source."""

    state: SourceState
    at: int | None
    by: str | None


class ConfirmedSource(TypedDict):
    """The latest confirmation of the source's state by the plant's measurements."""

    state: SourceState
    at: int | None


class SourceSeen(TypedDict):
    """The source's state in two separate statements: reported by a person, confirmed by the plant."""

    tank: str | None
    reported: ReportedSource | None
    confirmed: ConfirmedSource | None
    isolated: bool
    contradicted: bool


class AreaSeen(TypedDict):
    """An area under evacuation: its wardens on site, and how many of its people are not accounted for."""

    area: str
    wardens: list[str]
    open: int


class Evacuation(TypedDict):
    """The headcount: each person of `denominator` is counted once (domain/presence.py), and the six numbers add up to
    it. `lost_within` lists those on air or inside who were declared missing, if any. `musters` says to which muster
    point each area was ordered.
    """

    zones: list[str]
    musters: dict[str, str]
    ordered_at: int
    denominator: int
    on_air: int
    inside: int
    checked_in: int
    assigned: int
    not_accounted: int
    missing: int
    lost_within: NotRequired[int]
    areas: list[AreaSeen]


class CallSeen(TypedDict):
    """The call to an outside unit."""

    called_at: int
    by: str
    seq: int
    answered_at: int | None
    reference: str | None
    arrived_at: int | None


class Entrant(TypedDict):
    """A person in the hot zone who must turn back at `turn_back_at`, which `turns` lead up to."""

    person: str
    name: Words | None
    pressure_mpa: float
    at: int
    turn_back_at: int
    at_work: str | None
    checked_by: str | None
    turns: list[Turn]


# `in` is no name of a class attribute: the entry board is declared by its fields.
EntryBoard = TypedDict(
    "EntryBoard",
    {
        "in": list[Entrant],
        "ready": list[str],
        "checked_by": dict[str, str],
        "needed": int,
        "lacking": int,
        "alone": list[str],
        "gas": list[Turn],
        "turns": list[Turn],
    },
)
EntryBoard.__doc__ = """The entry board: who is inside, who is checked and ready, and by whom. `needed` people are
suited before a pair goes in, `lacking` of the two standing by while somebody is inside; each of `alone` would
go in with fewer than two standing by. `gas` says how the air stands for whoever would go in: measured,
unmeasured, explosive. Whoever must turn back first is at the head of those inside; `turns` say how
the board as a whole stands: nobody, ready, inside, lacking (of those standing by), soon (to turn back), overdue."""


class KitSeen(TypedDict):
    """When the incident first needed a kit, and when somebody first drew it."""

    needed_at: int | None
    drawn_at: int | None


class IncidentRow(TypedDict):
    """An incident. Times are UTC epoch ms. `outside` is by unit, `kits` by kit, `gas` by place; `gas_detectors` are
    those in alarm; `calls` are the units to call, in order; `kit_places` says where each kit goes; `to_bring` are
    called units whose equipment has not arrived; `short` is the stock line with the greatest shortage among the kits
    that the incident needs; `answers` gives the status of the wall's questions, `progress` how much of its plan was
    issued; `to_evacuate` proposes areas in its hot zone that nobody has ordered to evacuate; `alarms_left` are the
    alarms that still stand at it; these, `missing_to_close` and `missing_to_withdraw` are empty once it is over.
    """

    id: str
    title: Words
    plan: str | None
    place: str
    level: str
    status: Literal["open", "closed", "withdrawn"]
    t0: int
    t0_by: Literal["alarm", "report", "opening"]
    site_version: int | None
    opened_at: int
    closed_at: int | None
    withdrawn: WithdrawnSeen | None
    commander: Commander | None
    transfer: Transfer | None
    hot_zone_m: float
    source: SourceSeen
    evacuation: Evacuation | None
    to_evacuate: list[str]
    outside: dict[str, CallSeen]
    calls: list[CallDue]
    entry: EntryBoard
    gas: list[Place]
    gas_detectors: list[str]
    gas_clear_since: int | None
    outfall_sampled_at: int | None
    kits: dict[str, KitSeen]
    kit_places: dict[str, str]
    to_bring: list[str]
    short: KitLack | None
    answers: Answers
    progress: PlanProgress | None
    authority_refused: int
    authority: Authority
    missing_to_close: list[Missing]
    alarms_left: list[str]
    missing_to_withdraw: list[Missing]


INCIDENT = RowKind("incident", "", IncidentRow, readers=EVERYBODY)


@INCIDENT.moved_by(
    "authority.*", "directive.*", "entry.*", "evacuation.*", "gas.*", "incident.*", "kit.*",
    "model.*", "outfall.*", "outside.*", "plant.confirmed", "plant.overflowed",
    "plant.overflow_ceased", "report.*", "resource.*", "source.*", EVERY,
)  # fmt: skip
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the incident to which the fact belongs, unless the row cannot show that fact."""
    return () if fact.incident is None or is_beside_it(fact, seen) else (fact.incident,)


@INCIDENT.moved_by(
    "clock.stepped",
    "contact.*",
    "paging.set",
    "shift.*",
    "entry.*",
    "matter.entered",
    "matter.left",
    "matter.moved",
    "resource.*",
    "kit.drawn",
    "custody.tried",
    "person.sos",
    "person.sos_answered",
    "person.sos_ended",
)
def all_that_are_open(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all open incidents. Wardens change with the shift. A person who enters for one incident is standby for
    none and counts as on air in every headcount, as people under a permit count as inside. Resources taken by one
    incident are lacking for the others.
    """
    return seen.state.open_incidents


@INCIDENT.moved_by("authority.delegated", "authority.revoked", "authority.delegation_ended")
def under_its_authority(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return every open incident: its commander may gain or lose delegated authority."""
    return seen.state.open_incidents


@INCIDENT.moved_by("alarm.*", "incident.opened", "source.located")
def confirmed_by_alarm(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the open incidents at which the alarm stands, or for whose source, air or power it is the plant's own
    evidence."""
    alarm = fact.data["alarm"]
    known = seen.state.alarms.get(alarm or "")
    if known is not None and (is_gas(seen.site, known.tag) or known.condition == "STALE"):
        yield from seen.state.open_incidents
    for incident in seen.state.open_incidents.values():
        tank = seen.site.tank_by_id.get(incident.source.tank or "")
        evidence = alarm and tank is not None and loss_alarm(tank) == alarm
        if evidence or (known is not None and stands_at(seen.state, seen.site, incident, known)):
            yield incident.id


@INCIDENT.moved_by(*AGAINST)
def of_disputed(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the open incidents with a directive reported as done."""
    for incident in seen.state.open_incidents:
        if any(one.state == "done" for one in seen.state.in_hand.of_incident(incident)):
            yield incident


@INCIDENT.moved_by("incident.closed", "incident.withdrawn")
def of_the_ended(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the incident that leaves the board now, and the one that proved to be the same event."""
    if (before := left_behind(seen.state, fact)) is not None:
        yield before
    withdrawn = seen.state.incidents[fact.incident or ""].withdrawn
    if withdrawn is not None and withdrawn.same_as is not None:
        yield withdrawn.same_as


@INCIDENT.listed
def every_incident(seen: Seen) -> Iterable[str]:
    """The keys of all incidents."""
    return seen.state.incidents


@INCIDENT.made
def incident_row(seen: Seen, key: str) -> IncidentRow | None:
    """Return one incident's row, as the strip, the four cells and the command page read it."""
    state, site = seen.state, seen.site
    found = state.incidents.get(key)
    if found is None or not on_board(state, key):
        return None
    over = found.over_at is not None
    calls = calls_due(state, site, found)
    due = {one["unit"]: one["due_at"] for one in calls}
    progress = plan_progress(state, site, found)
    air = counting_air(state, site, found)
    return {
        "id": found.id,
        "title": found.title,
        "plan": found.plan,
        "place": found.place,
        "level": found.level,
        "status": "withdrawn" if found.withdrawn else "closed" if over else "open",
        "t0": found.t0,
        "t0_by": found.begun_by,
        "site_version": found.site_version,
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
        "withdrawn": _withdrawn(found),
        "commander": _commander(found, site),
        "transfer": _transfer(found, site),
        "hot_zone_m": found.hot_zone_m,
        "source": _source(found),
        "evacuation": _evacuation(state, site, found),
        "to_evacuate": [] if over else areas_in_hot_zone(state, site, found),
        "outside": {unit: _call(call) for unit, call in found.calls.items()},
        "calls": calls,
        "entry": _entry(state, found, site),
        "gas": found.measurements.by_place(GAS_APART_MS, air),
        "gas_detectors": [] if over else detectors_in_alarm(state, site, found),
        "gas_clear_since": next(iter(found.measurements.gas_below(air)), None),
        "outfall_sampled_at": found.measurements.outfall_at,
        "kits": {
            kit: {"needed_at": use.needed_at, "drawn_at": use.drawn_at}
            for kit, use in found.kits.items()
        },
        "kit_places": kit_places(site, found),
        "to_bring": [] if over else yet_to_bring(state, site, found),
        "short": None if over else worst_lack(state, site, found),
        "answers": answers_of(state, site, found, due, progress),
        "progress": progress,
        "authority_refused": len(found.authority_refusals),
        "authority": authority_of(state, site, found),
        "missing_to_close": [] if over else missing_to_close(state, site, found),
        "alarms_left": [] if over else alarms_left(state, site, found),
        "missing_to_withdraw": [] if over else missing_to_withdraw(state, site, found),
    }


def _call(call: Call) -> CallSeen:
    return {
        "called_at": call.called_at,
        "by": call.by,
        "seq": call.seq,
        "answered_at": call.answered_at,
        "reference": call.reference,
        "arrived_at": call.arrived_at,
    }


def _withdrawn(found: Incident) -> WithdrawnSeen | None:
    if found.withdrawn is None:
        return None
    row = found.withdrawn.as_row() | {"turns": withdrawn_turns(found.withdrawn)}
    return cast(WithdrawnSeen, row)


def _commander(found: Incident, site: Site) -> Commander | None:
    if found.commander is None:
        return None
    return {
        "person": found.commander,
        "name": person_name(site, found.commander),
        "post": found.commander_post,
        "kind": found.commander_kind,
    }


def _transfer(found: Incident, site: Site) -> Transfer | None:
    if found.offered_to is None:
        return None
    name = person_name(site, found.offered_to)
    return {"to_person": found.offered_to, "to_name": name}


def _source(found: Incident) -> SourceSeen:
    source = found.source
    return {
        "tank": source.tank,
        "reported": {
            "state": source.reported,
            "at": source.reported_at,
            "by": source.reported_by,
        }
        if source.reported
        else None,
        "confirmed": {"state": source.confirmed, "at": source.confirmed_at}
        if source.confirmed
        else None,
        "isolated": source.isolated,
        "contradicted": source.contradicted,
    }


def _evacuation(state: State, site: Site, incident: Incident) -> Evacuation | None:
    headcount = incident.evacuation
    if headcount is None:
        return None
    standing = stands(state, incident)
    found = Counter(standing.values())
    areas = [site.area_by_id[zone] for zone in headcount.zones if zone in site.area_by_id]
    within = sum(standing[person] in WITHIN for person in lost(incident))
    seen: Evacuation = {
        "zones": headcount.zones,
        "musters": {zone: way["muster"] for zone, way in headcount.ways.items()},
        "ordered_at": headcount.ordered_at,
        "denominator": len(headcount.accounts),
        "on_air": found["on_air"],
        "inside": found["inside"],
        "checked_in": found["checked_in"],
        "assigned": found["assigned"],
        "not_accounted": found["not_accounted"],
        "missing": found["missing"],
        "areas": [
            {
                "area": area.id,
                "wardens": wardens_of(state, site, area),
                "open": _open_of(site, standing, area.id),
            }
            for area in areas
        ],
    }
    if within:
        seen["lost_within"] = within
    return seen


def _open_of(site: Site, standing: Mapping[str, Stand], area: str) -> int:
    """How many of an area's own people are not accounted for."""
    return sum(
        stand in TO_FIND and site.person_by_id[person].home == area
        for person, stand in standing.items()
        if person in site.person_by_id
    )


def _entry(state: State, found: Incident, site: Site) -> EntryBoard:
    inside: list[Entrant] = [
        {
            "person": one.person,
            "name": person_name(site, one.person),
            "pressure_mpa": one.pressure_mpa,
            "at": one.since,
            "turn_back_at": one.turn_back_at,
            "at_work": one.at_work,
            "checked_by": found.entry.checked_by.get(one.person),
            "turns": inside_turns(one),
        }
        for one in first_out(found.entry)
    ]
    ready, checked_by = found.entry.ready, found.entry.checked_by
    verdict = entry_verdict(state, site, found)
    return {"in": inside, "ready": ready, "checked_by": checked_by, **verdict}

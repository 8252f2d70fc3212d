"""Raises, returns and acknowledges alarms after ISA-18.2 / IEC 62682. The process state, the
acknowledgement and the shelving of an alarm are three separate fields.

This board mirrors the control system: acknowledging here acknowledges nothing there.
"""

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.notifications.paged import PagedTo, on_duty, pages_alarm
from command_center.domain.quantities import Derived
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, EpochMs, applies, decides
from command_center.domain.site.model import Priority
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import CHATTER_COUNT, Alarm, Condition

AlarmId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+:[A-Z]+$", max_length=60)]

MOST_AT_ONCE = 500
"""Alarms of one acknowledgement (ours): more than a burst of a large plant has."""
HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class RaiseAlarm(Command):
    """Raise an alarm: a condition of a tag has held for its delay."""

    tag: str = Field(max_length=40)
    condition: Condition
    priority: Priority
    onset: EpochMs
    value: Derived
    limit: Derived | None = None


class NameAlarm(Command):
    """Names one alarm by its id (`TAG:CONDITION`)."""

    alarm: AlarmId


class NameAlarms(Command):
    """Names several alarms by their ids: those that the person has on the screen. An alarm that is
    raised meanwhile is therefore not included."""

    alarms: list[AlarmId] = Field(min_length=1, max_length=MOST_AT_ONCE)


class AlarmRaised(TypedDict):
    """An alarm became active. `onset` is when its condition began to hold (UTC epoch ms). `paged`
    lists who is to be told of an emergency; it is absent where nobody is told, and in older
    facts."""

    alarm: str
    tag: str
    condition: str
    priority: str
    onset: int
    value: float
    limit: float | None
    paged: NotRequired[list[PagedTo]]


class AlarmNamed(TypedDict):
    """Names the alarm that the fact is about."""

    alarm: str


@decides("alarm.raise", RaiseAlarm, [Role.DUTY])
def raise_alarm(state: State, command: RaiseAlarm, ctx: Context) -> Decision:
    """Raises an alarm. An alarm that is already active is not raised again."""
    alarm = state.alarms.get(f"{command.tag}:{command.condition}")
    if alarm and alarm.active:
        return []
    payload = AlarmRaised(
        alarm=f"{command.tag}:{command.condition}",
        tag=command.tag,
        condition=command.condition,
        priority=command.priority.value,
        onset=command.onset,
        value=command.value,
        limit=command.limit,
    )
    aside = alarm is not None and _stays_out(alarm, command.priority)
    if not aside and pages_alarm(state, payload["alarm"], command.priority, ctx.now):
        payload["paged"] = on_duty(state, ctx.site, command.tag)
    return [Draft("alarm.raised", payload)]


@decides("alarm.return", NameAlarm, [Role.DUTY])
def return_alarm(state: State, command: NameAlarm, ctx: Context) -> Decision:
    """Records that the condition of an alarm no longer holds. An unacknowledged alarm stays on the
    list as RTNUN (ISA-18.2)."""
    alarm = state.alarms.get(command.alarm)
    if alarm is None or not alarm.active:
        return []
    data = AlarmNamed(alarm=command.alarm)
    return [Draft("alarm.returned", data, alarm.incident, caused_by=alarm.raised_seq)]


@decides("alarm.ack", NameAlarm, HANDS)
def acknowledge(state: State, command: NameAlarm, ctx: Context) -> Decision:
    """Acknowledges an alarm for a person. It silences nothing in the control system."""
    alarm = state.alarms.get(command.alarm)
    if alarm is None or alarm.state == "NORM":
        return Refusal("alarm_not_standing", {"alarm": command.alarm})
    if alarm.acknowledged:
        person = ctx.site.person_by_id.get(alarm.acked_by or "")
        by = person.name if person else alarm.acked_by
        return Refusal("alarm_acknowledged", {"alarm": command.alarm, "by": by})
    data = AlarmNamed(alarm=command.alarm)
    return [Draft("alarm.acknowledged", data, alarm.incident, caused_by=alarm.raised_seq)]


@decides("alarm.ack_several", NameAlarms, HANDS)
def acknowledge_several(state: State, command: NameAlarms, ctx: Context) -> Decision:
    """Acknowledges several alarms at once, such as a burst with one cause. Each alarm gets a fact
    of its own. Alarms that were acknowledged or have gone meanwhile are left out. An emergency
    alarm is refused: it must be acknowledged by itself."""
    waiting = [
        found
        for name in dict.fromkeys(command.alarms)
        if (found := state.alarms.get(name)) is not None and found.state in ("UNACK", "RTNUN")
    ]
    for one in waiting:
        if one.priority == Priority.EMERGENCY.value:
            return Refusal("emergency_by_itself", {"alarm": one.id})
    if not waiting:
        return Refusal("alarms_not_waiting")
    return [
        Draft(
            "alarm.acknowledged", AlarmNamed(alarm=one.id), one.incident, caused_by=one.raised_seq
        )
        for one in waiting
    ]


def _stays_out(alarm: Alarm, priority: str) -> bool:
    """Returns whether an alarm that is out of service stays so when it is raised with this
    priority."""
    grave = Priority.EMERGENCY
    return alarm.out_of_service and (alarm.priority == grave or priority != grave)


@applies("alarm.raised", AlarmRaised, readers=EVERYBODY)
def raised(state: State, fact: Fact) -> None:
    """Applies a new activation of an alarm. Earlier activations are kept only to detect chattering.

    The alarm stays shelved or out of service unless it has become an emergency, because only a
    commander takes an emergency out of service. It stays with its incident only while that is open:
    a later alarm of the same tag is a new matter.
    """
    data = fact.data
    before = state.alarms.get(data["alarm"])
    stays = before and (
        _stays_out(before, data["priority"]) or data["priority"] != Priority.EMERGENCY
    )
    shelved = before if stays else None
    incident = state.incidents.get((before and before.incident) or "")
    recent = [*(before.recent if before else []), fact.at][-CHATTER_COUNT:]
    state.alarms[data["alarm"]] = Alarm(
        id=data["alarm"],
        tag=data["tag"],
        condition=data["condition"],
        priority=data["priority"],
        raised_at=fact.at,
        raised_seq=fact.seq,
        onset=data["onset"],
        value=data["value"],
        limit=data["limit"],
        activations=(before.activations if before else 0) + 1,
        recent=recent,
        shelved_until=shelved.shelved_until if shelved else None,
        shelve_reason=shelved.shelve_reason if shelved else None,
        shelved_by=shelved.shelved_by if shelved else None,
        handed_over=shelved.handed_over if shelved else False,
        out_of_service=shelved.out_of_service if shelved else False,
        incident=incident.id if incident and incident.over_at is None else None,
        paged_seq=before.paged_seq if before else None,
        paged_at=before.paged_at if before else None,
    )


@applies("alarm.returned", AlarmNamed, readers=EVERYBODY)
def returned(state: State, fact: Fact) -> None:
    """Applies `alarm.returned`: the condition is over; the acknowledgement stays as it was."""
    alarm = state.alarms[fact.data["alarm"]]
    alarm.active = False
    alarm.returned_at = fact.at


@applies("alarm.acknowledged", AlarmNamed, readers=EVERYBODY)
def acknowledged(state: State, fact: Fact) -> None:
    """Applies `alarm.acknowledged`. If the alarm started an incident, this is the incident's first
    answer."""
    alarm = state.alarms[fact.data["alarm"]]
    incident = state.incidents.get(alarm.incident or "")
    if incident is not None and incident.t0_seq == alarm.raised_seq:
        incident.answered_seq = fact.seq
    alarm.acknowledged = True
    alarm.acked_at = fact.at
    alarm.acked_by = fact.speaker or fact.actor
    alarm.acked_seq = fact.seq

"""Shelving: an alarm is suppressed for a while with a reason, and handed over when the shift
changes.

Out of service (ISA-18.2) is the same for longer: for an alarm whose instrument is being repaired,
whether it stands or not. It is still raised and recorded, and is shown as out of service with its
reason and end, but it calls nobody.

One rule, `roles_to_take_out`, decides who may do either: an emergency alarm and a gas detector need the
commander, every other alarm a commander or controller. A responder shelves only alarms of medium or
low priority.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.alarms.alarm import HANDS, AlarmNamed, NameAlarm
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.site.model import Priority, Site, TagKind
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm

SHELVE_MINUTES = 30
"""Longest shelving (docs/domain.md: shelving is timed, at most 30 minutes)."""


class ShelveAlarm(NameAlarm):
    """Shelve an alarm for a number of minutes, with a reason."""

    reason: str = Field(min_length=2, max_length=200)
    minutes: int = Field(ge=1, le=SHELVE_MINUTES)


OUT_HOURS = 14 * 24
"""Longest time out of service (ours): a repair that takes longer is said anew, so that nobody forgets it."""
EMERGENCY_OUT_HOURS = 12
"""Longest time of an emergency alarm (ours): one shift, so that each shift's commander decides it again."""
OFFERED_HOURS = (2, 4, 8, 12, 24, 72, 168, OUT_HOURS)
"""How long a page offers (ours): parts of a shift, a shift, days, weeks."""
TAKERS_OUT = (Role.COMMANDER, Role.CONTROLLER)


def roles_to_take_out(alarm: Alarm, site: Site) -> tuple[Role, ...]:
    """Returns the roles that may take an alarm out of service: only the commander for an emergency
    alarm or a gas detector."""
    tag = site.tag_by_id.get(alarm.tag)
    gas = tag is not None and tag.kind is TagKind.GAS
    return (Role.COMMANDER,) if gas or alarm.priority == Priority.EMERGENCY.value else TAKERS_OUT


def shelvers(alarm: Alarm, site: Site) -> tuple[Role, ...]:
    """Returns the roles that may shelve an alarm. For high priority (HH, LL, a gas detector's
    limits) they are those that may take it out of service (ISA-18.2), because hiding it for half
    an hour is as dangerous."""
    takers = roles_to_take_out(alarm, site)
    grave = takers != TAKERS_OUT or alarm.priority == Priority.HIGH.value
    return takers if grave else HANDS


def out_hours(alarm: Alarm, site: Site) -> int:
    """For how many hours an alarm may be taken out of service at most."""
    return OUT_HOURS if roles_to_take_out(alarm, site) == TAKERS_OUT else EMERGENCY_OUT_HOURS


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose hands may do what with an alarm as it is now: shelve it, take it out of service (for one of `out_hours`),
    bring it back. Nobody may do what would be refused to everybody."""

    shelve: tuple[Role, ...]
    take_out: tuple[Role, ...]
    out_hours: tuple[int, ...]
    bring_back: tuple[Role, ...]


def hands_on(alarm: Alarm, site: Site) -> Hands:
    """Who may put an alarm aside or bring it back, as the commands decide it."""
    most = out_hours(alarm, site)
    return Hands(
        shelve=shelvers(alarm, site) if why_not_shelved(alarm) is None else (),
        take_out=roles_to_take_out(alarm, site),
        out_hours=tuple(hours for hours in OFFERED_HOURS if hours <= most),
        bring_back=() if alarm.shelved_until is None else HANDS,
    )


class TakeOut(NameAlarm):
    """Take an alarm out of service for a number of hours while its instrument is repaired, with the
    reason."""

    reason: str = Field(min_length=2, max_length=200)
    hours: int = Field(ge=1, le=OUT_HOURS)


class AlarmShelved(TypedDict):
    """An alarm was shelved until a time (UTC epoch ms), for a reason."""

    alarm: str
    until: int
    reason: str


class AlarmUnshelved(TypedDict):
    """A shelved alarm came back, by hand or because its time was over."""

    alarm: str
    expired: bool


class AlarmHandedOver(TypedDict):
    """A shelved alarm was handed over to the shift that has begun, which must take it over."""

    alarm: str
    until: int
    reason: str
    by: str | None


AgainstShelving = Literal["alarm_not_standing", "emergency_not_shelved", "alarm_shelved"]
"""Codes of refusals."""


def why_not_shelved(alarm: Alarm) -> AgainstShelving | None:
    """Returns why the alarm cannot be shelved now, as the code of a refusal; None where it can."""
    if alarm.state == "NORM":
        return "alarm_not_standing"
    if alarm.priority == Priority.EMERGENCY.value:
        return "emergency_not_shelved"
    return "alarm_shelved" if alarm.shelved_until is not None else None


@decides("alarm.shelve", ShelveAlarm, HANDS)
def shelve(state: State, command: ShelveAlarm, ctx: Context) -> Decision:
    """Shelves an alarm until a time, with a reason. An emergency alarm cannot be shelved. An alarm
    of a gas detector can be shelved only by the commander, and any other of high priority by a
    commander or controller."""
    alarm = state.alarms.get(command.alarm)
    if alarm is None:
        return Refusal("alarm_not_standing", {"alarm": command.alarm})
    if (against := why_not_shelved(alarm)) is not None:
        return Refusal(against, {"alarm": command.alarm})
    allowed = shelvers(alarm, ctx.site)
    if ctx.actor.role not in allowed:
        if Role.CONTROLLER in allowed:
            return Refusal("shelving_by_desk", {"alarm": command.alarm}, status=403)
        return Refusal("shelving_by_commander", {"alarm": command.alarm}, status=403)
    until = ctx.when(command) + command.minutes * 60_000
    data = AlarmShelved(alarm=command.alarm, until=until, reason=command.reason)
    return [Draft("alarm.shelved", data, alarm.incident, caused_by=alarm.raised_seq)]


@decides("alarm.take_out", TakeOut, TAKERS_OUT)
def take_out(state: State, command: TakeOut, ctx: Context) -> Decision:
    """Takes an alarm out of service until a time, with a reason, whether it stands or not. Only the
    commander may do so for an emergency alarm or a gas detector, for 12 hours at most. Giving
    the command again sets a new end."""
    alarm = state.alarms.get(command.alarm)
    if alarm is None:
        return Refusal("alarm_never_raised", {"alarm": command.alarm})
    if ctx.actor.role not in roles_to_take_out(alarm, ctx.site):
        return Refusal("emergency_out_by_commander", {"alarm": command.alarm}, status=403)
    if command.hours > (most := out_hours(alarm, ctx.site)):
        return Refusal("emergency_out_too_long", {"alarm": command.alarm, "hours": most})
    until = ctx.when(command) + command.hours * 3_600_000
    data = AlarmShelved(alarm=command.alarm, until=until, reason=command.reason)
    return [Draft("alarm.taken_out", data, alarm.incident, caused_by=alarm.raised_seq)]


@decides("alarm.unshelve", NameAlarm, [*HANDS, Role.DUTY])
def unshelve(state: State, command: NameAlarm, ctx: Context) -> Decision:
    """Ends the shelving of an alarm, or brings it back into service. Duties do so when its time is
    over."""
    alarm = state.alarms.get(command.alarm)
    if alarm is None or alarm.shelved_until is None:
        return Refusal("alarm_not_shelved", {"alarm": command.alarm})
    expired = ctx.now >= alarm.shelved_until
    if ctx.actor.role is Role.DUTY and not expired:
        return []
    data = AlarmUnshelved(alarm=command.alarm, expired=expired)
    return [Draft("alarm.unshelved", data, alarm.incident, caused_by=alarm.raised_seq)]


def hand_over(state: State) -> list[Draft]:
    """Returns one fact for each alarm that is shelved when a shift begins."""
    return [
        Draft(
            "alarm.handed_over",
            AlarmHandedOver(
                alarm=alarm.id,
                until=alarm.shelved_until,
                reason=alarm.shelve_reason or "",
                by=alarm.shelved_by,
            ),
            alarm.incident,
            caused_by=alarm.raised_seq,
        )
        for alarm in state.alarms.values()
        if alarm.shelved_until is not None
    ]


@decides("alarm.take_over", NameAlarm, HANDS)
def take_over(state: State, command: NameAlarm, ctx: Context) -> Decision:
    """Takes over a shelved alarm: somebody of the new shift confirms that they know of it, its end
    and its reason."""
    alarm = state.alarms.get(command.alarm)
    if alarm is None or not alarm.handed_over:
        return Refusal("alarm_not_handed_over", {"alarm": command.alarm})
    data = AlarmNamed(alarm=command.alarm)
    return [Draft("alarm.taken_over", data, alarm.incident, caused_by=alarm.raised_seq)]


@applies("alarm.shelved", AlarmShelved, readers=EVERYBODY)
def shelved(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm is shelved, with its reason and end."""
    alarm = state.alarms[fact.data["alarm"]]
    alarm.shelved_until = fact.data["until"]
    alarm.shelve_reason = fact.data["reason"]
    alarm.shelved_by = fact.speaker or fact.actor
    alarm.handed_over = False


@applies("alarm.taken_out", AlarmShelved, readers=EVERYBODY)
def taken_out(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm is out of service, with its reason and end. It is still recorded
    but calls nobody."""
    shelved(state, fact)
    state.alarms[fact.data["alarm"]].out_of_service = True


@applies("alarm.unshelved", AlarmUnshelved, readers=EVERYBODY)
def unshelved(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm is no longer shelved or out of service."""
    alarm = state.alarms[fact.data["alarm"]]
    alarm.shelved_until = None
    alarm.shelve_reason = None
    alarm.shelved_by = None
    alarm.handed_over = False
    alarm.out_of_service = False


@applies("alarm.handed_over", AlarmHandedOver, readers=EVERYBODY)
def handed_over(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm is shown among the standing alarms until somebody of the new
    shift takes it over."""
    state.alarms[fact.data["alarm"]].handed_over = True


@applies("alarm.taken_over", AlarmNamed, readers=EVERYBODY)
def taken_over(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm is shelved as before, and the present shift knows of it."""
    state.alarms[fact.data["alarm"]].handed_over = False


def shelvings_over(alarms: Iterable[Alarm], now: int) -> list[str]:
    """Returns the alarms whose shelving has expired by `now` (UTC epoch ms). A step of the wall clock moves the end of
    each shelving (`journal/clockwork.py`)."""
    ends = ((alarm.id, alarm.shelved_until) for alarm in alarms)
    return [ident for ident, end in ends if end is not None and now >= end]

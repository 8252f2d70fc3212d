"""Alarms found afterwards: a limit was crossed while an outage delayed the readings.

They are recorded by facts of their own and never as present alarms: nobody knew of them at the
time, and nobody can act on them any more.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.alarms.limits import LimitWatch, limits_of
from command_center.domain.fact import Draft, Fact
from command_center.domain.quantities import Derived
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Quality, Reading
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, EpochMs, applies, decides
from command_center.domain.site.model import Priority, Tag
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.state.alarms.found_alarm import FoundAlarm
from command_center.domain.verdicts.freshness import stale_after_ms

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
KEPT = 500
"""Most that the board keeps of those that were seen (ours); the journal has them all."""


class Excursion(NamedTuple):
    """A limit was crossed from `onset` on, for its delay. `until` is when the value was back
    inside; None while no reading shows that. `peak` is the value furthest beyond the limit.
    Times are UTC epoch ms."""

    condition: str
    priority: Priority
    limit: float
    onset: int
    until: int | None
    peak: float


def excursions(tag: Tag, readings: Iterable[Reading]) -> list[Excursion]:
    """Returns the alarms that the readings of one tag, in order of time, would have raised by its
    own limits, deadband and delays. Bad readings are ignored, and after a gap a delay begins
    anew."""
    trusted = [
        (one.ts, one.value)
        for one in readings
        if one.value is not None and one.quality is not Quality.BAD
    ]
    found = [one for limit in limits_of(tag) for one in _of_limit(tag, limit, trusted)]
    return sorted(found, key=lambda one: one.onset)


def _of_limit(
    tag: Tag, limit: LimitWatch, readings: Iterable[tuple[int, float]]
) -> Iterator[Excursion]:
    lasts_ms = stale_after_ms(tag.period_s)
    sign = 1 if limit.condition in ("H", "HH") else -1
    before: int | None = None
    onset, back = 0, None
    peak: float | None = None
    for ts, value in readings:
        connected = before is None or ts - before <= lasts_ms
        limit.observe(ts, value, connected)
        before = ts
        beyond = sign * value >= sign * limit.limit
        if beyond:
            began = peak is None or not (connected or limit.standing)
            peak = value if began or peak is None else sign * max(sign * peak, sign * value)
            back = None
        elif limit.standing:
            back = back or ts
        else:
            peak = None
        if limit.tripped is not None:
            limit.standing, onset, limit.tripped = True, limit.tripped[0], None
        if not limit.standing or peak is None:
            continue
        if limit.cleared:
            yield Excursion(limit.condition, limit.priority, limit.limit, onset, back, peak)
            limit.standing, peak, back = False, None, None
    if limit.standing and peak is not None:
        yield Excursion(limit.condition, limit.priority, limit.limit, onset, None, peak)


class FindAlarm(Command):
    """Record an alarm found afterwards: delayed readings show that a limit was crossed."""

    tag: str = Field(max_length=40)
    condition: Literal["LL", "L", "H", "HH"]
    priority: Priority
    limit: Derived
    onset: EpochMs
    until: EpochMs | None = None
    peak: Derived


class NameFound(Command):
    """Names an alarm that was found afterwards, by its id (`TAG:CONDITION@ONSET`)."""

    found: str = Field(max_length=80)


class AlarmFound(TypedDict):
    """A limit was crossed while readings were delayed, from `onset` to `until` (UTC epoch ms;
    absent while no reading shows that the value was back inside). `peak` is the value furthest
    beyond the limit."""

    found: str
    tag: str
    condition: str
    priority: str
    limit: float
    onset: int
    until: NotRequired[int]
    peak: float


class FoundSeen(TypedDict):
    """Somebody has seen an alarm that was found afterwards."""

    found: str


@decides("found_alarm.tell", FindAlarm, [Role.DUTY])
def tell(state: State, command: FindAlarm, ctx: Context) -> Decision:
    """Records an alarm found afterwards, and again when its end or its peak is known better. An
    alarm that was raised when it happened is not recorded again."""
    if command.tag not in ctx.site.tag_by_id:
        return Refusal("unknown_element", {"element": command.tag})
    live = state.alarms.get(f"{command.tag}:{command.condition}")
    end = command.until if command.until is not None else ctx.now
    if live is not None and live.onset <= end and not _over_before(live, command.onset):
        return []
    name = f"{command.tag}:{command.condition}@{command.onset}"
    known = state.found_alarms.get(name)
    if known is not None and (known.until, known.peak) == (command.until, command.peak):
        return []
    if known is not None and known.until is not None:
        return []
    data = AlarmFound(
        found=name,
        tag=command.tag,
        condition=command.condition,
        priority=command.priority.value,
        limit=command.limit,
        onset=command.onset,
        peak=command.peak,
    )
    if command.until is not None:
        data["until"] = command.until
    return [Draft("found_alarm.told", data)]


def context_since(state: State, tag: Tag, first: int) -> int:
    """Returns from when on (UTC epoch ms) earlier readings are needed to judge those of a tag from
    `first` on. It covers the delays of the tag's limits, and every alarm found afterwards that
    has no end yet."""
    if tag.limits is None:
        return first
    delays_s = tag.limits.on_delay_s + tag.limits.off_delay_s
    since = first - round(delays_s * 1000 + stale_after_ms(tag.period_s))
    unended = (
        one.onset for one in state.found_alarms.values() if one.tag == tag.id and one.until is None
    )
    return min([since, *unended])


def _over_before(live: Alarm, onset: int) -> bool:
    return not live.active and (live.returned_at or 0) < onset


@decides("found_alarm.see", NameFound, HANDS)
def see(state: State, command: NameFound, ctx: Context) -> Decision:
    """Records that a person has seen an alarm found afterwards. It leaves the board and stays in
    the journal."""
    known = state.found_alarms.get(command.found)
    if known is None or known.seen_by is not None:
        return Refusal("alarm_not_standing", {"alarm": command.found})
    return [Draft("found_alarm.seen", FoundSeen(found=command.found), caused_by=known.seq)]


@applies("found_alarm.told", AlarmFound, readers=EVERYBODY)
def found_alarm_told(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm found afterwards is kept until somebody has seen it."""
    data = fact.data
    known = state.found_alarms.get(data["found"])
    state.found_alarms[data["found"]] = FoundAlarm(
        id=data["found"],
        tag=data["tag"],
        condition=data["condition"],
        priority=data["priority"],
        limit=data["limit"],
        onset=data["onset"],
        until=data.get("until"),
        peak=data["peak"],
        found_at=fact.at if known is None else known.found_at,
        seq=fact.seq,
        seen_by=None if known is None else known.seen_by,
    )


@applies("found_alarm.seen", FoundSeen, readers=EVERYBODY)
def seen(state: State, fact: Fact) -> None:
    """Applies the fact: the alarm found afterwards leaves the board. Only the newest seen ones are
    kept."""
    state.found_alarms[fact.data["found"]].seen_by = fact.speaker or fact.actor
    over = [one.id for one in state.found_alarms.values() if one.seen_by is not None]
    for name in over[: max(0, len(over) - KEPT)]:
        del state.found_alarms[name]

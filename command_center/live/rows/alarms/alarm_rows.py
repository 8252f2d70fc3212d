"""Rows of topic `alarms`: every standing alarm, and every alarm that returned unacknowledged."""

from collections.abc import Iterator
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.alarms.rationalised import respond_by, response_turns
from command_center.domain.alarms.shelve import hands_on
from command_center.domain.alarms.standing import (
    about,
    calls,
    is_emergency,
    long_turns,
    order_of,
    standing_turns,
    tone_turns,
)
from command_center.domain.alarms.unanswered import Together, together
from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.alarms.alarm import Condition, PriorityName
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import ONLY, RowKind, Seen


class AlarmHands(TypedDict):
    """The roles that may shelve an alarm, take it out of service (for one of `out_hours`) and bring it back."""

    shelve: list[str]
    take_out: list[str]
    out_hours: list[int]
    bring_back: list[str]


class AlarmRow(TypedDict):
    """An alarm (ISA-18.2). `value` and `limit` are in the tag's unit, in mm/min for NETLOSS, mm for FLAT and
    seconds for STALE; OPENED has 1 and none, DISAGREE what the second instrument shows and what the first. `onset` is
    when its condition began to hold. `handed_over`: an earlier shift shelved it, and the one on now has yet to take
    it over. `out_of_service`: it is so until `shelved_until`, also while it does not stand (NORM). `turns`: it
    stands, has returned unacknowledged, or is shelved until its time is over. `order`: the smaller, the sooner a
    commander wants it. `about`: alarms of the same tag and direction have the same. `long`: since when it has stood
    for more than a day. `emergency`: it stands as an emergency; `calls`: and nobody has acknowledged it, so it must
    be heard at once. `tone`: which tone calls for a hand, by priority, or `silent`. `hands`: who may
    put it aside now, and for how long. `respond_by` is there where the plant rationalised it: when the response
    must be done (UTC epoch ms); `response`: there is time, or it is late."""

    id: str
    tag: str
    condition: Condition
    priority: PriorityName
    state: Literal["UNACK", "ACKED", "RTNUN", "NORM"]
    raised_at: int
    onset: int
    value: float
    limit: float | None
    acked_at: int | None
    acked_by: str | None
    returned_at: int | None
    shelved_until: int | None
    shelve_reason: str | None
    shelved_by: str | None
    handed_over: bool
    out_of_service: bool
    activations: int
    chattering: bool
    incident: str | None
    turns: list[Turn]
    order: int
    about: str
    long: list[Turn]
    emergency: bool
    calls: bool
    tone: list[Turn]
    hands: AlarmHands
    respond_by: NotRequired[int]
    response: NotRequired[list[Turn]]


ALARM = RowKind("alarms", "", AlarmRow, readers=EVERYBODY, timed=True)


@ALARM.moved_by("alarm.*", "incident.opened", "source.located", "incident.withdrawn")
def moved_alarm(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the alarm that the fact names, the alarm it replaced, and those of a withdrawn incident."""
    if fact.kind == "incident.withdrawn":
        yield from fact.data["alarms"]
        return
    if fact.data["alarm"]:
        yield fact.data["alarm"]
        if fact.data.get("first_alarm"):
            yield fact.data["first_alarm"]
        if fact.data.get("left"):
            yield fact.data["left"]


@ALARM.listed
def every_alarm(seen: Seen) -> Iterator[str]:
    """The keys of all alarms."""
    yield from seen.state.alarms


@ALARM.made
def alarm_row(seen: Seen, key: str) -> AlarmRow | None:
    """Return the row of one alarm; None when it is normal, acknowledged and in service."""
    alarm = seen.state.alarms.get(key)
    if alarm is None or (alarm.state == "NORM" and not alarm.out_of_service):
        return None
    hands = hands_on(alarm, seen.site)
    row: AlarmRow = {
        "id": alarm.id,
        "tag": alarm.tag,
        "condition": alarm.condition,
        "priority": alarm.priority,
        "state": alarm.state,
        "raised_at": alarm.raised_at,
        "onset": alarm.onset,
        "value": alarm.value,
        "limit": alarm.limit,
        "acked_at": alarm.acked_at,
        "acked_by": alarm.acked_by,
        "returned_at": alarm.returned_at,
        "shelved_until": alarm.shelved_until,
        "shelve_reason": alarm.shelve_reason,
        "shelved_by": alarm.shelved_by,
        "handed_over": alarm.handed_over,
        "out_of_service": alarm.out_of_service,
        "activations": alarm.activations,
        "chattering": alarm.chattering,
        "incident": alarm.incident,
        "turns": standing_turns(alarm),
        "order": order_of(alarm),
        "about": about(alarm),
        "long": long_turns(alarm),
        "emergency": is_emergency(alarm),
        "calls": calls(alarm),
        "tone": tone_turns(alarm),
        "hands": {
            "shelve": [role.value for role in hands.shelve],
            "take_out": [role.value for role in hands.take_out],
            "out_hours": list(hands.out_hours),
            "bring_back": [role.value for role in hands.bring_back],
        },
    }
    by = respond_by(seen.site, alarm)
    if by is not None:
        row["respond_by"] = by
        row["response"] = response_turns(by)
    return row


class TogetherRow(TypedDict):
    """Bursts of unacknowledged alarms that one touch may acknowledge together. They contain no emergency alarm."""

    bursts: list[Together]


TOGETHER = RowKind("alarms", "~together", TogetherRow, readers=EVERYBODY)


@TOGETHER.moved_by("alarm.*", "site.changed")
def bursts_moved(fact: Fact, seen: Seen) -> tuple[str, ...]:
    """Return the key of the only row: any alarm may begin, join or leave a burst."""
    return ONLY


@TOGETHER.made
def bursts_row(seen: Seen, key: str) -> TogetherRow | None:
    """Return the bursts of alarms; None where no unacknowledged alarm has a neighbour."""
    found = together(seen.state, seen.site)
    return {"bursts": found} if found else None

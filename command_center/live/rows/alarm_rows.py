"""Rows of topic `alarms`: everything that stands, and what returned without being seen."""

from collections.abc import Iterator
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.alarms.rationalised import respond_by, response_turns
from command_center.domain.alarms.shelve import against_shelving
from command_center.domain.alarms.standing import (
    about,
    calls,
    is_emergency,
    long_turns,
    order_of,
    standing_turns,
    tone_turns,
)
from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.alarm import Condition, PriorityName
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen


class AlarmRow(TypedDict):
    """An alarm (ISA-18.2). `value` and `limit` are in the tag's unit, in mm/min for NETLOSS, mm for FLAT and
    seconds for STALE; OPENED has 1 and none, DISAGREE what the second instrument shows and what the first. `onset` is
    when its condition began to hold. `handed_over`: an earlier shift shelved it, and the one on now has yet to take
    it over. `turns`: it stands, has returned unacknowledged, or is shelved until its time is over. `order`: the
    smaller, the sooner a commander wants it. `about`: alarms of the same tag and direction have the same. `long`:
    since when it has stood for more than a day. `emergency`: it stands as an emergency; `calls`: and nobody has
    acknowledged it, so it must be heard at once. `tone`: which tone calls for a hand, by priority, or `silent`.
    `may_shelve`: `alarm.shelve` would take it. `respond_by` is there where the plant rationalised it: when the response
    must be done (UTC epoch ms); `response`: there is time, or it is late."""

    id: str
    tag: str
    condition: Condition
    priority: PriorityName
    state: Literal["UNACK", "ACKED", "RTNUN"]
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
    may_shelve: bool
    respond_by: NotRequired[int]
    response: NotRequired[list[Turn]]


ALARM = RowKind("alarms", "", AlarmRow, readers=EVERYBODY)


@ALARM.moved_by("alarm.*", "incident.opened", "source.located", "incident.withdrawn")
def moved(fact: Fact, seen: Seen) -> Iterator[str]:
    """The alarm it names, one that it took the place of, and those that stood in a withdrawn incident."""
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
    """All that ever stood."""
    yield from seen.state.alarms


@ALARM.made
def alarm_row(seen: Seen, key: str) -> AlarmRow | None:
    """One alarm; normal and acknowledged it is no row any more."""
    alarm = seen.state.alarms.get(key)
    if alarm is None or alarm.state == "NORM":
        return None
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
        "may_shelve": against_shelving(alarm) is None,
    }
    by = respond_by(seen.site, alarm)
    if by is not None:
        row["respond_by"] = by
        row["response"] = response_turns(by)
    return row

"""Rows `~found:ID` of topic `alarms`: limit crossings found afterwards, in readings that an outage had held up."""

from collections.abc import Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.alarms.alarm import PriorityName
from command_center.live.rows.kind import RowKind, Seen


class FoundAlarmRow(TypedDict):
    """A limit crossed from `onset` to `until`, found afterwards at `found_at` (UTC epoch ms). It says nothing about
    now. `until` is None while no reading shows its end; `peak` is the value furthest beyond the limit.
    """

    found: str
    tag: str
    condition: str
    priority: PriorityName
    limit: float
    onset: int
    until: int | None
    peak: float
    found_at: int


FOUND_ALARM = RowKind("alarms", "~found:", FoundAlarmRow, readers=EVERYBODY)


@FOUND_ALARM.moved_by("found_alarm.*")
def moved_found_alarm(fact: Fact, seen: Seen) -> Iterator[str]:
    """The key of the found alarm that the fact names."""
    yield fact.data["found"]


@FOUND_ALARM.listed
def every_found_alarm(seen: Seen) -> Iterator[str]:
    """The keys of all alarms that were found later."""
    yield from seen.state.found_alarms


@FOUND_ALARM.made
def found_alarm_row(seen: Seen, key: str) -> FoundAlarmRow | None:
    """Return the row of one found alarm; None once somebody has seen it."""
    one = seen.state.found_alarms.get(key)
    if one is None or one.seen_by is not None:
        return None
    return {
        "found": one.id,
        "tag": one.tag,
        "condition": one.condition,
        "priority": one.priority,
        "limit": one.limit,
        "onset": one.onset,
        "until": one.until,
        "peak": one.peak,
        "found_at": one.found_at,
    }

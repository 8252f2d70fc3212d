"""Rows `~plant:SOURCE/ALARM` of topic `alarms`: standing alarms of the plant's own systems."""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.alarms.alarm import PriorityName
from command_center.domain.state.alarms.plant_alarm import plant_alarm_key
from command_center.live.rows.kind import RowKind, Seen


class PlantAlarmRow(TypedDict):
    """An alarm of a plant system, as its source reports it; `state` is its ISA-18.2 state there. `aside` says why the
    source calls nobody: out of service, suppressed by design, or shelved. `since` is when it became active, `ts` its
    last change, both by the source's clock. `tag` is our tag, if the alarm concerns one.
    """

    source: str
    alarm: str
    condition: str
    priority: PriorityName
    state: Literal["NORM", "UNACK", "ACKED", "RTNUN"]
    aside: Literal["out_of_service", "suppressed", "shelved"] | None
    since: int
    ts: int
    tag: str | None
    text: str | None


PLANT_ALARM = RowKind("alarms", "~plant:", PlantAlarmRow, readers=EVERYBODY)


@PLANT_ALARM.moved_by("plant_alarm.mirrored")
def moved_plant_alarm(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of plant alarms that changed or ended."""
    source = fact.data["source"]
    for told in fact.data["changes"]:
        yield plant_alarm_key(source, told["alarm"])
    for alarm in fact.data.get("gone", ()):
        yield plant_alarm_key(source, alarm)


@PLANT_ALARM.listed
def every_plant_alarm(seen: Seen) -> Iterator[str]:
    """The keys of all plant alarms."""
    yield from seen.state.plant_alarms


@PLANT_ALARM.made
def plant_alarm_row(seen: Seen, key: str) -> PlantAlarmRow | None:
    """Return the row of one plant alarm; None when it is normal, acknowledged and not set aside."""
    one = seen.state.plant_alarms.get(key)
    if one is None or not one.shown:
        return None
    return {
        "source": one.source,
        "alarm": one.alarm,
        "condition": one.condition,
        "priority": one.priority,
        "state": one.state,
        "aside": one.set_aside,
        "since": one.since,
        "ts": one.ts,
        "tag": one.tag,
        "text": one.text,
    }

"""The alarms of the plant's own control systems, mirrored beside the board's own (ISA-18.2, IEC
62682).

The source decides which alarms stand. The board shows them with the source's name and changes
nothing at the source.
"""

from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.quantities import NoTruthForNumbers
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, EpochMs, applies, decides
from command_center.domain.site.model import Priority
from command_center.domain.state import State
from command_center.domain.state.alarms.plant_alarm import PlantAlarm, plant_alarm_key

AT_ONCE = 500
"""Most changes in one fact: a reader of the journal sees a flood in pages (ours)."""

Name = Annotated[str, Field(min_length=1, max_length=120)]


class PlantAlarmChange(NoTruthForNumbers):
    """The new state of one alarm of a source at `ts` (UTC epoch ms). `event` is the source's own id
    of the change."""

    model_config = ConfigDict(extra="forbid")

    event: Name
    alarm: Name
    condition: str = Field(min_length=1, max_length=40)
    active: bool
    ts: EpochMs
    priority: Priority = Priority.MEDIUM
    acknowledged: bool = False
    shelved: bool = False
    out_of_service: bool = False
    suppressed: bool = False
    tag: str | None = Field(default=None, max_length=40)
    text: str | None = Field(default=None, max_length=200)


class MirrorPlantAlarms(Command):
    """Mirror changes of a source's alarms. With `standing_at`, the changes and `standing` together
    are all the alarms that stood there at that time; every other alarm that the board shows of
    the source has returned."""

    source: str = Field(min_length=1, max_length=40)
    changes: list[PlantAlarmChange] = Field(max_length=AT_ONCE)
    standing: list[Name] = Field(default=[], max_length=100_000)
    standing_at: EpochMs | None = None


class PlantAlarmTold(TypedDict):
    """The state of a source's alarm at `ts` (UTC epoch ms, by the source's clock). `tag` is the
    board's tag."""

    event: str
    alarm: str
    condition: str
    active: bool
    ts: int
    priority: str
    acknowledged: NotRequired[bool]
    shelved: NotRequired[bool]
    out_of_service: NotRequired[bool]
    suppressed: NotRequired[bool]
    tag: NotRequired[str]
    text: NotRequired[str]


class PlantAlarmsMirrored(TypedDict):
    """Changes in the alarm list of a control system of the plant. `gone` are alarms that no longer
    stood there at `gone_at`, when its full list was compared."""

    source: str
    changes: list[PlantAlarmTold]
    gone: NotRequired[list[str]]
    gone_at: NotRequired[int]


@decides("plant_alarm.mirror", MirrorPlantAlarms, [Role.DUTY])
def mirror(state: State, command: MirrorPlantAlarms, ctx: Context) -> Decision:
    """Records the changes that are new. A change that was recorded already, or is older than what
    is known, is ignored."""
    known = dict(state.plant_alarms)
    changes: list[PlantAlarmTold] = []
    for change in sorted(command.changes, key=lambda one: one.ts):
        told = _told(change, command.source, ctx)
        key = plant_alarm_key(command.source, change.alarm)
        if _is_news(known.get(key), change.ts, change.event):
            known[key] = changed(known.get(key), command.source, told)
            changes.append(told)
    data = PlantAlarmsMirrored(source=command.source, changes=changes)
    if command.standing_at is not None:
        standing = {*command.standing, *(one.alarm for one in command.changes)}
        gone = [
            one.alarm
            for one in known.values()
            if one.source == command.source
            and one.alarm not in standing
            and one.shown
            and one.ts <= command.standing_at
        ]
        if gone:
            data |= {"gone": sorted(gone), "gone_at": command.standing_at}
    if not changes and "gone" not in data:
        return []
    return [Draft("plant_alarm.mirrored", data)]


def _is_news(known: PlantAlarm | None, ts: int, event: str) -> bool:
    if known is None or ts > known.ts:
        return True
    return ts == known.ts and event not in known.events


def _told(change: PlantAlarmChange, source: str, ctx: Context) -> PlantAlarmTold:
    told = PlantAlarmTold(
        event=change.event,
        alarm=change.alarm,
        condition=change.condition,
        active=change.active,
        ts=change.ts,
        priority=change.priority.value,
    )
    more: Any = {
        name: True
        for name in ("acknowledged", "shelved", "out_of_service", "suppressed")
        if getattr(change, name)
    }
    if change.tag is not None and change.tag in ctx.site.tag_by_id:
        more["tag"] = change.tag
    if change.text is not None:
        more["text"] = change.text
    told |= more
    return told


def changed(known: PlantAlarm | None, source: str, told: PlantAlarmTold) -> PlantAlarm:
    """Returns the plant alarm after one reported change."""
    ts = told["ts"]
    begins = told["active"] and (known is None or not known.active)
    return PlantAlarm(
        source=source,
        alarm=told["alarm"],
        condition=told["condition"],
        priority=Priority(told["priority"]).value,
        active=told["active"],
        since=ts if known is None or begins else known.since,
        ts=ts,
        events=frozenset({told["event"]})
        | (known.events if known is not None and known.ts == ts else frozenset()),
        acknowledged=told.get("acknowledged", False),
        shelved=told.get("shelved", False),
        out_of_service=told.get("out_of_service", False),
        suppressed=told.get("suppressed", False),
        tag=told.get("tag"),
        text=told.get("text"),
    )


def ended(known: PlantAlarm, at: int) -> PlantAlarm:
    """Returns the alarm after its source's full list no longer had it at `at`: it stands no more
    and waits for no acknowledgement."""
    return PlantAlarm(
        source=known.source,
        alarm=known.alarm,
        condition=known.condition,
        priority=known.priority,
        active=False,
        since=known.since,
        ts=at,
        events=known.events if known.ts == at else frozenset(),
        acknowledged=True,
        tag=known.tag,
        text=known.text,
    )


@applies("plant_alarm.mirrored", PlantAlarmsMirrored, readers=EVERYBODY)
def mirrored(state: State, fact: Fact) -> None:
    """Applies the fact: each plant alarm gets the state that its source reported last."""
    source = fact.data["source"]
    for told in fact.data["changes"]:
        key = plant_alarm_key(source, told["alarm"])
        state.plant_alarms[key] = changed(state.plant_alarms.get(key), source, told)
    for alarm in fact.data.get("gone", ()):
        key = plant_alarm_key(source, alarm)
        if key in state.plant_alarms:
            state.plant_alarms[key] = ended(state.plant_alarms[key], fact.data["gone_at"])

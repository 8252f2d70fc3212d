"""Proposes a command for each change of the contact sensors on stores (cabinets), and an alarm for a store that is
opened without an incident."""

from collections.abc import Callable, Iterator

from command_center.domain.alarms.watch import Proposal
from command_center.domain.resources.custody_sensed import opened_without_incident
from command_center.domain.site.model import Priority, Site, TagKind
from command_center.domain.state import State

OPENED = "OPENED"
OPEN = 0.5
"""From this value on a contact says open (1) and not shut (0)."""


def contacts(
    state: State, site: Site, value_of: Callable[[str], float | None]
) -> Iterator[Proposal]:
    """Yield commands for changed contacts; `value_of` gives the last good reading of a tag. A contact without a good
    reading, or a tag of another kind, yields nothing.
    """
    for store in site.stores:
        tag = store.custody.sensor
        if tag is None or site.tag_by_id[tag].kind is not TagKind.CONTACT:
            continue
        value = value_of(tag)
        known = state.custodies.sensed.get(store.id)
        if value is not None and (value >= OPEN) != (known is not None and known.open):
            yield "custody.sense", {"store": store.id, "open": value >= OPEN}


def cabinet_alarms(state: State, site: Site) -> Iterator[Proposal]:
    """Yield alarms for stores opened without an incident; each alarm lasts until the store is shut."""
    standing = dict(opened_without_incident(state, site))
    for tag, sensed in standing.items():
        alarm = state.alarms.get(f"{tag}:{OPENED}")
        if alarm is None or not (alarm.active or alarm.onset == sensed.at):
            yield (
                "alarm.raise",
                {
                    "tag": tag,
                    "condition": OPENED,
                    "priority": Priority.MEDIUM.value,
                    "onset": sensed.at,
                    "value": 1.0,
                    "limit": None,
                },
            )
    for alarm in state.alarms.values():
        if alarm.condition == OPENED and alarm.active and alarm.tag not in standing:
            yield "alarm.return", {"alarm": alarm.id}

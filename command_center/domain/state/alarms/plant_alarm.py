"""The state of an alarm of a control system of the plant (DCS, gas detection, fire panel), as that
system last reported it."""

from dataclasses import dataclass
from typing import Literal

from command_center.domain.state.alarms.alarm import PriorityName


@dataclass(frozen=True, slots=True)
class PlantAlarm:
    """An alarm of a control system. `since` is when it was last reported active anew, `ts` when it
    last changed, both by its source (UTC epoch ms). `events` are the ids of the changes at `ts`:
    if they are sent again they change nothing. `tag` is the board's tag that it is about, if
    any."""

    source: str
    alarm: str
    condition: str
    priority: PriorityName
    active: bool
    since: int
    ts: int
    events: frozenset[str]
    acknowledged: bool = False
    shelved: bool = False
    out_of_service: bool = False
    suppressed: bool = False
    tag: str | None = None
    text: str | None = None

    @property
    def key(self) -> str:
        """Returns the key of its row on the board."""
        return plant_alarm_key(self.source, self.alarm)

    @property
    def state(self) -> Literal["NORM", "UNACK", "ACKED", "RTNUN"]:
        """Returns the ISA-18.2 state at its source."""
        if self.active:
            return "ACKED" if self.acknowledged else "UNACK"
        return "NORM" if self.acknowledged else "RTNUN"

    @property
    def set_aside(self) -> Literal["out_of_service", "suppressed", "shelved"] | None:
        """Returns why its source does not call anybody, the longest-lasting reason first; None
        where it does."""
        if self.out_of_service:
            return "out_of_service"
        if self.suppressed:
            return "suppressed"
        return "shelved" if self.shelved else None

    @property
    def shown(self) -> bool:
        """Returns whether it stands, has returned unacknowledged, or is set aside."""
        return self.state != "NORM" or self.set_aside is not None


def plant_alarm_key(source: str, alarm: str) -> str:
    """Returns the key of a source's alarm on the board."""
    return f"{source}/{alarm}"

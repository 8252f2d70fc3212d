"""The state of an alarm that was found afterwards, in readings that an outage had delayed."""

from dataclasses import dataclass

from command_center.domain.state.alarms.alarm import PriorityName


@dataclass(slots=True)
class FoundAlarm:
    """A limit of a tag was crossed from `onset` to `until` (UTC epoch ms; None: no reading shows
    yet that it ended), and nobody knew before `found_at`. `peak` is the value furthest beyond
    the limit. `seen_by` is who has seen it."""

    id: str
    tag: str
    condition: str
    priority: PriorityName
    limit: float
    onset: int
    until: int | None
    peak: float
    found_at: int
    seq: int
    seen_by: str | None = None

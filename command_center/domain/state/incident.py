"""An incident: everything that is known of it, in one place."""

from dataclasses import dataclass, field
from typing import Any

from command_center.domain.payload import Words
from command_center.domain.state.call import Call
from command_center.domain.state.entry import Entry
from command_center.domain.state.headcount import Headcount
from command_center.domain.state.kit_use import KitUse
from command_center.domain.state.measurements import Measurements
from command_center.domain.state.request import Request
from command_center.domain.state.source import Source


@dataclass(slots=True)
class Incident:
    """Everything the board holds about one incident. Times are UTC epoch ms.

    `answered_seq` is the acknowledgement of the alarm that started it: what its first directives
    answer. `site_version` is the kept description of the plant that it was opened under.
    `allowed` is what was granted to whoever commands it: (capability, scope) -> the request.
    """

    id: str
    title: Words
    plan: str | None
    place: str
    level: str
    t0: int
    t0_by: str
    t0_seq: int | None
    opened_at: int
    opened_seq: int
    hot_zone_m: float
    commander: str | None = None
    commander_post: str | None = None
    commander_kind: str | None = None
    site_version: int | None = None
    offered_to: str | None = None
    offered_seq: int | None = None
    answered_seq: int | None = None
    source: Source = field(default_factory=Source)
    evacuation: Headcount | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    entry: Entry = field(default_factory=Entry)
    measurements: Measurements = field(default_factory=Measurements)
    kits: dict[str, KitUse] = field(default_factory=dict)
    authority_refusals: list[int] = field(default_factory=list)
    authority_attempts: dict[int, dict[str, Any]] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    allowed: dict[tuple[str, str], str] = field(default_factory=dict)
    closed_at: int | None = None
    closed_after: str | None = None

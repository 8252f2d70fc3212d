"""The state of an incident."""

from dataclasses import dataclass, field
from typing import Any, Literal

from command_center.domain.actor import ActorKind
from command_center.domain.payload import Words
from command_center.domain.site.changing.in_force import Plant
from command_center.domain.site.model import Plan, Site
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.state.directives.request import Request
from command_center.domain.state.incidents.call import Call
from command_center.domain.state.incidents.kept_form import KeptForm
from command_center.domain.state.incidents.measurements import Measurements
from command_center.domain.state.incidents.official_report import Official
from command_center.domain.state.incidents.source import Source
from command_center.domain.state.people.entry import Entry
from command_center.domain.state.people.headcount import Headcount
from command_center.domain.state.people.muster_list import MusterList
from command_center.domain.state.people.roll_call import RollCall
from command_center.domain.state.resources.kit_use import KitUse


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The withdrawal of an incident that was opened in error: when (UTC epoch ms), by whom, why,
    and by which fact.

    `same_as` is the open incident that proved to be the same event. `after` is the incident that
    was withdrawn before it and leaves the board when this one appears.
    """

    at: int
    by: str
    reason: str | Words
    same_as: str | None
    seq: int
    after: str | None

    def as_row(self) -> dict[str, Any]:
        """Returns the row for the API."""
        return {
            "at": self.at,
            "by": self.by,
            "reason": self.reason,
            "same_as": self.same_as,
            "seq": self.seq,
        }


@dataclass(frozen=True, slots=True)
class SentTeam:
    """Where a team was sent, and the directive by which each of its people was ordered, by person."""

    place: str
    orders: dict[str, str]


@dataclass(slots=True)
class Incident:
    """Everything the board knows about one incident. Times are UTC epoch ms.

    `opened_on` is the fact of the alarm or report on which it was opened, `report` the report on which it was opened
    too, where an alarm came before it; `t0_seq` is the fact with
    which the event began, perhaps in another incident that proved to be the same event.
    `answered_seq` is the acknowledgement of the alarm that started it, which its first directives
    answer. `site_version` is the stored description of the plant under which it was opened. `plant`
    is the plant that it uses while it is open: plans, limits and authority as they were when it was
    opened; people, posts and stores as they are today. `allowed` is what was granted to whoever
    commands it: (capability, scope) -> the request. `first_seq` is its first fact. It is over when
    it was closed, or `withdrawn`.
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
    first_seq: int
    hot_zone_m: float
    hazard: Hazard | None = None
    commander: str | None = None
    commander_post: str | None = None
    commander_kind: str | None = None
    commander_since: int | None = None
    site_version: int | None = None
    offered_to: str | None = None
    offered_seq: int | None = None
    answered_seq: int | None = None
    plant: Plant = field(default_factory=Plant)
    opened_on: int | None = None
    report: int | None = None
    source: Source = field(default_factory=Source)
    evacuation: Headcount | None = None
    calls: dict[str, Call] = field(default_factory=dict)
    entry: Entry = field(default_factory=Entry)
    measurements: Measurements = field(default_factory=Measurements)
    kits: dict[str, KitUse] = field(default_factory=dict)
    teams: dict[str, SentTeam] = field(default_factory=dict)
    authority_refusals: list[int] = field(default_factory=list)
    authority_attempts: dict[int, dict[str, Any]] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    allowed: dict[tuple[str, str], str] = field(default_factory=dict)
    closed_at: int | None = None
    closed_after: str | None = None
    withdrawn: Withdrawal | None = None
    official: Official = field(default_factory=Official)
    forms: list[KeptForm] = field(default_factory=list)
    muster_lists: dict[str, MusterList] = field(default_factory=dict)
    roll_call: RollCall | None = None

    @property
    def at_screen(self) -> str | None:
        """The person who commands it, at a screen; None where nobody does, or a virtual commander."""
        return self.commander if self.commander_kind == ActorKind.HUMAN else None

    def plan_in(self, site: Site) -> Plan | None:
        """Returns the plan that it follows: while it is open, as it was at the opening; later, as
        `site` has it. None without a plan."""
        known = self.plant.site if self.over_at is None and self.plant.begun else site
        return known.plan_by_id.get(self.plan or "")

    @property
    def begun_by(self) -> Literal["alarm", "report", "opening"]:
        """From what the clock of the incident counts: its first alarm, its first report, or its opening by hand, of
        which a fact says *report* without naming one."""
        if self.t0_seq is None:
            return "opening"
        return "alarm" if self.t0_by == "alarm" else "report"

    @property
    def over_at(self) -> int | None:
        """When the incident was closed or withdrawn (UTC epoch ms); None while it is open."""
        return self.withdrawn.at if self.withdrawn else self.closed_at

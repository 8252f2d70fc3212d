"""Elements of a plan that are broken in an exercise: the plan says one thing, the truth another.

They change the exercise's truth alone. The site file stays what it is: whether the crew notices,
and what it costs them, is what the drill shows.
"""

from typing import Literal

from pydantic import Field

from command_center.domain.scenarios.choice import Choice
from command_center.domain.scenarios.needs import (
    GaugeNeeded,
    PoolNeeded,
    PostNeeded,
    PumpNeeded,
    StoreNeeded,
    TeamNeeded,
    ValveNeeded,
)  # fmt: skip
from command_center.domain.site.parts.base import Part


class DeadNumber(Part):
    """No address the board has of whoever holds the post is answered."""

    post: PostNeeded


class LockedCabinet(Part):
    """The store is found locked, whatever its custody says, until somebody has its key."""

    store: StoreNeeded


class AbsentKeyHolder(Part):
    """Whoever keeps the key of the store is not on site and answers late, or not at all."""

    store: StoreNeeded
    post: PostNeeded


class MissingAuthority(Part):
    """Whoever may call upon the team for the post stays silent, says no, or answers late.

    It costs nothing where the post needs to ask nobody.
    """

    post: PostNeeded
    team: TeamNeeded
    answer: Literal["silent", "denies", "late"] = "silent"
    after_s: int = Field(default=180, ge=0, le=3600)


class FullPool(Part):
    """The pool begins as full as this share of its volume to the weir."""

    pool: PoolNeeded
    share: float = Field(gt=0, lt=1)


class FailedPump(Part):
    """The pump does not start, and the board does not know."""

    pump: PumpNeeded


class StuckValve(Part):
    """The valve does not move at the first attempt; by hand it takes so many times longer."""

    valve: ValveNeeded
    times_longer: float = Field(default=3, gt=1, le=10)


class SilentGauge(Part):
    """The measurement sends nothing from the start."""

    gauge: GaugeNeeded


class Broken(Choice):
    """One broken element."""

    dead_number: DeadNumber | None = None
    locked_cabinet: LockedCabinet | None = None
    absent_key_holder: AbsentKeyHolder | None = None
    missing_authority: MissingAuthority | None = None
    full_pool: FullPool | None = None
    failed_pump: FailedPump | None = None
    stuck_valve: StuckValve | None = None
    silent_gauge: SilentGauge | None = None


KINDS = tuple(Broken.model_fields)
"""Every kind of broken element, in a fixed order."""

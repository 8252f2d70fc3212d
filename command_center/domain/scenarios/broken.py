"""Broken elements of a plan in an exercise: the plan says one thing, the exercise's truth is
another.

They change only the exercise's truth, not the site file. The drill shows whether the crew notices,
and what it costs them.
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
    """Nobody answers at any address that the board has of the post's holder."""

    post: PostNeeded


class LockedCabinet(Part):
    """The store is found locked, whatever its custody says, until somebody has its key."""

    store: StoreNeeded


class AbsentKeyHolder(Part):
    """The key holder of the store is not on site and answers late, or not at all."""

    store: StoreNeeded
    post: PostNeeded


class MissingAuthority(Part):
    """Whoever could grant the post authority over the team does not answer, denies it, or answers
    late.

    It has no effect where the post needs to ask nobody.
    """

    post: PostNeeded
    team: TeamNeeded
    answer: Literal["silent", "denies", "late"] = "silent"
    after_s: int = Field(default=180, ge=0, le=3600)


class FullPool(Part):
    """The pool starts filled to this share of its volume up to the weir."""

    pool: PoolNeeded
    share: float = Field(gt=0, lt=1)


class FailedPump(Part):
    """The pump does not start, and the board does not know it."""

    pump: PumpNeeded


class StuckValve(Part):
    """The valve does not move at the first attempt; by hand it takes `times_longer` times as long."""

    valve: ValveNeeded
    times_longer: float = Field(default=3, gt=1, le=10)


class SilentGauge(Part):
    """The measurement sends nothing from the start."""

    gauge: GaugeNeeded


class Broken(Choice):
    """One broken plan element: exactly one field is set."""

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

"""Plans: who must do what by when, for one hazard at given places."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.quantities import PlanSeconds, Radius
from command_center.domain.site.parts.base import (
    AreaRef,
    Day,
    ElementRef,
    Id,
    KitRef,
    LevelRef,
    OutsideRef,
    Part,
    PlaceRef,
    PostRef,
    StepRef,
    TeamRef,
)  # fmt: skip
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.text import Text


class Level(Part):
    """An incident level. The list is ordered, the highest first; levels are never compared as
    numerals."""

    id: Id
    name: Text


class Urgency(StrEnum):
    """How fast a directive must be acknowledged (30 s, 60 s, 180 s, 10 min)."""

    LIFE_SAFETY = "life_safety"
    URGENT = "urgent"
    NORMAL = "normal"
    ROUTINE = "routine"


class Category(StrEnum):
    """The category of a directive; every list of directives is in this order."""

    PEOPLE = "people"
    SOURCE = "source"
    WATER = "water"
    OUTSIDE = "outside"
    PROPERTY = "property"


class Step(Part):
    """A step of a plan: who must do what, by when (seconds from the first alarm).

    It is issued at `at_s`, when the steps that it requires are done, and must be done at `due_s`.
    """

    id: Id
    text: Text
    post: PostRef
    at_s: PlanSeconds
    due_s: PlanSeconds
    urgency: Urgency = Urgency.URGENT
    category: Category
    place: PlaceRef | None = None
    kit: KitRef | None = None
    calls: list[OutsideRef] = Field(default=[])
    acts_on: list[ElementRef] = Field(default=[])
    evacuates: list[AreaRef] = Field(default=[])
    mobilises: TeamRef | None = None
    requires: list[StepRef] = Field(default=[])

    @model_validator(mode="after")
    def time_to_do_it(self) -> "Step":
        """Refuses a step that is due before it is issued, or that waits for itself."""
        if self.due_s < self.at_s:
            raise PydanticCustomError("due_before_issue", "due_s lies before at_s")
        if self.id in self.requires:
            raise PydanticCustomError("requires_itself", "a step cannot wait for itself")
        return self


class Plan(Part):
    """A plan for one hazard at given places, with the level at which it opens. `kind` is the hazard
    by which the wall screen chooses its questions; without it, those of a leak. `reviewed` is
    the day of its last review; None: it was never reviewed."""

    id: Id
    name: Text
    hazard: Text
    kind: Hazard | None = None
    version: str = Field(max_length=20)
    reviewed: Day | None = None
    places: list[PlaceRef] = Field(min_length=1)
    level: LevelRef
    hot_zone_m: Radius = 50.0
    steps: list[Step] = Field(min_length=1)


Target = Annotated[float, Field(gt=0, le=86_400)]


class TimingTargets(Part):
    """The site's own target times in seconds, where no rule sets a target (docs/domain.md,
    "Response times", target *site*). A missing value means no target."""

    detection_s: Target | None = None
    reach_s: Target | None = None
    access_s: Target | None = None
    donning_s: Target | None = None
    authority_s: Target | None = None
    headcount_s: Target | None = None

    def of(self, row: str) -> float | None:
        """Returns the target of a row of the response-time table; None where the site has set none."""
        found: float | None = getattr(self, f"{row}_s", None)
        return found

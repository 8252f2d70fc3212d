"""What a random draw of drills should favour: what was never drilled, and what the last reviews
left open.

It is an input like the site and the seed, and is sealed with them, so that nobody can wish a drill
away.
"""

from typing import Literal

from pydantic import Field

from command_center.domain.scenarios.scenario import ShiftKind
from command_center.domain.site.parts.base import Part
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.text import Prose

ProblemKind = Literal[
    "dead_contact", "locked_cabinet", "authority_refused", "overflow", "overdue_ack", "shortage",
    "contradicted", "other",
]  # fmt: skip
"""What a review finds by itself; `other` is what a person wrote."""


class PastDrill(Part):
    """One drill that was held: its hazard, its kind of time, and which plan elements were broken in
    it."""

    hazard: Hazard
    shift: ShiftKind
    broken: list[str] = Field(default=[])


class OpenAction(Part):
    """An improvement action that is not closed.

    `about` is the id of what was deficient: a post or its holder, a store, a team, its area or a
    post, a pool, a kit or a resource of it, a valve or "source".
    """

    id: str = Field(min_length=1, max_length=60)
    text: Prose
    problem: ProblemKind
    about: str | None = Field(default=None, max_length=120)


class Bias(Part):
    """The input of a biased draw: past drills, the oldest first, and open actions."""

    drilled: list[PastDrill] = Field(default=[])
    open_actions: list[OpenAction] = Field(default=[])

    def weight(self, field: Literal["hazard", "shift"], value: str) -> float:
        """Returns the weight of a hazard or a kind of time in the draw: the lower, the more often
        it was drilled."""
        return 1 / (1 + [getattr(d, field) for d in self.drilled].count(value))

    def weight_of_broken(self, kind: str) -> float:
        """Returns the weight of a kind of broken plan element in the draw: the lower, the more
        often it was drilled."""
        return 1 / (1 + sum(kind in d.broken for d in self.drilled))


UNBIASED = Bias()
"""Nothing was ever drilled, and nothing is open."""

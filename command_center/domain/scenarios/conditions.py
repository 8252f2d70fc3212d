"""The closed language of conditions on facts: a kind, equal fields, and times.

A scenario can ask *has this happened*, *has this not happened by then*, *all of these*, *any of
these*, and nothing else. `watching.py` evaluates them.
"""

from typing import Annotated

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.bounds.scalar import Value
from command_center.domain.scenarios.choice import Choice
from command_center.domain.scenarios.needs import AnyNeed, PostNeeded
from command_center.domain.site.parts.base import Part

FactKind = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$", max_length=60)]
LONGEST_S = 86_400


class Where(Part):
    """A condition on one field of a fact: it `equals` a value, is `one_of` several, or `names` a
    need.

    For a field that is a list, one entry must match.
    """

    unique = ("field",)
    field: Annotated[str, Field(pattern=r"^[a-z_]+$", max_length=40)]
    equals: Value | None = None
    one_of: Annotated[list[Value], Field(min_length=1)] | None = None
    names: AnyNeed | None = None

    @model_validator(mode="after")
    def one_way(self) -> "Where":
        """Refuses a field that is compared with nothing, or in two ways."""
        ways = ["equals", "one_of", "names"]
        given = [way for way in ways if getattr(self, way) is not None]
        if len(given) != 1:
            context = {"possible": ways, "n": len(given)}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self


class Match(Part):
    """Selects facts: of a kind, with these fields, made by or addressed to a post."""

    kind: FactKind
    where: list[Where] = Field(default=[])
    who: PostNeeded | None = None


class Happened(Match):
    """A fact has happened (`within_s` seconds of the start), and `after_s` more seconds have passed
    since."""

    after_s: int = Field(default=0, ge=0, le=LONGEST_S)
    within_s: int | None = Field(default=None, gt=0, le=LONGEST_S)


class Missing(Match):
    """No such fact had happened when the exercise clock reached `by_s` seconds."""

    by_s: int = Field(gt=0, le=LONGEST_S)


class Condition(Choice):
    """A condition: exactly one of its four questions is given."""

    fact: Happened | None = None
    missing: Missing | None = None
    all: Annotated[list["Condition"], Field(min_length=2, max_length=5)] | None = None
    any: Annotated[list["Condition"], Field(min_length=2, max_length=5)] | None = None


Condition.model_rebuild()

"""Conditions on the fields of a matter: a leaf compares one field; `all`, `any` and `none` join
conditions."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.bounds.scalar import Value
from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.values import Name, Span

Bound = Annotated[float, Field(ge=-1e12, le=1e12)]


class Condition(Part):
    """A condition: a leaf (`field` and exactly one comparison) or exactly one of `all`, `any`,
    `none`.

    For a list or photographs, `at_least` and `at_most` compare how many there are. `older_than`
    compares the age of a day or time. `given` asks whether anything is filled in.
    """

    COMPARISONS: ClassVar[tuple[str, ...]] = (
        "equals", "one_of", "at_least", "at_most", "older_than", "given",
    )  # fmt: skip
    JOINS: ClassVar[tuple[str, ...]] = ("all", "any", "none")

    field: Name | None = None
    equals: Value | None = None
    one_of: Annotated[list[Value], Field(min_length=1, max_length=40)] | None = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    older_than: Span | None = None
    given: bool | None = None
    all: Annotated[list["Condition"], Field(min_length=1, max_length=10)] | None = None
    any: Annotated[list["Condition"], Field(min_length=1, max_length=10)] | None = None
    none: Annotated[list["Condition"], Field(min_length=1, max_length=10)] | None = None

    @model_validator(mode="after")
    def one_question(self) -> "Condition":
        """Refuses a condition that asks nothing, or two things."""
        among = self.JOINS if self.field is None else self.COMPARISONS
        given = [
            name for name in (*self.COMPARISONS, *self.JOINS) if getattr(self, name) is not None
        ]
        if len(given) != 1 or given[0] not in among:
            possible = [*among, *(["field"] if self.field is None else [])]
            context = {"possible": possible, "n": len(given)}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self

    def parts(self) -> list["Condition"]:
        """Returns the conditions that it joins; empty for a leaf."""
        return self.all or self.any or self.none or []


Condition.model_rebuild()

"""Deadlines, validity, repetition, and rules that watch an open matter."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.conditions import Condition
from command_center.domain.template_language.values import (
    Beyond,
    LockName,
    Name,
    Names,
    Share,
    Span,
)


class ByChoice(Part):
    """A time limit for each choice of a field."""

    field: Name
    of: Annotated[dict[Name, Span], Field(min_length=1, max_length=40)]


class Due(Part):
    """A deadline. Under the name of a move: `within` a time after the entry into the state that the
    move leaves.

    Under another name: `within` a time after the entry into the state `of`, or at intervals
    (`every`) `while` in a state. `yellow`, `red`: the shares of the time at which it turns that
    colour. `late`: the move that follows when the time is over, or at the share `late_at` of it:
    1.25 leaves a quarter of the time for doing it late. `by`: a day or time field that is itself
    the deadline.
    """

    within: Span | ByChoice | None = None
    by: Name | None = None
    every: Span | ByChoice | None = None
    of: Name | None = None
    while_: Names | None = Field(default=None, alias="while")
    yellow: Share | None = None
    red: Share | None = None
    late: Name | None = None
    late_at: Beyond | None = None
    escalate: Names | None = None
    when: Condition | None = None
    locked: LockName | None = None

    @model_validator(mode="after")
    def one_clock(self) -> "Due":
        """Refuses a deadline without a time, or with two; `every` needs `while`."""
        given = [one for one in ("within", "by", "every") if getattr(self, one) is not None]
        if len(given) != 1:
            context = {"possible": ["within", "by", "every"], "n": len(given)}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        if (self.every is None) != (self.while_ is None):
            raise PydanticCustomError("template.every_while", "every goes with while")
        return self


class Valid(Part):
    """The period of validity: from the first move of this name for at most this time; pauses count.
    `with`: no longer than the permits that this field names."""

    from_: Name = Field(alias="from")
    at_most: Span | ByChoice
    with_: Name | None = Field(default=None, alias="with")
    locked: LockName | None = None


class OnceAfter(Part):
    """A repetition already at the first recurrence after the matter reached this state."""

    once_after: Name


_ONCE = re.compile(r"once after ([a-z][a-z0-9_-]*)")


def _once(value: object) -> object:
    found = _ONCE.fullmatch(value) if isinstance(value, str) else None
    return value if found is None else {"once_after": found[1]}


class Repeat(Part):
    """The rule for repetitions: matters equal in these fields, this number of times within this
    time, or once after a state."""

    same: Names
    within: Span
    count: Annotated[int, Field(ge=2, le=100)] = 2
    or_: Annotated[OnceAfter, BeforeValidator(_once)] | None = Field(default=None, alias="or")
    tell: Names | None = None


class WatchFor(Part):
    """What is watched: exactly one of the keys; `for` says how long it must last.

    `gas: over` a limit of the last test or of a bound tag; `absent`: this party is not on the spot;
    `danger: zone`: an alarm or incident in the zone; `banned`: a party or list of people of whom
    one is banned; `valid: over`; `served`: one of the permits that this field names has ended, or
    has expired.
    """

    gas: Literal["over"] | None = None
    absent: Name | None = None
    danger: Literal["zone"] | None = None
    banned: Name | None = None
    valid: Literal["over"] | None = None
    wind: Annotated[float, Field(gt=0, le=60)] | None = None
    served: Name | None = None
    for_: Span | None = Field(default=None, alias="for")

    @model_validator(mode="after")
    def one_thing(self) -> "WatchFor":
        """Refuses a watch rule without a condition and one with several."""
        possible = ["gas", "absent", "danger", "banned", "valid", "wind", "served"]
        given = [one for one in possible if getattr(self, one) is not None]
        if len(given) != 1:
            context = {"possible": possible, "n": len(given)}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self


class Watch(Part):
    """A rule that makes a move of an open matter automatically."""

    when: WatchFor
    do: Name
    tell: Names | None = None
    locked: LockName | None = None

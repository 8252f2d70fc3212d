"""The moves of a matter, and who must approve or sign before one."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Part
from command_center.domain.template_language.conditions import Condition
from command_center.domain.template_language.guards import Guard
from command_center.domain.template_language.values import LockName, Name, Names
from command_center.domain.text import Text


class Move(Part):
    """A move from these states to this one, by these parties (`duty`: by a timed rule).

    `needs`: fields that must be filled in, or `reason`. `after`: `signatures` must be complete.
    `at`: the place field where the mover must be. `opens`: the template of which this move opens a
    matter.
    """

    title: Text | None = None
    from_: Names = Field(alias="from")
    to: Name
    by: Names
    needs: Annotated[list[Name], Field(max_length=40)] = Field(default=[])
    guards: Annotated[list[Guard], Field(max_length=20)] = Field(default=[])
    when: Condition | None = None
    after: Literal["signatures"] | None = None
    at: Name | None = None
    tell: Names | None = None
    opens: Name | None = None
    locked: LockName | None = None


class Group(Part):
    """The signers of one rank of a chain: `all` of them, or any `one`. A single name of a post or
    party means that one."""

    all: Names | None = None
    one: Names | None = None
    at: Name | None = None
    when: Condition | None = None
    locked: LockName | None = None

    @model_validator(mode="before")
    @classmethod
    def name_alone(cls, value: Any) -> Any:
        """Returns a single name as a group of one."""
        return {"one": [value]} if isinstance(value, str) else value

    @model_validator(mode="after")
    def all_or_one(self) -> "Group":
        """Refuses a group without signers, and one with both `all` and `one`."""
        if (self.all is None) == (self.one is None):
            context = {"possible": ["all", "one"], "n": 0 if self.all is None else 2}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self

    @property
    def signers(self) -> list[str]:
        """The parties or posts of the group."""
        return self.all or self.one or []


Chain = Annotated[list[Group], Field(min_length=1, max_length=12)]


class Approval(Part):
    """Those who must approve before this move, one rank after the other, where the condition holds."""

    before: Name
    when: Condition | None = None
    chain: Chain
    locked: LockName | None = None


class Signatures(Part):
    """Those who must sign before this move, one rank after the other. `proof`: how a signer proves
    who they are."""

    before: Name
    chain: Chain
    proof: Annotated[list[Literal["session", "pin", "badge"]], Field(min_length=1)] = Field(
        default=["session"]
    )
    locked: LockName | None = None


def by_name(value: Any) -> Any:
    """Returns a plain list of states as a mapping without titles."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return dict.fromkeys(value)
    return value

"""A part of which exactly one field is given: what an inject does, what a condition asks.

Written as `does: {leak: {...}}`: the key says which, a misspelt one is found by its name, and the
path of an error is the path in the file.
"""

from typing import Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Part


class Choice(Part):
    """Exactly one of its fields stands in the file, `beside` those that are no alternatives."""

    beside: ClassVar[frozenset[str]] = frozenset({"id"})

    @model_validator(mode="after")
    def exactly_one(self) -> "Choice":
        """Refuses a choice without a value and one with several."""
        given = [name for name in self.alternatives() if getattr(self, name) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "exactly_one",
                "exactly one of {possible}",
                {"possible": self.alternatives(), "n": len(given)},
            )
        return self

    @classmethod
    def alternatives(cls) -> list[str]:
        """The fields of which one is given."""
        return [name for name in cls.model_fields if name not in cls.beside]

    @property
    def which(self) -> str:
        """The name of the field that is given."""
        return next(n for n in self.alternatives() if getattr(self, n) is not None)

    @property
    def chosen(self) -> Any:
        """The value of the one field that is set."""
        return getattr(self, self.which)

"""A part of a scenario in which exactly one field is given: what an inject does, what a condition
asks.

It is written as `does: {leak: {...}}`: the key says which. A misspelt key is found by its name, and
the path of an error is the path in the file.
"""

from typing import Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Part


class Choice(Part):
    """Exactly one of its fields is given in the file, apart from those in `beside`, which are no
    alternatives."""

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
        """Returns the fields of which exactly one is given."""
        return [name for name in cls.model_fields if name not in cls.beside]

    @property
    def which(self) -> str:
        """Returns the name of the given field."""
        return next(n for n in self.alternatives() if getattr(self, n) is not None)

    @property
    def chosen(self) -> Any:
        """Returns the value of the given field."""
        return getattr(self, self.which)

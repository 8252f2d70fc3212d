"""The conversion of a raw value to a tag's value: units, scale, fault values, names, deadband."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from command_center.domain.site.parts.base import Part

Number = Annotated[float, Field(ge=-1e12, le=1e12)]
Factor = Annotated[float, Field(ge=-1e9, le=1e9)]


class Invalid(Part):
    """Raw values by which an instrument reports a fault: below, above, or one of `values`."""

    below: Number | None = None
    above: Number | None = None
    values: list[Number] = Field(default=[], max_length=50)

    def has(self, raw: float) -> bool:
        """Whether `raw` reports a fault of the instrument."""
        low, high = self.below, self.above
        return (
            (low is not None and raw < low)
            or (high is not None and raw > high)
            or raw in self.values
        )


class Current(Part):
    """A raw value in mA of a 4-20 mA loop, which spans `low` to `high` in the tag's unit."""

    low: Number
    high: Number


def _as_text(given: object) -> object:
    return {str(k).lower(): v for k, v in given.items()} if isinstance(given, dict) else given


class Conversion(Part):
    """The conversion of a raw value to the tag's value. The order is: fault values, `map`, `current` or `scale` and
    `add`, then units. `deadband` (in the tag's unit) drops smaller changes.
    """

    from_unit: str | None = Field(default=None, alias="from", max_length=12)
    to: str | None = Field(default=None, max_length=12)
    scale: Factor = 1.0
    add: Number = 0.0
    invalid: Invalid | None = None
    current: Current | None = None
    map: Annotated[dict[str, Number], BeforeValidator(_as_text)] | None = None
    status: dict[str, Literal["F", "C", "S", "M", "good"]] | None = None
    """The instrument's own status words and their letters of NAMUR NE 107."""
    deadband: Annotated[float, Field(ge=0, le=1e9)] | None = None

"""Names, spans and shares as a template writes them: `hot_work`, `30 min`, `20 %`."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from command_center.domain.site.parts.base import Id

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
"""A field, party, state, move, post or other thing that a template names."""
LockName = Annotated[str, Field(min_length=1, max_length=20)]
"""What fixes a rule: `true` (the whole law of the template), a clause of it, or `source`."""

UNITS_MS: Mapping[str, int] = MappingProxyType({
    "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000, "y": 365 * 86_400_000,
})  # fmt: skip
"""Milliseconds of a unit of time. A year has 365 days: `keep: 1 y` is a least time, not a calendar."""
_SPAN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?(s|min|h|d|y)", re.ASCII)
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,3})?) ?%", re.ASCII)
LONGEST_MS = 100 * UNITS_MS["y"]


def span_of(value: object) -> object:
    """Returns the milliseconds of a span with its unit (`4 h`). Raises a custom error for any other
    text."""
    if not isinstance(value, str):
        return value
    found = _SPAN.fullmatch(value.strip())
    if found is None:
        raise PydanticCustomError("template.span", "a span is a number with a unit, like 30 min")
    return round(float(found[1]) * UNITS_MS[found[2]])


def share_of(value: object) -> object:
    """Returns the fraction for a percentage such as `20 %`; `0.2` is returned unchanged."""
    found = _SHARE.fullmatch(value.strip()) if isinstance(value, str) else None
    return value if found is None else float(found[1]) / 100


Span = Annotated[int, BeforeValidator(span_of), Field(ge=1, le=LONGEST_MS)]
"""A span in milliseconds, written with its unit: s, min, h, d or y."""
Share = Annotated[float, BeforeValidator(share_of), Field(ge=0, le=1)]
"""A part of a whole from 0 to 1, written as `0.8` or `80 %`."""
Beyond = Annotated[float, BeforeValidator(share_of), Field(ge=1, le=10)]
"""A time over as a share of itself, from 1 to 10: `1.25` or `125 %`."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[Name], BeforeValidator(_listed), Field(min_length=1, max_length=40)]
"""One name or several."""
PlantIds = Annotated[list[Id], BeforeValidator(_listed), Field(min_length=1, max_length=40)]
"""One id or several of the plant's own rows, an area or a post: as the plant writes them, capitals too."""

UNITS = (
    "%", "%LEL", "ppm", "mg/m3", "m", "mm", "cm", "km", "m2", "m3", "m3/h", "l", "kg", "t", "pcs", "people", "degC",
    "bar", "kPa", "MPa", "kV", "V", "A", "mA", "W", "kW", "ohm", "Mohm", "m/s", "deg", "s", "min", "h", "d", "dB", "lx",
)  # fmt: skip
"""Units of a number field."""

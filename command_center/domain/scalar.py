"""A value of a described file: a truth, a number or a text, as it looks like."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field


def _scalar(value: object) -> object:
    """Text of a file as what it looks like; what is already a number or truth stays it."""
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    if re.fullmatch(r"-?\d{1,15}", value):
        return int(value)
    if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", value):
        return float(value)
    return value


_LARGEST = 10**15
"""What `_scalar` reads: fifteen digits, which a float still tells apart."""
_Whole = Annotated[int, Field(ge=-_LARGEST, le=_LARGEST)]
_Fraction = Annotated[float, Field(ge=-_LARGEST, le=_LARGEST)]
Value = Annotated[bool | _Whole | _Fraction | str, BeforeValidator(_scalar)]

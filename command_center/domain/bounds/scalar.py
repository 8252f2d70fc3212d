"""Reads a value in a described file as a boolean, a number or a text."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field


def _scalar(value: object) -> object:
    """Returns the text of a file as the boolean or number that it represents; another text, and
    what already is a number or boolean, unchanged."""
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

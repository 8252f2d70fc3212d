"""Durations (`500ms`, `5min`, `7d`) and sizes (`4GB`) as a gateway file writes them."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

MS = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
BYTES = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
SPAN = re.compile(r"(\d{1,9})\s*(ms|s|min|h|d)", re.ASCII)
SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(kB|MB|GB|TB)", re.ASCII)


def _span(given: object) -> object:
    if isinstance(given, int):
        return given
    found = SPAN.fullmatch(str(given).strip())
    if found is None:
        raise PydanticCustomError("gateway.span", "a span is 500ms, 10s, 5min, 8h or 7d")
    return int(found[1]) * MS[found[2]]


def _size(given: object) -> object:
    if isinstance(given, int):
        return given
    found = SIZE.fullmatch(str(given).strip())
    if found is None:
        raise PydanticCustomError("gateway.size", "a size is 500MB or 4GB")
    return int(float(found[1]) * BYTES[found[2]])


Span = Annotated[int, BeforeValidator(_span), Field(ge=1, le=366 * MS["d"])]
"""Milliseconds."""
Size = Annotated[int, BeforeValidator(_size), Field(ge=10**6, le=100 * 10**12)]
"""Bytes, by powers of ten."""

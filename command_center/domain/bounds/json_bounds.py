"""The limits of what may be written as JSON: nesting depth, and the size of numbers and texts.

What a person or a program sends is held to `SENT_DEEPEST` at every entrance (`Command`, bodies of
requests). A fact is held to `DEEPEST` where it is written (`store/journal/canonical.py`), because
rules, rows, answers and exports wrap values in further levels. So nothing is kept that a row, an
answer, an export or a replay cannot write: orjson writes 254 levels.
"""

import math
from typing import Any, NamedTuple

from pydantic_core import PydanticCustomError

SAFE_INTEGER = 2**53 - 1
"""The largest integer every JSON reader keeps exactly, a browser included (RFC 7493, 2.2)."""
SENT_DEEPEST = 24
"""Levels of a body (ours): the deepest that a page sends has nine."""
DEEPEST = 64
"""Levels of a fact (ours): the deepest that a rule makes has a dozen, the greatest body twice a dozen."""
LARGEST_FACT = 4_000_000
"""Bytes of a fact (ours): more than any body and any file that a fact may come from."""
OF_TEXTS = ("nul", "half_character")
SHORTENED = "[…]"
"""Stands for what a fact of an older release nests too deeply."""


class Beyond(NamedTuple):
    """The part of a value that is out of bounds. `why` is `too_deep`, `too_large`,
    `number_too_large`, `not_finite`, `half_character`, `nul`, `no_text_key` or `no_json`;
    `where` is its place, as `data.fields.code[3]`; `params` are what the sentence of `field.WHY`
    needs."""

    why: str
    where: str
    params: dict[str, Any]


class Unkeepable(ValueError):
    """Raised for a fact that some reader could not read."""

    def __init__(self, beyond: Beyond) -> None:
        told = ", ".join(f"{name} {value}" for name, value in beyond.params.items())
        super().__init__(f"{beyond.where}: {beyond.why}{told and f' ({told})'}")
        self.beyond = beyond


def beyond(value: Any, deepest: int, where: str = "", largest: float = math.inf) -> Beyond | None:
    """Returns the first part of `value` that is out of bounds; None where all may be kept. It does
    not use recursion, so no depth can overflow the stack. A value that holds others is one
    level; `largest` is the bound of fractions."""
    waiting: list[tuple[Any, str, int]] = [(value, where, 0)]
    while waiting:
        one, place, depth = waiting.pop()
        if one is None or isinstance(one, bool):
            continue
        if isinstance(one, str):
            if (code := _unsayable(one)) is not None:
                return Beyond(code, place, {})
        elif isinstance(one, int | float):
            if (found := _number(one, place, largest)) is not None:
                return found
        elif isinstance(one, dict):
            if depth >= deepest:
                return Beyond("too_deep", place, {"most": deepest})
            for key, item in one.items():
                if not isinstance(key, str) or _unsayable(key):
                    return Beyond("no_text_key", place, {"key": repr(key)[:40]})
                waiting.append((item, f"{place}.{key}" if place else key, depth + 1))
        elif isinstance(one, list | tuple):
            if depth >= deepest:
                return Beyond("too_deep", place, {"most": deepest})
            waiting.extend((item, f"{place}[{at}]", depth + 1) for at, item in enumerate(one))
        else:
            return Beyond("no_json", place, {"found": type(one).__name__})
    return None


def _number(value: int | float, where: str, largest: float) -> Beyond | None:
    if isinstance(value, float) and not math.isfinite(value):
        return Beyond("not_finite", where, {})
    if abs(value) > (SAFE_INTEGER if isinstance(value, int) else largest):
        return Beyond("number_too_large", where, {"most": SAFE_INTEGER})
    return None


def _unsayable(text: str) -> str | None:
    """Returns the code of a character that no reader accepts: NUL, which ends a text for many, or
    half of a surrogate pair, which UTF-8 cannot encode; None if there is none."""
    if "\0" in text:
        return "nul"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "half_character"
    return None


def sent(value: Any, *, texts: bool = True) -> Any:
    """Returns `value` unchanged. Raises pydantic's error, which names what is out of bounds and
    where. Without `texts`, faults in texts are left to the check of their field."""
    if isinstance(value, str | bool) or value is None:
        return value  # `plain_text.py` looks at texts
    found = beyond(value, SENT_DEEPEST, largest=SAFE_INTEGER)
    if found is None or found.why == "no_json" or (not texts and found.why in OF_TEXTS):
        return value  # a door gives JSON only: a rule has put a model or an enum in, which was examined itself
    raise PydanticCustomError(
        found.why, "{place} cannot be kept", {"place": found.where[:80] or "·", **found.params}
    )


def shortened(value: Any, deepest: int) -> Any:
    """Returns `value` with SHORTENED in place of everything that nests deeper than `deepest`."""
    if isinstance(value, dict):
        if deepest <= 0:
            return SHORTENED
        return {key: shortened(item, deepest - 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return SHORTENED if deepest <= 0 else [shortened(item, deepest - 1) for item in value]
    return value

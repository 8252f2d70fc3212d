"""The one bound on what is written as JSON: how deep it nests, how large its numbers and texts are.

What a person or a program sends is held to `SENT_DEEPEST` at every door (`Command`, bodies of requests). A fact is
held to `DEEPEST` where it is written down (`store/journal/canonical.py`): rules put what was sent into values of
their own, and rows, answers and exports put facts into theirs. So nothing is kept that a row, a door, an export or a
replay cannot write: orjson writes 254 levels.
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
    """What cannot be kept: `why` is `too_deep`, `too_large`, `number_too_large`, `not_finite`, `half_character`, `nul`,
    `no_text_key` or `no_json`; `where` is its place, as `data.fields.code[3]`; `params` are what the sentence of
    `field.WHY` needs."""

    why: str
    where: str
    params: dict[str, Any]


class Unkeepable(ValueError):
    """A fact that some reader could not take."""

    def __init__(self, beyond: Beyond) -> None:
        told = ", ".join(f"{name} {value}" for name, value in beyond.params.items())
        super().__init__(f"{beyond.where}: {beyond.why}{told and f' ({told})'}")
        self.beyond = beyond


def beyond(value: Any, deepest: int, where: str = "", largest: float = math.inf) -> Beyond | None:
    """The first part of `value` that is beyond the bounds; None where all may be kept. It does not recur, so that no
    depth can hurt it. A value that holds others is one level; `largest` is the bound of fractions."""
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
    """What no reader takes: NUL, which ends a text for many, and half of a surrogate pair, which UTF-8 cannot say."""
    if "\0" in text:
        return "nul"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "half_character"
    return None


def sent(value: Any, *, texts: bool = True) -> Any:
    """`value` as it came. Raises pydantic's error, which names what is beyond the bounds, and where. Without `texts`
    those in it are left to whoever names their field."""
    if isinstance(value, str | bool) or value is None:
        return value  # `plain_text.py` looks at texts
    found = beyond(value, SENT_DEEPEST, largest=SAFE_INTEGER)
    if found is None or found.why == "no_json" or (not texts and found.why in OF_TEXTS):
        return value  # a door gives JSON only: a rule has put a model or an enum in, which was examined itself
    raise PydanticCustomError(
        found.why, "{place} cannot be kept", {"place": found.where[:80] or "·", **found.params}
    )


def shortened(value: Any, deepest: int) -> Any:
    """`value` without what nests more deeply: SHORTENED stands there."""
    if isinstance(value, dict):
        if deepest <= 0:
            return SHORTENED
        return {key: shortened(item, deepest - 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return SHORTENED if deepest <= 0 else [shortened(item, deepest - 1) for item in value]
    return value

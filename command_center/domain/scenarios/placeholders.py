"""Placeholders in texts: `{source}` becomes the tank's name on the site, `{source.product}` its
content."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9._-]*?)(?:\.(product|area))?\}")
ANY_BRACE = re.compile(r"[{}]")


def named_in(words: str) -> list[str]:
    """Returns the needs that a text names, in order."""
    return [found[1] for found in PLACE.finditer(words)]


def is_sound(words: str) -> bool:
    """Returns whether every brace belongs to a placeholder that can be filled."""
    return ANY_BRACE.search(PLACE.sub("", words)) is None


def filled(words: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """Returns the text with each placeholder filled: `names[need]` has `name` and perhaps
    `product`, `area`."""

    def name(found: re.Match[str]) -> str:
        known = names[found[1]]
        return known.get(found[2] or "name") or known["name"]

    return PLACE.sub(name, words)

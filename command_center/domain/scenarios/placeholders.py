"""Texts that name a need: `{source}` reads as the tank's name on the site, `{source.product}` as
what is in it."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9._-]*?)(?:\.(product|area))?\}")
ANY_BRACE = re.compile(r"[{}]")


def named_in(words: str) -> list[str]:
    """The needs a text names, in order."""
    return [found[1] for found in PLACE.finditer(words)]


def is_sound(words: str) -> bool:
    """Whether every brace belongs to a place that can be filled."""
    return ANY_BRACE.search(PLACE.sub("", words)) is None


def filled(words: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """The text with each place filled: `names[need]` has `name` and perhaps `product`, `area`."""

    def name(found: re.Match[str]) -> str:
        known = names[found[1]]
        return known.get(found[2] or "name") or known["name"]

    return PLACE.sub(name, words)

"""Every sentence shown to people, in every language of the board.

A language's catalogue is a folder of flat YAML files, one for each area of the field: dotted key -> sentence with
`{named}` placeholders. All keys with the same first word are in one file, and both languages have the same keys in
the same files. Tests find a missing or duplicate key, so no screen shows a blank.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from command_center.domain.figure import figure
from command_center.domain.refusal import Phrase

LANGUAGES = ("zh-CN", "en")
"""The languages of the catalogues; the first is the fallback for a caller who names none."""

_ALL_TEXT = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""libyaml's, where the build has it. `no` stays a word."""

LIST_SEPARATOR = {"zh-CN": "、", "en": ", "}
PHRASE_SEPARATOR = {"zh-CN": "；", "en": "; "}
"""Between phrases, which may have commas of their own."""


NUMBERED = frozenset(
    {"line", "column", "seq", "head", "next", "wanted", "found", "port", "other"}
    | {"status", "number", "report", "inject"}
)
"""Places whose numbers are names: of lines, facts, ports, signals."""


PLURAL = re.compile(r"\{(\w+):([^{}|]+)\|([^{}|]+)\}")
"""`{n:directive was|directives were}`: the words for one, and for any other number of `n`. Chinese needs none."""


class UnknownWords(KeyError):
    """No catalogue has this key: an error of the program, never of the caller."""


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Return all sentences of a language, as the browser gets them. Raises KeyError if unknown."""
    if lang not in LANGUAGES:
        raise KeyError(lang)
    areas = [
        area for area in files(__name__).joinpath(lang).iterdir() if area.name.endswith(".yaml")
    ]
    # Read as one text (UTF-8), each file ending with a line end. A flat text is a key, its sentence, the next key ...:
    # half the time of building a tree first, at every start.
    text = b"".join(area.read_bytes() for area in sorted(areas, key=lambda area: area.name))
    scalars = (
        event for event in yaml.parse(text, _ALL_TEXT) if isinstance(event, yaml.ScalarEvent)
    )
    read = [scalar.value for scalar in scalars]
    return MappingProxyType(dict(zip(read[::2], read[1::2], strict=True)))


def has(key: str) -> bool:
    """Whether every language has this key."""
    return all(key in catalogue(lang) for lang in LANGUAGES)


def say(lang: str, key: str, /, **params: Any) -> str:
    """Return the sentence `key` in `lang`, with its placeholders filled.

    A parameter in both languages (`{"zh": ..., "en": ...}` or `Text`) is given in `lang`; a `Phrase` is a sentence
    within the sentence; a list is joined. Raises UnknownWords for an unknown key.
    """
    try:
        sentence = catalogue(lang)[key]
    except KeyError as error:
        raise UnknownWords(f"{key} ({lang})") from error
    sentence = PLURAL.sub(lambda m: m[2] if str(params.get(m[1])) == "1" else m[3], sentence)
    return sentence.format(**{name: _filled(lang, name, value) for name, value in params.items()})


def _filled(lang: str, name: str, value: Any) -> Any:
    """Line 1234 and fact 1234 are no amounts: nobody would find them by `1,234`."""
    is_name = name in NUMBERED and isinstance(value, int)
    return str(value) if is_name else spoken(lang, value)


def spoken(lang: str, value: Any) -> Any:
    """Return one parameter as text in `lang`."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, Phrase):
        return say(lang, value.key, **value.params)
    if isinstance(value, Mapping) and {"zh", "en"} <= value.keys():
        return value["zh" if lang.startswith("zh") else "en"]
    if isinstance(value, (list, tuple, set, frozenset)):
        phrases = any(isinstance(item, Phrase) for item in value)
        between = PHRASE_SEPARATOR if phrases else LIST_SEPARATOR
        return between[lang].join(str(spoken(lang, item)) for item in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return figure(value)
    from command_center.domain.text import Text  # a model: help and `version` need none

    return spoken(lang, value.as_row()) if isinstance(value, Text) else value


def preferred(accept: str | None, fallback: str = LANGUAGES[0]) -> str:
    """Return the language that suits an Accept-Language header best (RFC 9110 section 12.5.4)."""
    best, best_weight = fallback, 0.0
    for part in (accept or "").split(","):
        tag, _, rest = part.strip().partition(";")
        weight = _weight(rest)
        language = _matching(tag.strip().lower())
        if language and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def _matching(tag: str) -> str | None:
    primary = tag.split("-", maxsplit=1)[0]
    return next((lang for lang in LANGUAGES if lang.lower().split("-")[0] == primary), None)

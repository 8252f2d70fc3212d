"""The limits of a command's field, as its model declares them: text length, number range."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

LONGEST_NUMBER = 16
"""Characters of a number that has digits after its point."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of an input: `shortest` and `longest` in characters; a number from `least` (or `above`) to `most`,
    in the field's unit; `whole` numbers only. None: no such limit.
    """

    longest: int | None = None
    shortest: int | None = None
    least: float | None = None
    above: float | None = None
    most: float | None = None
    whole: bool = False

    def plain(self) -> dict[str, Any]:
        """Return the limits for the browser, without those not set."""
        return {name: value for name, value in asdict(self).items() if told(value)}


def told(value: object) -> bool:
    """Whether a value is set: None, False and an empty text are not, the number 0 is."""
    return value is not None and value is not False and value != ""


NO_BOUNDS = Bounds()


def bounds_of(schema: Mapping[str, Any], name: str) -> Bounds:
    """Return the limits of field `name` from the JSON schema of a command's model."""
    field = schema["properties"][name]
    listed = next((one for one in _either(field) if one.get("type") == "array"), None)
    if listed is not None:
        return _of_list(listed)
    for one in _either(field):
        if one.get("type") == "string":
            return Bounds(longest=one.get("maxLength"), shortest=one.get("minLength"))
        if one.get("type") in ("integer", "number"):
            return _of_number(one)
    return NO_BOUNDS


def _of_number(one: Mapping[str, Any]) -> Bounds:
    whole, most = one["type"] == "integer", one.get("maximum")
    longest = len(str(most)) if whole and most is not None else LONGEST_NUMBER
    least, above = one.get("minimum"), one.get("exclusiveMinimum")
    return Bounds(longest, None, least, above, most, whole)


def _of_list(listed: Mapping[str, Any]) -> Bounds:
    """Of a list that is typed in one line, its parts divided by a comma and a space."""
    most = listed.get("maxItems")
    part = bounds_of({"properties": {"one": listed.get("items", {})}}, "one").longest
    return Bounds(longest=most * (part + 2) if most and part else None)


def _either(field: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The field's own schema and those it may be one of."""
    yield field
    for either in ("anyOf", "oneOf"):
        for one in field.get(either, ()):
            yield from _either(one)

"""The types of a command's fields, each with what it holds: an id of the plant, a moment, a span.

A form offers what a field's type refers to (`layouts/forms/derived.py`). A wrong value is refused
with a message on how to write it. Bounds of plain numbers are in `quantities.py`.
"""

from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError


@dataclass(frozen=True, slots=True)
class Holds:
    """What a field holds: `what` is the name of a list to choose from (`layouts/forms/derived.py`),
    or moment, span or directive."""

    what: str


def _no_words(code: str) -> BeforeValidator:
    """Returns a validator that refuses text where a number is meant, with the error `field.CODE`,
    which says how to write it."""

    def check(value: Any) -> Any:
        if isinstance(value, str):
            told = f"text is no {code}"
            raise PydanticCustomError(code, told, {"value": value[:40]})
        return value

    return BeforeValidator(check)


def _no_coordinates() -> BeforeValidator:
    """Returns a validator that refuses an object or list where the id of a place is meant, with the
    error `field.place_id`."""

    def check(value: Any) -> Any:
        if isinstance(value, dict | list):
            raise PydanticCustomError("place_id", "coordinates are no id of a place")
        return value

    return BeforeValidator(check)


PersonId = Annotated[str, Field(max_length=40), Holds("person")]
"""A person of the roster."""
PlaceId = Annotated[str, Field(max_length=40), _no_coordinates(), Holds("place")]
"""A place of the plant: an area, a tank, a pool, a gate."""
KitId = Annotated[str, Field(max_length=40), Holds("kit")]
"""A kit that can be sent out."""
ResourceId = Annotated[str, Field(max_length=40), Holds("resource")]
"""Something of which the ledger counts how many are in the stores."""
MusterId = Annotated[str, Field(max_length=40), Holds("muster")]
"""A place where people are counted in."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""The name of a photograph or voice note that is stored beside the journal."""

AreaId = Annotated[str, Field(max_length=40), Holds("area")]
"""An area of the plant."""
TankId = Annotated[str, Field(max_length=40), Holds("tank")]
"""A tank."""
ElementId = Annotated[str, Field(max_length=40), Holds("element")]
"""A valve or a pump, by the id that is painted on it."""
SubstanceId = Annotated[str, Field(max_length=40), Holds("substance")]
"""A substance that the site file describes."""
TagId = Annotated[str, Field(max_length=40), Holds("tag")]
"""A measured value, by its tag."""
PlanId = Annotated[str, Field(max_length=40), Holds("plan")]
"""A plan of the site."""
LevelId = Annotated[str, Field(max_length=40), Holds("level")]
"""A level of response."""
PostId = Annotated[str, Field(max_length=40), Holds("post")]
"""A post of the emergency organisation."""
RecipientId = Annotated[str, Field(max_length=40), Holds("recipient")]
"""A post or a person of the roster."""

DelegationId = Annotated[str, Field(max_length=40), Holds("delegation")]
"""A delegation: it is revoked in its row, so no form offers it."""
GapId = Annotated[str, Field(max_length=100), Holds("gap")]
"""A gap of readiness by the key of its row: its measures are taken in that row."""
DirectiveId = Annotated[str, Field(max_length=40), Holds("directive")]
"""A directive: its commands are given in its row, so no form offers it."""

Moment = Annotated[
    int, Field(ge=1, le=4_102_444_800_000), _no_words("moment"), Holds("moment")
]  # fmt: skip
"""UTC epoch milliseconds, up to the year 2100. A person writes a time of day (HH:MM)."""
DueSpan = Annotated[int, Field(ge=10, le=86_400), _no_words("span"), Holds("span")]
"""Seconds until something is due: from ten seconds to a day. A person writes minutes or mm:ss."""


def held_by(field: FieldInfo) -> str | None:
    """Returns what a command's field holds, also where it is optional or a list; None if its type
    does not say."""
    return _held(field.metadata) or _within(field.annotation)


def _within(annotation: Any) -> str | None:
    if found := _held(getattr(annotation, "__metadata__", ())):
        return found
    return next((found for part in get_args(annotation) if (found := _within(part))), None)


def _held(metadata: Any) -> str | None:
    return next((one.what for one in metadata if isinstance(one, Holds)), None)

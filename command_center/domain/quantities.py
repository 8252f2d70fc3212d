"""Types for the numbers of described files, commands and readings, each with a lowest and a highest
value.

A number without bounds fails where nobody expects it: a time beyond the calendar, a square of a
diameter that is zero, an infinity that JSON cannot express. So every number of a model has one of
these types or its own bounds (`tests/domain/test_bounded_numbers.py`). The bounds are wide: they
refuse typing errors and wrong units, but no real plant. Each says where it comes from.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Field, ValidationError, model_validator

from command_center.domain.bounds.json_bounds import SAFE_INTEGER

Place = tuple[str | int, ...]
"""Where in a body: names of fields and places in lists, from the outside."""

Metres = Annotated[float, Field(ge=-10_000, le=10_000)]
"""A coordinate of the plan. The projection is exact to 0.1 mm over 20 km (`site/map/geography.py`)."""

Length = Annotated[float, Field(ge=0.001, le=20_000)]
"""Metres of a thing: from a millimetre to the whole width that coordinates can span."""

Volume = Annotated[float, Field(ge=0, le=1e8)]
"""Cubic metres: up to a reservoir's 100 million."""
Capacity = Annotated[float, Field(ge=0.001, le=1e8)]
"""Cubic metres of what holds something: from a litre."""

HourlyFlow = Annotated[float, Field(ge=0.001, le=1e6)]
"""m3/h that a pump moves. The largest drainage pumps move about 200,000."""
MinuteFlow = Annotated[float, Field(ge=0.001, le=1e5)]
"""m3/min that runs to a pool: more than the largest pumps bring."""

Millimetres = Annotated[float, Field(ge=0.001, le=10_000)]
"""A bore or a hole: up to the widest penstock's 10 m."""

PlanSeconds = Annotated[int, Field(ge=0, le=2_592_000)]
"""Seconds from the first alarm that a plan reaches ahead: 30 days. What takes longer is no step of a
response; it is an action of the review, which has a date."""

Minutes = Annotated[float, Field(ge=0, le=10_080)]
"""Minutes that help travels: up to a week."""

Heads = Annotated[int, Field(ge=0, le=1_000_000)]
"""People of a site or unit: the largest works of the world employ some 100,000."""

Amount = Annotated[float, Field(ge=0, le=1e9)]
"""So many of a resource, in its unit: what the ledger counts (`resources/ledger.py`)."""
SomeAmount = Annotated[float, Field(ge=0.001, le=1e9)]
"""The same of what must be there at all."""

IntervalDays = Annotated[int, Field(ge=1, le=3_660)]
"""Days between two counts or inspections: up to ten years, the longest test interval of gas cylinders in use."""

MolarMass = Annotated[float, Field(ge=1, le=2_000)]
"""g/mol: hydrogen has 2, and what weighs more than 2,000 has no vapour."""
VapourPressure = Annotated[float, Field(ge=1e-6, le=100_000)]
"""mmHg: up to 130 bar, more than any liquid has below its critical point at plant temperatures."""
PartsPerMillion = Annotated[float, Field(ge=1e-6, le=1_000_000)]
"""ppm: a million parts of a million are all there is."""

Radius = Annotated[float, Field(ge=1, le=10_000)]
"""Metres of a zone round a source: up to the longest distance of the ERG's tables, 11 km, as far as
the plan's coordinates go."""

Measured = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
"""A value of an instrument, in whatever unit: a totaliser's largest count has twelve digits."""
MeasuredAmount = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
"""The same of what cannot be negative: a concentration, a volume."""
Derived = Annotated[float, Field(ge=-SAFE_INTEGER, le=SAFE_INTEGER, allow_inf_nan=False)]
"""What is worked out of measured values, such as a net loss: as far as every door takes a number. See `derived`."""

Milliseconds = Annotated[int, Field(ge=0, le=4_102_444_800_000)]
"""A span: no longer than from 1970 to 2100, the longest that two times can lie apart."""
FactNumber = Annotated[int, Field(ge=1, le=SAFE_INTEGER)]
"""The number of a fact: whole in every JSON reader (IEEE 754)."""
FactNumberOrZero = Annotated[int, Field(ge=0, le=SAFE_INTEGER)]
"""The same where 0 stands before the first fact."""
LARGEST_SEED = 2**64 - 1
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
"""Of a draw: 64 bits. The doors of the web take 53 bits, which every JSON reader keeps whole."""
Year = Annotated[int, Field(ge=2000, le=2099)]
"""A calendar year of drills."""


def derived(value: float) -> float:
    """Returns `value` limited to the bounds of `Derived`, so that the alarm of a broken meter is
    raised all the same. What is no number becomes the largest."""
    if value != value:
        return float(SAFE_INTEGER)
    return max(float(-SAFE_INTEGER), min(float(SAFE_INTEGER), value))


class NoTruthForNumbers(BaseModel):
    """Base of models for input from people and programs: true does not count as 1, in a field or in
    a list or object of it."""

    @model_validator(mode="before")
    @classmethod
    def no_truth_for_a_number(cls, told: Any) -> Any:
        """Refuses true and false for numbers. Raises ValidationError, which names each place:
        pydantic itself takes true for 1, and so would report one dead person whom nobody wrote."""
        wrong = truths_for_numbers(cls, told) if isinstance(told, dict) else []
        if wrong:
            raise ValidationError.from_exception_data(
                cls.__name__, [{"type": "float_type", "loc": at, "input": True} for at in wrong]
            )
        return told


def truths_for_numbers(model: type[BaseModel], told: Mapping[str, Any]) -> list[Place]:
    """Returns the places where true or false is given though a number is required. A nested model
    checks itself."""
    return [
        (name, *at)
        for name, value in told.items()
        if isinstance(value, bool | list | tuple | dict)
        for at in _truths(_kinds_of(model, name), value)
    ]


def _truths(kinds: frozenset[Any], value: Any) -> Iterator[Place]:
    """Places of truths in a value of these types, seen from it."""
    if isinstance(value, bool):
        if kinds & {int, float} and kinds <= {int, float, str, type(None)}:
            yield ()
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)
    inner = _held_by(kinds, dict if isinstance(value, dict) else list)
    if not inner:
        return
    for at, item in items:
        if isinstance(item, bool | list | tuple | dict):
            yield from ((at, *further) for further in _truths(inner, item))


@cache
def _held_by(kinds: frozenset[Any], shape: type) -> frozenset[Any]:
    """Returns the types of the values in dictionaries, or in lists and tuples, of these types."""
    origins = {dict, Mapping} if shape is dict else {list, tuple, set, frozenset, Sequence}
    return frozenset(
        found
        for kind in kinds
        if get_origin(kind) in origins
        for one in (get_args(kind)[1:] if shape is dict else get_args(kind))
        for found in _kinds(one)
        if found is not Ellipsis  # tuple[float, ...]
    )


@cache
def _kinds_of(model: type[BaseModel], name: str) -> frozenset[Any]:
    """The types that the field of that name or alias takes."""
    fields = model.model_fields.items()
    found = [info for field, info in fields if name in (field, info.alias)]
    return frozenset(kind for info in found for kind in _kinds(info.annotation))


def _kinds(annotation: Any) -> list[Any]:
    """The types of which an annotation takes values."""
    if get_origin(annotation) is Annotated:
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for one in get_args(annotation) for kind in _kinds(one)]
    return [annotation]

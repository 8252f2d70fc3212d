"""Every number of a described file, of a command and of a reading has a lowest and a highest value."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pytest
from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, Field
from typing_extensions import is_typeddict

import command_center.domain.areas  # noqa: F401  # declares the commands
from command_center.domain.bounds.json_bounds import SAFE_INTEGER
from command_center.domain.registry import COMMANDS
from command_center.domain.scenarios.bias import Bias
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.scenario import Scenario
from command_center.domain.scenarios.year.programme import Programme
from command_center.domain.site.model import Site
from command_center.ingest.positions import PositionsBatch
from command_center.ingest.readings import ReadingsBatch
from simulations.scenario import Scenario as Simulation

UNCHECKED = {"ReadingIn.ts", "ProofIn.ts", "PositionIn.ts"}
"""Compared with the clock at their door, which refuses what lies too far from now."""


def bounds(metadata: tuple[Any, ...]) -> tuple[bool, bool]:
    """Whether an annotation names a lowest and a highest value."""
    low = any(isinstance(one, Ge | Gt) for one in metadata)
    high = any(isinstance(one, Le | Lt) for one in metadata)
    for one in metadata:
        below, above = bounds(tuple(getattr(one, "metadata", ())))
        low, high = low or below, high or above
    return low, high


def unbounded(
    annotation: Any, metadata: tuple[Any, ...], place: str, seen: set[type]
) -> Iterator[str]:
    """The places of numbers that lack a bound, through every model that a model is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from unbounded(inner, (*more, *metadata), place, seen)
    elif origin in (Union, UnionType):
        for one in get_args(annotation):
            yield from unbounded(one, metadata, place, seen)
    elif origin is not None:  # a list, a mapping: what bounds it says nothing of what is in it
        for one in get_args(annotation):
            yield from unbounded(one, (), place, seen)
    elif annotation in (int, float):
        if bounds(metadata) != (True, True):
            yield place
    elif isinstance(annotation, type) and annotation not in seen:
        seen.add(annotation)
        if issubclass(annotation, BaseModel):
            for name, field in annotation.model_fields.items():
                told = f"{annotation.__name__}.{name}"
                yield from unbounded(field.annotation, tuple(field.metadata), told, seen)
        elif is_typeddict(annotation):
            for name, hint in get_type_hints(annotation, include_extras=True).items():
                yield from unbounded(hint, (), f"{annotation.__name__}.{name}", seen)


FILES = [Site, Scenario, DrillPlan, Programme, Bias, Simulation]
DOORS = [ReadingsBatch, PositionsBatch]
MODELS = [*FILES, *DOORS, *(spec.model for spec in COMMANDS.values())]


@pytest.mark.parametrize("model", dict.fromkeys(MODELS), ids=lambda model: model.__name__)
def test_every_number_has_both_bounds(model: type[BaseModel]) -> None:
    found = set(unbounded(model, (), model.__name__, set())) - UNCHECKED
    assert not found, f"use a type of command_center/domain/quantities.py for {sorted(found)}"


BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}


def stated(schema: Any) -> Iterator[float]:
    """Every bound of a number in a JSON schema."""
    if isinstance(schema, dict):
        yield from (schema[name] for name in BOUNDS & schema.keys())
        for part in schema.values():
            yield from stated(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from stated(part)


@pytest.mark.parametrize("kind", sorted(COMMANDS))
def test_no_command_states_a_bound_that_every_door_refuses(kind: str) -> None:
    assert all(
        abs(bound) <= SAFE_INTEGER for bound in stated(COMMANDS[kind].model.model_json_schema())
    )


def test_a_number_without_bounds_is_found_wherever_it_stands() -> None:
    class Inner(BaseModel):
        deep: list[float]
        half: int = Field(ge=0)
        fine: Annotated[int, Field(ge=0, le=9)]

    class Outer(BaseModel):
        here: float | None = None
        below: dict[str, tuple[Inner, int]]

    names = set(unbounded(Outer, (), "", set()))
    assert names == {"Outer.here", "Outer.below", "Inner.deep", "Inner.half"}

"""True is not one: of what a person types into a number, nothing is guessed."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel, Field, ValidationError

from command_center.domain import areas as areas  # noqa: PLC0414 - declares every command
from command_center.domain.quantities import NoTruthForNumbers
from command_center.domain.registry import COMMANDS
from command_center.domain.site.model import Tank
from command_center.web.request.body import Asked
from tests.support.small_site import small_site

LINE = {"resource": "foam", "store": "hall"}


@pytest.mark.parametrize(
    ("kind", "data", "place"),
    [
        ("report.submit", {"incident": "INC-1", "deaths": True}, ("deaths",)),
        ("alarm.shelve", {"alarm": "G-1:HH", "minutes": True, "reason": "a test"}, ("minutes",)),
        ("alarm.take_out", {"alarm": "G-1:HH", "hours": True, "reason": "a test"}, ("hours",)),
        (
            "resource.settle",
            {"dispatch": "DSP-1", "lines": [LINE, LINE | {"lost": True}]},
            ("lines", 1, "lost"),
        ),
        ("action.observe", {"action": "ACT-1", "facts": [7, True]}, ("facts", 1)),
    ],
)
def test_a_command_takes_no_truth_for_a_number(
    kind: str, data: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        COMMANDS[kind].model.model_validate(data)
    assert (place, "float_type") in [(one["loc"], one["type"]) for one in refused.value.errors()]


class Body(Asked):
    """What a door of its own might ask."""

    limit: int = 1
    shares: list[float] = Field(default_factory=list)
    most: dict[str, int] | None = None
    at: tuple[float, float] = (0, 0)
    sure: bool = False
    flags: list[bool] = Field(default_factory=list)
    anything: dict[str, Any] = Field(default_factory=dict)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"limit": True}, ("limit",)),
        ({"shares": [0.5, False]}, ("shares", 1)),
        ({"most": {"a": 1, "b": True}}, ("most", "b")),
        ({"at": [True, 2]}, ("at", 0)),
    ],
)
def test_a_body_of_a_door_takes_none_either(
    told: dict[str, Any], place: tuple[str | int, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        Body.model_validate(told)
    assert [(one["loc"], one["type"]) for one in refused.value.errors()] == [(place, "float_type")]


def test_a_truth_stays_one_where_it_is_asked_for() -> None:
    body = Body.model_validate({"sure": True, "flags": [True], "anything": {"a": [True]}})
    assert (body.sure, body.flags, body.anything) == (True, [True], {"a": [True]})


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model within an annotation, and within those."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for one in get_args(annotation):
        yield from models(one)


def has_number(model: type[BaseModel]) -> bool:
    return any(
        one in (int, float) or one in (int | None, float | None)
        for field in model.model_fields.values()
        for one in (field.annotation, *get_args(field.annotation))
    )


def asked(model: type[BaseModel] = Asked) -> Iterator[type[BaseModel]]:
    """Every model of a body that the doors of this program declare."""
    for one in model.__subclasses__():
        yield one
        yield from asked(one)


def test_no_model_that_a_command_or_door_holds_takes_true_for_one() -> None:
    import command_center.boot.app  # noqa: F401 - every door is declared

    told = {one for spec in COMMANDS.values() for one in models(spec.model)}
    told |= {found for body in asked() for found in models(body)}
    assert len(told) > len(COMMANDS) + 40
    assert [
        one.__name__ for one in told if has_number(one) and not issubclass(one, NoTruthForNumbers)
    ] == []


def test_a_row_of_the_plant_takes_none_either() -> None:
    tank = small_site().tanks[0].model_dump(by_alias=True)
    with pytest.raises(ValidationError) as refused:
        Tank.model_validate(tank | {"diameter_m": True})
    assert ("diameter_m",) in [one["loc"] for one in refused.value.errors()]

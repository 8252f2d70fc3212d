"""True is not one: of what a person types into a number, nothing is guessed."""

from typing import Any

import pytest
from pydantic import ValidationError

from command_center.domain import areas as areas  # noqa: PLC0414 - declares every command
from command_center.domain.registry import COMMANDS
from command_center.domain.site.model import Tank
from tests.support.small_site import small_site


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("report.submit", {"incident": "INC-1", "deaths": True}),
        ("alarm.shelve", {"alarm": "G-1:HH", "minutes": True, "reason": "a test"}),
        ("alarm.take_out", {"alarm": "G-1:HH", "hours": True, "reason": "a test"}),
    ],
)
def test_a_command_takes_no_truth_for_a_number(kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        COMMANDS[kind].model.model_validate(data)
    (field,) = (name for name, value in data.items() if value is True)
    assert [(one["loc"], one["type"]) for one in refused.value.errors()] == [
        ((field,), "float_type")
    ]
    COMMANDS[kind].model.model_validate(data | {field: 1})


def test_a_row_of_the_plant_takes_none_either() -> None:
    tank = small_site().tanks[0].model_dump(by_alias=True)
    with pytest.raises(ValidationError) as refused:
        Tank.model_validate(tank | {"diameter_m": True})
    assert ("diameter_m",) in [one["loc"] for one in refused.value.errors()]

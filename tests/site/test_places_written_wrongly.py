"""A place in another form than is wanted: the sentence says where, and how it is written."""

import pytest
from pydantic import ValidationError

from command_center.domain import areas as areas  # noqa: PLC0414 - declares every command
from command_center.domain.plant_data.said import reason_of
from command_center.domain.registry import COMMANDS
from command_center.domain.site.changing.change import read_row
from command_center.domain.site.changing.nouns import NOUNS
from command_center.words import spoken
from tests.support.small_site import small_site

XY = {"x": 120, "y": 45}


def test_a_point_of_a_row_is_two_numbers() -> None:
    tag = NOUNS["tags"].row_of(small_site().tags[0])
    _, [mistake] = read_row(NOUNS["tags"], tag["id"], tag | {"at": XY})
    assert (mistake.key, mistake.field) == (tag["id"], "at")
    assert "[120, 45]" in spoken("en", reason_of(mistake))
    part, mistakes = read_row(NOUNS["tags"], tag["id"], tag | {"at": [120, 45]})
    assert (part is not None, mistakes) == (True, [])


@pytest.mark.parametrize("wrong", [XY, [120, 45]])
def test_the_place_of_a_command_is_an_id(wrong: object) -> None:
    with pytest.raises(ValidationError) as refused:
        COMMANDS["incident.open"].model.model_validate({"place": wrong})
    errors = [(one["loc"], one["type"]) for one in refused.value.errors()]
    assert errors == [(("place",), "place_id")]

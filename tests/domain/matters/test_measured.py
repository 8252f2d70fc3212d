"""A measured value in words: with its unit, and with no digit lost or made."""

import pytest

from command_center.domain.matters.playing.measured import measured
from command_center.domain.template_language.fields import NumberField

OXYGEN = NumberField(type="number", unit="%")
PIECES = NumberField(type="number", unit="pcs")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (19.4999999, "19.4999999 %"),
        (0.34, "0.34 %"),
        (21.0, "21 %"),
        (21, "21 %"),
        (-0.0, "0 %"),
        (1_000_000, "1,000,000 %"),
        (1_000_000.5, "1,000,000.5 %"),
        (2.0**53, "9,007,199,254,740,992 %"),
        (0.00001, "0.00001 %"),
        (None, "–"),
        (True, "✓"),
        (False, "✗"),
        ("north", "north"),
    ],
)
def test_what_was_read_is_said_as_it_was_read(value: object, said: str) -> None:
    assert measured(OXYGEN, value) == said


def test_pieces_and_what_has_no_field_are_numbers_alone() -> None:
    assert measured(PIECES, 12) == "12"
    assert measured(None, 12.5) == "12.5"

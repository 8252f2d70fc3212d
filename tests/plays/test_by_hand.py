"""Every template of the library is played by hand in a browser too (tests/e2e/test_played_*.py)."""

from command_center.domain.template_language.template import Template
from command_center.template_file import library
from tests.e2e import (
    test_played_permits,
    test_played_permits_of_gas,
    test_played_safety,
    test_played_tickets,
    test_played_true_center,
)


def test_every_template_of_the_library_is_played_by_hand_once() -> None:
    files = (
        test_played_permits,
        test_played_permits_of_gas,
        test_played_safety,
        test_played_tickets,
        test_played_true_center,
    )
    played = [name for file in files for name in file.NAMES]
    assert sorted(played) == sorted(
        id for id, one in library().items() if isinstance(one, Template)
    )

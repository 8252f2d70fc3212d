"""The number of a directive stays with it while it is open."""

from command_center.domain.directives.numbering import free_number
from tests.support.factories import ControlRoom


def issued(room: ControlRoom, incident: str) -> str:
    name: str = room.does(
        "ann", "directive.issue", incident=incident, to="farm-hand", text="Look",
        urgency="normal", category="source",
    )[0].data["id"]  # fmt: skip
    return name


def number(room: ControlRoom, name: str) -> int:
    return room.state.directives[name].number


def test_it_does_not_shift_when_another_ends(room: ControlRoom) -> None:
    incident = room.leak()
    first, second, third = (issued(room, incident) for _ in range(3))
    assert [number(room, one) for one in (first, second, third)] == [1, 2, 3]
    room.does("ann", "directive.withdraw", directive=first, reason="not needed")
    assert [number(room, one) for one in (second, third)] == [2, 3]
    assert number(room, issued(room, incident)) == 4  # not at once the number that became free


def test_numbers_are_given_in_turn_and_never_twice_at_once() -> None:
    assert free_number([], 0) == 1
    assert free_number([2, 3], 3) == 4
    assert free_number([2, 9], 9) == 1
    assert free_number([1, 2, 3], 9) == 4
    assert free_number(range(1, 10), 9) == 10
    assert free_number([*range(1, 10), 11], 10) == 10
    assert free_number([1, 12], 12) == 2

"""The number of a directive means it for the whole incident."""

from tests.support.factories import ControlRoom


def test_a_number_is_never_used_again_in_its_incident(room: ControlRoom) -> None:
    incident = room.leak()
    numbers = []
    for _ in range(12):
        directive = room.orders(incident)
        numbers.append(room.state.directives[directive].number)
        room.does("ann", "directive.withdraw", directive=directive, reason="Not needed any more")
    first = numbers[0]
    assert numbers == list(range(first, first + 12))
    assert len({one.number for one in room.state.directives.values()}) == len(room.state.directives)
    assert room.replayed().directives == room.state.directives

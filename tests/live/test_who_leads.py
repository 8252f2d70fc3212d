"""Who leads the shift while nobody commands an incident is on the board."""

from command_center.domain.actor import DUTY_ACTOR
from tests.support.factories import ControlRoom
from tests.support.rows import row_at


def leads(room: ControlRoom) -> object:
    row = row_at(room.state, room.site, "people", "count")
    assert row is not None
    return row["leads"]


def test_it_is_the_commanding_post_nearest_to_the_shift_and_whoever_holds_it_now(
    room: ControlRoom,
) -> None:
    assert leads(room) == {"post": "chief", "person": "ann"}
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert leads(room) == {"post": "chief", "person": "ben"}

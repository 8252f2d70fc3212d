"""Two open incidents that count the same people: a row tells the worst, and what each of them says of
somebody; what one was told hides nothing of the other."""

import pytest

from command_center.live.rows.row import Row
from tests.support.factories import ControlRoom
from tests.support.rows import row_at


@pytest.fixture
def counted(room: ControlRoom) -> ControlRoom:
    """The leak's headcount was begun, and a second incident stands at a shop."""
    room.does("ann", "evacuation.order", incident=room.leak(), zones=["farm"])
    room.does("ann", "incident.open", place="shop-2", title="Somebody fell into a pit")
    return room


def row(room: ControlRoom, person: str) -> Row:
    found = row_at(room.state, room.site, "people", person)
    assert found is not None
    return found


def told(room: ControlRoom, person: str) -> tuple[object, object]:
    found = row(room, person)
    return found["account"], found["accounts"]


def test_an_incident_that_counts_nobody_hides_no_other_s_headcount(counted: ControlRoom) -> None:
    assert told(counted, "eva") == ("not_accounted", {"INC-1": "not_accounted"})
    counted.does("ann", "person.miss", person="eva")
    assert told(counted, "eva") == ("missing", {"INC-1": "missing"})


def test_safe_for_the_first_is_not_safe_for_the_second(counted: ControlRoom) -> None:
    counted.does("ann", "person.assign", person="eva")
    assert told(counted, "eva") == ("assigned", {"INC-1": "assigned"})
    counted.does("ann", "evacuation.order", incident="INC-2", zones=["shop-2"])
    both = {"INC-1": "assigned", "INC-2": "not_accounted"}
    assert told(counted, "eva") == ("not_accounted", both)
    counted.does("ann", "person.assign", person="eva")
    assert told(counted, "eva") == ("assigned", dict.fromkeys(both, "assigned"))


def test_missing_in_either_is_missing_and_not_said_of_the_other(counted: ControlRoom) -> None:
    counted.does("ann", "person.miss", person="eva")
    counted.does("ann", "evacuation.order", incident="INC-2", zones=["shop-2"])
    assert told(counted, "eva") == ("missing", {"INC-1": "missing", "INC-2": "not_accounted"})


def test_whoever_no_headcount_holds_has_no_account(counted: ControlRoom) -> None:
    assert told(counted, "joe") == (None, {})

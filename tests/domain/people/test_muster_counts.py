"""The headcount by muster points sums to its people, and follows each word."""

from pathlib import Path

import pytest

from command_center.domain.people.muster_counts import MusterCount, muster_counts
from tests.support.factories import ControlRoom


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite3")


def counts(room: ControlRoom, incident: str) -> dict[str | None, MusterCount]:
    found = muster_counts(room.state, room.site, room.state.incidents[incident])
    return {one["muster"]: one for one in found}


def test_no_evacuation_no_counts(room: ControlRoom) -> None:
    assert counts(room, room.leak()) == {}


def test_who_is_checked_in_counts_where_they_stand_and_who_is_not_where_they_are_sent(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    headcount = room.state.incidents[incident].evacuation
    assert headcount is not None
    before = counts(room, incident)
    asked = sum(one["not_accounted"] for one in before.values())
    assert asked == len(headcount.accounts) - 1, "the commander is accounted for"
    point, gate = room.site.musters[0].id, room.site.gates[0].id
    eva, gus = "eva", "gus"
    room.does(eva, "person.check_in", person=eva, muster=point)
    room.does("ann", "person.miss", person=gus)
    room.does("ann", "person.assign", person="dov")
    after = counts(room, incident)
    assert after[point]["checked_in"] == 1
    assert sum(one["missing"] for one in after.values()) == 1
    people = sum(
        one["checked_in"] + one["not_accounted"] + one["missing"] for one in after.values()
    )
    assert people + list(headcount.accounts.values()).count("assigned") == len(headcount.accounts)
    room.does(eva, "person.check_in", person=eva, muster=gate)  # no muster point
    assert counts(room, incident)[point]["checked_in"] == 0
    assert counts(room, incident)[None]["checked_in"] == 1
    room.does("ann", "person.miss", person=eva)
    assert sum(one["checked_in"] for one in counts(room, incident).values()) == 0
    assert room.replayed().incidents[incident].evacuation == headcount

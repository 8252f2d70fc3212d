"""Contacts that are edited in the browser: facts without an address, which win over the site file."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import Actor, Role
from command_center.domain.notifications.contacts_now import (
    contacts_of,
    differs_from_file,
    in_force,
)
from command_center.domain.people.edit_contacts import may_edit
from command_center.domain.reading import Position
from command_center.domain.site.model import Contact
from command_center.domain.site.with_people import with_people
from command_center.live.rows.kind import Seen, row_of
from command_center.live.rows.projection import Projection
from tests.support.factories import ControlRoom, person
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at

ANN = replace(person("ann"), role=Role.DUTY)
"""As the door of contacts gives her command, which keeps the address."""


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def edit(room: ControlRoom, change: str = "added", **data: Any) -> Any:
    given = {"person": "eva", "change": change, "channel": "sms", "expected": 0, **data}
    return room.does(ANN, "contact.change", **given)


def versions(room: ControlRoom) -> list[str]:
    return [one.version for one in contacts_of(room.state, room.site.person_by_id["eva"])]


def test_a_contact_that_is_added_changed_and_removed_holds_at_once(room: ControlRoom) -> None:
    before = versions(room)
    [added] = edit(room, version="new-1")
    assert added.actor == "ann"
    assert versions(room) == [*before, "new-1"]
    [changed] = edit(room, "changed", version="new-2", before="new-1", expected=added.seq)
    assert versions(room) == [*before, "new-2"]
    edit(room, "removed", before="new-2", expected=changed.seq)
    assert versions(room) == before
    assert room.replayed() == room.state


def test_no_fact_of_an_edit_holds_an_address(room: ControlRoom) -> None:
    [fact] = edit(room, version="new-1")
    assert set(fact.data) == {"person", "change", "channel", "version", "before", "contacts"}
    assert {key for one in fact.data["contacts"] for key in one} == {
        "channel", "version", "verified", "failed",
    }  # fmt: skip


def test_the_second_of_two_who_edit_is_told_who_was_first(room: ControlRoom) -> None:
    edit(room, version="new-1")
    given = {"person": "eva", "change": "added", "channel": "sms", "version": "new-2"}
    joe = Actor("joe", Role.DUTY, person="joe")
    answer = room.refuses(joe, "contact.change", **given, expected=0)
    assert answer.refusal.code == "contacts_changed"
    assert answer.refusal.params["by"] == room.site.person_by_id["ann"].name
    assert versions(room)[-1] == "new-1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"person": "nobody", "version": "v"}, "unknown_person"),
        ({"change": "changed", "version": "v", "before": "unknown"}, "unknown_contact"),
        ({"change": "removed", "before": "unknown"}, "unknown_contact"),
    ],
)
def test_what_cannot_be_edited_is_refused(
    room: ControlRoom, data: dict[str, Any], code: str
) -> None:
    given = {"person": "eva", "change": "added", "channel": "sms", "expected": 0} | data
    assert room.refuses(ANN, "contact.change", **given).refusal.code == code


def test_the_same_contact_twice_and_too_many_are_refused(room: ControlRoom) -> None:
    seq = 0
    while len(versions(room)) < 12:
        [fact] = edit(room, version=f"v{len(versions(room))}", expected=seq)
        seq = fact.seq
    given = {"person": "eva", "change": "added", "channel": "sms", "expected": seq}
    full = room.refuses(ANN, "contact.change", **given, version="more")
    assert full.refusal.code == "contacts_too_many"
    last = versions(room)[-1]
    [fact] = edit(room, "removed", before=versions(room)[-2], expected=seq)
    again = room.refuses(ANN, "contact.change", **given | {"expected": fact.seq}, version=last)
    assert again.refusal.code == "contact_known"


def test_an_edit_wins_over_a_later_site_file_which_is_told_as_a_difference(
    room: ControlRoom, rooms: OpenRoom
) -> None:
    eva = room.site.person_by_id["eva"]
    assert not differs_from_file(room.state, eva)
    edit(room, version="new-1")
    later_file = eva.model_copy(update={"contacts": [Contact(channel="sms", address="+86 new")]})
    site = with_people(room.site, [later_file if p.id == "eva" else p for p in room.site.people])
    [*_, held] = contacts_of(room.state, site.person_by_id["eva"])
    assert held.version == "new-1"
    row = row_of(Seen(room.state, site), "people", "contact:eva")
    assert row is not None
    assert (row["differs"], row["revision"]) == (True, room.state.contacts["eva"].seq)
    assert ("eva", "new-1") in in_force(room.state, site)
    assert ("eva", later_file.contacts[0].version) not in in_force(room.state, site)


def test_a_drill_reaches_people_as_they_are_reached_today(room: ControlRoom) -> None:
    drill = room.drill()
    edit(room, version="new-1")
    eva = room.site.person_by_id["eva"]
    assert contacts_of(room.state.twins[drill], eva)[-1].version == "new-1"
    assert room.replayed() == room.state


def test_who_is_erased_has_no_contacts_until_somebody_adds_one(room: ControlRoom) -> None:
    eva = room.site.person_by_id["eva"]
    version = eva.contacts[0].version
    [fact] = room.does(ANN, "person.erase", person="eva")
    assert (fact.data["by"], fact.data["person"]) == ("ann", "eva")
    assert contacts_of(room.state, eva) == ()
    assert ("eva", version) not in room.state.proofs
    row = row_at(room.state, room.site, "people", "contact:eva")
    assert row is not None
    assert (row["contacts"], row["call"], row["erased_at"]) == ([], None, fact.at)
    shown = row_at(room.state, room.site, "people", "eva")
    assert shown is not None
    assert shown["erased_at"] == fact.at
    edit(room, version="new-1", expected=fact.seq)
    assert versions(room) == ["new-1"]
    assert room.replayed() == room.state


def test_a_screen_forgets_where_who_is_erased_was(room: ControlRoom) -> None:
    projection = Projection(room.site, {"eva": Position("eva", room.now, 30.0, 120.0, "gps")})
    facts = room.does(ANN, "person.erase", person="eva")
    told = {key: row for _, key, row in projection.after(facts, room.state)}
    assert told["position:eva"] is None


@pytest.mark.parametrize(
    ("role", "who", "may"),
    [
        (Role.ADMINISTRATOR, None, True),
        (Role.CONTROLLER, None, True),
        (Role.COMMANDER, "ann", False),
        (Role.RESPONDER, "eva", True),
        (Role.RESPONDER, None, False),
        (Role.VIEWER, "eva", False),
        (Role.GATEWAY, "eva", False),
        (Role.CARRIER, "eva", False),
    ],
)
def test_everybody_edits_their_own_and_few_those_of_others(
    role: Role, who: str | None, may: bool
) -> None:
    assert may_edit(Actor("somebody", role, person=who), "eva") is may

"""The headcount on paper: who stands on a muster list, and what its ticks say when it is entered again."""

from pathlib import Path

import pytest

from command_center.domain.actor import Role, Via
from command_center.domain.site.model import Site
from tests.support.factories import CONTROLLER, ControlRoom, person
from tests.support.small_works import PARTS


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite3")


def evacuated(room: ControlRoom) -> str:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    return incident


def listed(room: ControlRoom, incident: str) -> tuple[str, list[str]]:
    """Its serial, and whom it names in the order of the rows."""
    data = room.does("ann", "muster.list", incident=incident)[0].data
    return data["serial"], [who for part in data["lists"] for who in part["people"]]


def accounts(room: ControlRoom, incident: str) -> dict[str, str]:
    counted = room.state.incidents[incident].evacuation
    assert counted is not None
    return dict(counted.accounts)


def test_the_list_names_everybody_who_is_still_to_be_counted(room: ControlRoom) -> None:
    incident = evacuated(room)
    room.does("eva", "person.check_in", person="eva", muster="muster-north")
    room.does("ann", "person.assign", person="dov")
    room.does("ann", "person.miss", person="gus")
    serial, people = listed(room, incident)
    open_ = {
        who for who, how in accounts(room, incident).items() if how in ("not_accounted", "missing")
    }
    assert set(people) == open_
    assert len(people) == len(open_)
    kept = room.state.incidents[incident].muster_lists[serial]
    assert (kept.everybody, kept.checked_in, kept.assigned) == (9, 1, 2)  # dov, and ann commands


def test_before_an_evacuation_it_names_who_is_expected_inside(room: ControlRoom) -> None:
    incident = room.leak()
    _, people = listed(room, incident)
    assert set(people) == room.state.roster.on_site
    refused = room.refuses(
        "ann",
        "muster.enter",
        serial=next(iter(room.state.incidents[incident].muster_lists)),
        ticked="1",
        signed_by="cai",
    )
    assert refused.refusal.code == "no_evacuation_yet"


def test_people_stand_under_the_point_they_are_sent_to_and_others_under_none(
    tmp_path: Path,
) -> None:
    far = {"id": "muster-office", "name": {"zh": "办公楼", "en": "Office"}, "x": 30, "y": 20}
    people = [
        {**p, "home": "office"} if p["id"] == "fay" else {k: v for k, v in p.items() if k != "home"}
        if p["id"] == "gus" else p
        for p in PARTS["people"]
    ]  # fmt: skip
    site = Site.model_validate(PARTS | {"musters": [*PARTS["musters"], far], "people": people})
    room = ControlRoom(tmp_path / "journal.sqlite3", site)
    incident = evacuated(room)
    lists = room.does("ann", "muster.list", incident=incident)[0].data["lists"]
    where = {who: part["muster"] for part in lists for who in part["people"]}
    assert where["fay"] == "muster-office"
    assert where["gus"] is None
    assert lists[-1]["muster"] is None, "who has no point comes last"


def test_each_tick_checks_its_person_in_on_the_word_of_who_signed(room: ControlRoom) -> None:
    incident = evacuated(room)
    serial, people = listed(room, incident)
    room.later(90)
    entered, *checked = room.does(
        CONTROLLER,
        "muster.enter",
        serial=f" {serial.lower()} ",
        ticked="1-3、5，7",
        signed_by="cai",
    )
    ticked = [people[n - 1] for n in (1, 2, 3, 5, 7)]
    assert entered.data["people"] == ticked
    assert [fact.data["person"] for fact in checked] == ticked
    assert {(fact.via, fact.speaker, fact.kind) for fact in checked} == {
        (Via.PAPER, "cai", "person.checked_in")
    }
    safe = {who for who, how in accounts(room, incident).items() if how == "checked_in"}
    assert safe == set(ticked)
    again = room.replayed().incidents[incident].evacuation
    assert again is not None
    assert again.accounts == accounts(room, incident)


def test_who_was_counted_meanwhile_is_not_counted_twice(room: ControlRoom) -> None:
    incident = evacuated(room)
    serial, people = listed(room, incident)
    room.does(people[0], "person.check_in", person=people[0], muster="muster-north")
    facts = room.does(CONTROLLER, "muster.enter", serial=serial, ticked="1, 2", signed_by="cai")
    assert [fact.data.get("person") for fact in facts] == [None, people[1]]
    again = room.does(CONTROLLER, "muster.enter", serial=serial, ticked="1, 2", signed_by="cai")
    assert [fact.kind for fact in again] == ["muster.entered"]


@pytest.mark.parametrize(
    ("ticked", "part"),
    [
        ("0", "0"),
        ("1-99", "1-99"),
        ("3-1", "3-1"),
        ("1, x", "x"),
        ("-", "-"),
        ("1;;2 and 3", "and 3"),
    ],
)
def test_what_is_no_row_of_the_list_is_named(room: ControlRoom, ticked: str, part: str) -> None:
    serial, _ = listed(room, evacuated(room))
    answer = room.refuses(CONTROLLER, "muster.enter", serial=serial, ticked=ticked, signed_by="cai")
    assert answer.refusal.code == "muster_rows"
    assert answer.refusal.params["part"] == part


def test_a_slip_in_the_serial_finds_no_list(room: ControlRoom) -> None:
    incident = evacuated(room)
    serial, _ = listed(room, incident)
    for wrong in (
        serial[:-1] + ("2" if serial[-1] != "2" else "3"),
        f"{incident}-M1",
        "INC-9-M1-AAAA",
    ):
        answer = room.refuses(CONTROLLER, "muster.enter", serial=wrong, ticked="1", signed_by="cai")
        assert answer.refusal.code == "unknown_muster_list"


def test_two_lists_have_two_serials(room: ControlRoom) -> None:
    incident = evacuated(room)
    first, people = listed(room, incident)
    room.does(people[0], "person.check_in", person=people[0], muster="muster-north")
    second, left = listed(room, incident)
    assert first != second
    assert left == people[1:]
    assert [
        who for who, _ in room.state.incidents[incident].muster_lists[first].rows().values()
    ] == people


def test_only_a_warden_signs_and_only_who_listens_or_a_warden_enters(room: ControlRoom) -> None:
    serial, _ = listed(room, evacuated(room))
    unsigned = room.refuses(CONTROLLER, "muster.enter", serial=serial, ticked="1", signed_by="fay")
    assert unsigned.refusal.code == "signer_no_warden"
    by_fay = room.refuses("fay", "muster.enter", serial=serial, ticked="1", signed_by="cai")
    assert (by_fay.refusal.code, by_fay.refusal.status) == ("list_not_yours", 403)
    room.does(
        person("cai", Role.RESPONDER), "muster.enter", serial=serial, ticked="1", signed_by="cai"
    )


def test_a_list_of_a_drill_counts_in_the_drill_alone(room: ControlRoom) -> None:
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = f"{drill}-INC-1"
    room.plays(drill, "ann", "evacuation.order", incident=incident, zones=["farm"])
    serial = room.plays(drill, "ann", "muster.list", incident=incident)[0].data["serial"]
    outside = room.refuses(CONTROLLER, "muster.enter", serial=serial, ticked="1", signed_by="cai")
    assert outside.refusal.code == "unknown_muster_list"
    facts = room.plays(drill, "ann", "muster.enter", serial=serial, ticked="1", signed_by="cai")
    assert all(fact.exercise for fact in facts)


def test_a_tick_for_somebody_on_air_is_refused_and_nobody_is_counted(room: ControlRoom) -> None:
    incident = evacuated(room)
    serial, people = listed(room, incident)
    inside = people[1]
    room.does(
        "ann", "entry.ready", incident=incident, persons=[inside, *people[2:5]], pressure_mpa=27
    )
    room.measures_gas(incident)
    room.does("ann", "entry.in", incident=incident, person=inside, pressure_mpa=27)
    entered = {"serial": serial, "ticked": "1, 2", "signed_by": "cai"}
    answer = room.refuses(CONTROLLER, "muster.enter", **entered)
    assert answer.refusal.code == "safe_on_air"
    assert accounts(room, incident)[people[0]] == "not_accounted"
    room.does("ann", "entry.out", incident=incident, person=inside)
    room.does(CONTROLLER, "muster.enter", **entered)
    assert accounts(room, incident)[inside] == "checked_in"

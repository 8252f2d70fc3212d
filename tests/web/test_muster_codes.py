"""Muster by code: bound to one evacuation, muster point and person; a GET changes nothing; guessing is stopped."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.web.doors.people.muster_api import typed
from tests.support.gates import gated_site
from tests.web.center import Caller, Center

MUSTER = "/api/v1/muster"


@pytest.fixture
def plant(tmp_path: Path) -> Center:
    plant = Center(tmp_path, site=gated_site())
    plant.desk.submit("shift.begin", {"shift": "day"}, DUTY_ACTOR)
    return plant


@pytest.fixture
def chief(plant: Center) -> Caller:
    return plant.machine(Role.COMMANDER, person="p1")


def evacuate(plant: Center, chief: Caller, place: str = "w1") -> str:
    told = chief.command(
        "incident.open", title="Leak", hazard="leak", place=place, level="I",
    )  # fmt: skip
    assert told.status_code == 200, told.text
    incident = next(reversed(plant.desk.state.open_incidents))
    ordered = chief.command("evacuation.order", incident=incident, zones=["w1"])
    assert ordered.status_code == 200, ordered.text
    return incident


def codes(caller: Caller, incident: str, muster: str = "M-N") -> dict[str, str]:
    told = caller.get(f"/api/v1/incidents/{incident}/muster-codes?muster={muster}")
    assert told.status_code == 200, told.text
    return {one["person"]: one["code"] for one in told.get_json()["codes"]}


def accounts(plant: Center, incident: str) -> dict[str, Any]:
    headcount = plant.desk.state.incidents[incident].evacuation
    assert headcount is not None
    return dict(headcount.accounts)


def test_a_code_checks_in_its_own_person_and_a_get_changes_nothing(
    plant: Center, chief: Caller
) -> None:
    visitor = chief.post("/api/v1/visitors", {"visitors": [{"name": "Zhao"}]})
    number = visitor.get_json()["registered"][0]["visitor"]
    incident = evacuate(plant, chief)
    assert set(accounts(plant, incident)) == {"p1", "p2", number}
    found = codes(chief, incident)
    phone = plant.client()
    seq = plant.desk.state.seq
    page = phone.get(f"{MUSTER}/{found['p2']}")
    assert page.status_code == 200
    assert "Person 2" in page.text
    assert "Muster north" in page.text
    assert plant.desk.state.seq == seq
    assert phone.post(f"{MUSTER}/{found['p2']}").status_code == 200
    assert accounts(plant, incident)["p2"] == "checked_in"
    taken = phone.post(f"{MUSTER}/{found[number].lower()[:4]}-{found[number][4:]}")
    assert taken.status_code == 200
    assert "Zhao" not in taken.text
    assert accounts(plant, incident) == {
        "p1": "not_accounted", "p2": "checked_in", number: "checked_in",
    }  # fmt: skip
    fact = plant.journal.read(plant.desk.state.seq - 1, 1)[0]
    assert (fact.kind, fact.data) == ("person.checked_in", {"person": number, "muster": "M-N"})


def test_a_code_of_an_unknown_card_counts_its_holder_once_it_has_one(
    plant: Center, chief: Caller
) -> None:
    incident = evacuate(plant, chief)
    plant.desk.submit("evacuation.join", {"incident": incident, "people": ["card:7"]}, DUTY_ACTOR)
    paper = codes(chief, incident)["card:7"]
    named = {"incident": incident, "holders": {"card:7": "p4"}}
    plant.desk.submit("evacuation.name_cards", named, DUTY_ACTOR)
    page = plant.client().post(f"{MUSTER}/{paper}")
    assert page.status_code == 200, page.text
    assert accounts(plant, incident)["p4"] == "checked_in"


def test_codes_differ_by_muster_point_and_by_evacuation_and_end_with_it(
    plant: Center, chief: Caller
) -> None:
    first = evacuate(plant, chief)
    north, south = codes(chief, first), codes(chief, first, "M-S")
    second = evacuate(plant, chief, "w2")
    seen = [*north.values(), *south.values(), *codes(chief, second).values()]
    assert len(set(seen)) == len(seen) == 6
    chief.command("incident.withdraw", incident=second, reason="a mistake")
    if second not in plant.desk.state.open_incidents:
        assert plant.client().post(f"{MUSTER}/{seen[-1]}").status_code == 404


def test_the_page_of_a_wrong_code_names_it_and_says_what_to_do(plant: Center) -> None:
    told = plant.client().get(f"{MUSTER}/0000000A", headers={"Accept-Language": "en"})
    assert told.status_code == 404
    assert "0000000A" in told.text
    assert "no evacuation" in told.text
    assert "warden" in told.text
    short = plant.client().get(f"{MUSTER}/CODE", headers={"Accept-Language": "en"})
    assert (short.status_code, "“CODE”" in short.text) == (404, True)
    assert "8 letters and digits" in short.text
    ugly = plant.client().get(f"{MUSTER}/%3Cb%3E%E2%80%AE{'x' * 200}")
    assert "<b>" not in ugly.text.split("<body>")[1].replace("<body>", "")
    assert "\u202e" not in ugly.text
    assert "x" * 20 not in ugly.text


def test_guessing_is_stopped_and_changes_nothing(plant: Center, chief: Caller) -> None:
    incident = evacuate(plant, chief)
    before = accounts(plant, incident)
    guesser = plant.client()
    answers = [guesser.post(f"{MUSTER}/0000000{n}").status_code for n in range(12)]
    assert answers[:10] == [404] * 10
    assert answers[10:] == [429] * 2
    stopped = guesser.get(f"{MUSTER}/{codes(chief, incident)['p2']}")
    assert stopped.status_code == 429
    assert stopped.headers["Content-Type"].startswith("text/html")
    assert stopped.headers["Retry-After"] in stopped.text
    assert accounts(plant, incident) == before


def test_only_who_leads_and_wardens_list_codes(plant: Center, chief: Caller) -> None:
    incident = evacuate(plant, chief)
    path = f"/api/v1/incidents/{incident}/muster-codes?muster=M-N"
    for role in (Role.VIEWER, Role.EVALUATOR, Role.ADMINISTRATOR, Role.GATEWAY):
        assert plant.machine(role).get(path).status_code == 403
    assert plant.machine(Role.RESPONDER, person="p5").get(path).status_code == 403
    assert plant.machine(Role.RESPONDER, person="p2").get(path).status_code == 200
    assert plant.client().get(path).status_code == 401
    assert chief.get(path.replace("M-N", "nowhere")).status_code == 404
    assert chief.get(path.replace(incident, "INC-9")).status_code == 404


def test_a_code_is_read_as_people_write_it() -> None:
    assert typed(" ab-o1 il.z9 ") == "AB0111Z9"

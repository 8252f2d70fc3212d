"""People's numbers: shown to few and logged, edited by who may, confirmed by a code, erased for good."""

from pathlib import Path
from typing import Any

import pytest

from command_center.boot.people.addresses import without_addresses
from command_center.boot.people.erasing import Erasing
from command_center.domain.actor import HUMAN_ROLES, MACHINE_ROLES, Actor, Role
from command_center.store.database.databases import Databases
from command_center.store.journal.verify import verify
from command_center.store.schema import contacts
from tests.support.small_site import named, small_site
from tests.web.center import Caller, Center

NUMBER, OTHER = "+86 139 0000 1234", "+86 139 0000 5678"
CONTACTS, DATA = "/api/v1/people/p1/contacts", "/api/v1/people/p1/data"
READS, CONFIRM = "/api/v1/people/p1/reads", "/api/v1/contacts/confirm"
MAY_READ = {Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR}


@pytest.fixture
def plant(tmp_path: Path) -> Center:
    people: list[dict[str, Any]] = [
        {"id": f"p{n}", "name": named(f"Person {n}")} for n in range(1, 6)
    ]
    people[0]["contacts"] = [{"channel": "sms", "address": NUMBER}]
    return Center(tmp_path, site=small_site(people=people, simulated=False))


def edit(caller: Caller, change: str = "added", revision: int = 0, **more: Any) -> Any:
    body = {"change": change, "channel": "sms", "revision": revision, **more}
    return caller.post(CONTACTS, body)


def kept(plant: Center) -> dict[str, str]:
    return plant.book.versions("p1")


def test_a_number_is_shown_to_who_may_know_and_each_time_is_logged(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, name="chief")
    told = chief.get(CONTACTS).get_json()
    assert [one["address"] for one in told["contacts"]] == [NUMBER]
    assert chief.get(f"{CONTACTS}?why=sos").status_code == 200
    reads = plant.machine(Role.ADMINISTRATOR).get(READS).get_json()["reads"]
    assert [(one["reader"], one["role"], one["why"]) for one in reads] == [
        ("chief", "commander", "sos"), ("chief", "commander", "people"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [*HUMAN_ROLES, *MACHINE_ROLES])
def test_nobody_else_is_shown_a_number(plant: Center, role: Role) -> None:
    answer = plant.machine(role).get(CONTACTS)
    assert (answer.status_code == 200) == (role in MAY_READ)
    if role not in MAY_READ:
        assert answer.status_code == 403
        assert NUMBER not in answer.text
        assert plant.reads.of("p1") == []


def test_neither_a_stranger_nor_a_wall_is_shown_a_number(plant: Center) -> None:
    assert plant.client().get(CONTACTS).status_code == 401
    wall = plant.machine(Role.COMMANDER, read_only=True)
    assert wall.get(CONTACTS).status_code == 403
    limited = plant.machine(Role.COMMANDER, topics=frozenset({"levels"}))
    assert limited.get(CONTACTS).status_code == 403
    assert plant.reads.of("p1") == []


def test_everybody_is_shown_their_own_and_who_saw_it(plant: Center) -> None:
    own = plant.machine(Role.RESPONDER, person="p1")
    assert own.get(CONTACTS).get_json()["contacts"][0]["address"] == NUMBER
    assert len(own.get(READS).get_json()["reads"]) == 1
    assert own.get("/api/v1/people/p2/contacts").status_code == 403
    assert own.get("/api/v1/people/p2/reads").status_code == 403


def test_no_number_is_in_the_journal_a_row_or_an_answer_of_an_edit(plant: Center) -> None:
    admin = plant.machine(Role.ADMINISTRATOR, name="root")
    answer = edit(admin, address=OTHER)
    assert answer.status_code == 200, answer.text
    assert sorted(kept(plant).values()) == sorted([NUMBER, OTHER])
    [fact] = plant.journal.read(0, 9)
    assert (fact.kind, fact.actor) == ("contact.changed", "root")
    tables = [t for t in contacts.metadata.sorted_tables if t.name != "contacts"]
    with plant.engine.connect() as connection:
        stored = str([connection.execute(t.select()).all() for t in tables])
    assert OTHER not in stored + answer.text
    assert NUMBER not in stored


def test_changed_and_removed(plant: Center) -> None:
    joe = plant.machine(Role.CONTROLLER, name="joe")
    [version] = kept(plant)
    told = edit(joe, "changed", address=OTHER, version=version).get_json()
    shown = joe.get(CONTACTS).get_json()
    assert [one["address"] for one in shown["contacts"]] == [OTHER]
    assert shown["revision"] == told["revision"]
    new = shown["contacts"][0]["version"]
    assert edit(joe, "removed", told["revision"], version=new).status_code == 200
    assert joe.get(CONTACTS).get_json()["contacts"] == []


def test_the_second_of_two_browsers_is_told_who_was_first_and_its_number_is_not_kept(
    plant: Center,
) -> None:
    first, second = plant.machine(Role.CONTROLLER, name="joe"), plant.machine(Role.ADMINISTRATOR)
    assert edit(first, address=OTHER).status_code == 200
    answer = edit(second, address="+86 139 0000 9999")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "contacts_changed")
    assert "joe" in answer.get_json()["detail"]
    assert "+86 139 0000 9999" not in kept(plant).values()


@pytest.mark.parametrize(
    ("channel", "address", "code"),
    [
        ("sms", "call me", "contact_address_sms"),
        ("email", "nobody", "contact_address_email"),
        ("push", "a topic", "contact_address_push"),
        ("sms", None, "contact_without_address"),
    ],
)
def test_an_address_that_is_none_is_refused_with_the_way_to_write_it(
    plant: Center, channel: str, address: str | None, code: str
) -> None:
    body = {"change": "added", "channel": channel, "address": address, "revision": 0}
    answer = plant.machine(Role.ADMINISTRATOR).post(CONTACTS, body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    assert answer.get_json()["mend"]
    assert plant.journal.head().seq == 0


def test_who_may_edit(plant: Center) -> None:
    assert plant.client().post(CONTACTS, {}).status_code in (401, 403)
    for role in (Role.COMMANDER, Role.EVALUATOR, Role.RESPONDER, Role.VIEWER, Role.GATEWAY):
        assert edit(plant.machine(role), address=OTHER).status_code == 403
    assert edit(plant.machine(Role.ADMINISTRATOR, read_only=True), address=OTHER).status_code == 403
    own = plant.machine(Role.RESPONDER, person="p1")
    assert edit(own, address=OTHER).status_code == 200
    other = plant.machine(Role.RESPONDER, person="p2")
    assert edit(other, address=OTHER).status_code == 403, "not somebody else's"
    sound: Any = {"change": "added", "channel": "sms", "version": "new-1", "expected": 0}
    for person in ("p1", "p2"):
        assert own.command("contact.change", person=person, **sound).status_code == 403
    by_command = plant.machine(Role.ADMINISTRATOR).command("contact.change", person="p2", **sound)
    assert by_command.status_code == 403, "only the door that keeps addresses"


def test_a_code_confirms_one_s_own_contact_and_guessing_has_to_wait(plant: Center) -> None:
    joe = plant.machine(Role.CONTROLLER)
    assert joe.command("contacts.ask", scope="people", people=["p1"]).status_code == 200
    [version] = kept(plant)
    code = plant.codes.of("PRF-1", "p1", version)
    other = plant.machine(Role.RESPONDER, person="p2")
    assert other.post(CONFIRM, {"code": code}).get_json()["code"] == "code_wrong"
    own = plant.machine(Role.RESPONDER, person="p1")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert own.post(CONFIRM, {"code": wrong}).status_code == 409
    waiting = own.post(CONFIRM, {"code": code})
    assert (waiting.status_code, waiting.get_json()["code"]) == (429, "code_throttled")
    plant.clock.advance(601)
    assert own.post(CONFIRM, {"code": code}).get_json() == {"person": "p1", "channel": "sms"}
    assert ("p1", version) in plant.desk.state.proofs
    assert own.post(CONFIRM, {"code": code}).status_code == 409, "a code is good once"
    assert plant.machine(Role.COMMANDER).post(CONFIRM, {"code": code}).status_code == 409
    assert code not in str([fact.data for fact in plant.journal.read(0, 99)])


def test_erased_is_erased_and_the_chain_still_verifies(plant: Center) -> None:
    admin = plant.machine(Role.ADMINISTRATOR, name="root")
    assert edit(admin, address=OTHER).status_code == 200
    gateway = plant.machine(Role.GATEWAY)
    at = plant.clock.now()
    place = {"person": "p1", "ts": at, "lat": 30.0, "lon": 120.0}
    sent = gateway.post("/api/v1/positions", {"source": "gw-1", "positions": [place]})
    assert sent.status_code == 202, sent.text
    for role in (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER, Role.VIEWER, Role.CARRIER):
        assert plant.machine(role, person="p1").request("DELETE", DATA).status_code == 403
    assert plant.client().request("DELETE", DATA).status_code == 401
    deleted = admin.request("DELETE", DATA)
    assert deleted.get_json() == {
        "person": "p1",
        "addresses": 2,
        "positions": 1,
        "messages": 0,
        "passages": 0,
        "evidence": 0,
    }
    assert kept(plant) == {}
    assert admin.get(CONTACTS).get_json()["contacts"] == []
    [*_, fact] = plant.journal.read(0, 9)
    assert (fact.kind, fact.actor, fact.data["by"]) == ("person.erased", "root", "root")
    assert verify(plant.engine, plant.site.id) == plant.journal.head()
    assert admin.request("DELETE", "/api/v1/people/nobody/data").status_code == 404


def test_what_a_crash_left_undone_is_made_up_for_by_the_next_start(tmp_path: Path) -> None:
    people = [{"id": "p1", "name": named("P"), "contacts": [{"channel": "sms", "address": NUMBER}]}]
    plant = Center(tmp_path, site=small_site(people=people, roster=[], simulated=False))
    root = Actor("root", Role.DUTY)
    plant.desk.submit("person.erase", {"person": "p1"}, root)  # and the process dies
    assert kept(plant) != {}
    stores = Databases(plant.engine, plant.engine, shared=False)
    erasing = Erasing(plant.desk, stores, plant.site.id, plant.clock.now)
    erasing.make_up()
    assert kept(plant) == {}

    plant.clock.advance(60)  # and the site file, which still tells the number, is read again
    without_addresses(plant.engine, plant.as_in_file, plant.clock.now())
    assert kept(plant) != {}
    erasing.make_up()
    assert kept(plant) == {}
    admin = plant.machine(Role.ADMINISTRATOR)
    seq = plant.desk.state.contacts["p1"].seq
    assert edit(admin, revision=seq, address=NUMBER).status_code == 200
    erasing.make_up()
    assert list(kept(plant).values()) == [NUMBER], "what somebody entered since stays"

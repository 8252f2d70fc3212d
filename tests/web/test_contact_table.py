"""The doors of the table of contacts: out for who may be shown numbers, each noted; in as facts without an address."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from command_center.domain.actor import HUMAN_ROLES, MACHINE_ROLES, Actor, Role
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.plant_table import CSV_TYPE, XLSX_TYPE
from command_center.store.schema import contacts
from tests.support.small_site import named, small_site
from tests.web.center import Caller, Center

TABLE = "/api/v1/people/contacts/table"
NUMBER, OTHER, THIRD = "+86 139 0000 1234", "+86 139 0000 5678", "+86 139 0000 9876"
MAY_READ = {Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR}
MAY_EDIT = {Role.CONTROLLER, Role.ADMINISTRATOR}


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    people: list[dict[str, Any]] = [
        {"id": f"p{n}", "name": named(f"Person {n}")} for n in range(1, 6)
    ]
    people[0]["contacts"] = [{"channel": "sms", "address": NUMBER}]
    center = Center(tmp_path, site=small_site(people=people, simulated=False))
    yield center
    center.engine.dispose()


def brought(caller: Caller, parcel: bytes, query: str = "", of: str = CSV_TYPE) -> Any:
    return caller.request("POST", TABLE + query, data=parcel, content_type=of)


def table(*rows: str) -> bytes:
    return "\n".join(["person,channel,address,version,revision", *rows]).encode()


def confirmed(caller: Caller, parcel: bytes, of: str = CSV_TYPE) -> Any:
    dry = brought(caller, parcel, of=of).get_json()
    assert dry["mistakes"] == []
    return brought(caller, parcel, f"?dry=0&confirm={dry['confirm']}", of)


def numbers(plant: Center, person: str) -> list[str | None]:
    known = plant.book.versions(person)
    return [
        known.get(one.version)
        for one in contacts_of(plant.desk.state, plant.site.person_by_id[person])
    ]


def test_an_export_is_noted_for_every_person_whose_number_is_in_it(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, name="chief")
    out = chief.get(f"{TABLE}.xlsx")
    assert (out.status_code, out.mimetype) == (200, XLSX_TYPE)
    assert out.headers["Cache-Control"] == "no-store"
    assert NUMBER in chief.get(f"{TABLE}.csv").get_data(as_text=True)
    assert [(one.reader, one.role, one.why) for one in plant.reads.of("p1")] == [
        ("chief", "commander", "table"), ("chief", "commander", "table"),
    ]  # fmt: skip
    assert plant.reads.of("p2") == []


@pytest.mark.parametrize("role", [*HUMAN_ROLES, *MACHINE_ROLES])
def test_who_may_not_be_shown_a_number_gets_no_table_and_who_may_not_edit_brings_none(
    plant: Center, role: Role
) -> None:
    caller = plant.machine(role)
    for ending in ("xlsx", "csv"):
        assert (caller.get(f"{TABLE}.{ending}").status_code == 200) == (role in MAY_READ)
    assert (len(plant.reads.of("p1")) == 2) == (role in MAY_READ)
    answer = brought(caller, table(f"p1,sms,{NUMBER}"))
    assert answer.status_code == (200 if role in MAY_EDIT else 403)


def test_neither_a_stranger_nor_a_wall_gets_a_table(plant: Center) -> None:
    assert plant.client().get(f"{TABLE}.csv").status_code == 401
    wall = plant.machine(Role.ADMINISTRATOR, read_only=True)
    assert wall.get(f"{TABLE}.csv").status_code == 403
    assert brought(wall, table(f"p1,sms,{NUMBER}")).status_code == 403
    limited = plant.machine(Role.COMMANDER, topics=frozenset({"levels"}))
    assert limited.get(f"{TABLE}.xlsx").status_code == 403
    assert plant.reads.of("p1") == []


def test_the_workbook_says_in_words_what_its_columns_are_and_offers_people_and_channels(
    plant: Center,
) -> None:
    book = load_workbook(BytesIO(plant.machine(Role.ADMINISTRATOR).get(f"{TABLE}.xlsx").data))
    sheet, lists = book.worksheets
    assert sheet.title == "contacts"
    assert [cell.value for cell in sheet[1]][:4:2] == ["Person [person] *", "Channel [channel] *"]
    offered = {cell.value for row in lists.iter_rows() for cell in row}
    assert {"p1", "p5", "sms", "text message"} <= offered, sorted(map(str, offered))
    assert len(sheet.data_validations.dataValidation) == 2
    assert sheet.column_dimensions["D"].number_format == "@", "no number is taken for a sum"


def test_a_dry_run_changes_nothing_and_a_confirmed_table_is_a_fact_for_each_change(
    plant: Center,
) -> None:
    admin = plant.machine(Role.ADMINISTRATOR, name="root")
    [version] = plant.book.versions("p1")
    parcel = table(f"p1,sms,{OTHER},{version},0", f"p2,sms,{THIRD}", f"p2,voice,{THIRD}")
    dry = brought(admin, parcel)
    told = dry.get_json()
    assert (told["added"], told["changed"], told["removed"]) == (2, 1, 0)
    assert told["difference"][0]["fields"][0]["after"] == "•••• 78"
    assert plant.journal.head().seq == 0
    assert plant.book.versions("p2") == {}
    done = confirmed(admin, parcel)
    assert (done.status_code, done.get_json()) == (200, {"changed": 3})
    assert numbers(plant, "p1") == [OTHER]
    assert numbers(plant, "p2") == [THIRD, THIRD]
    facts = plant.journal.read(0, 9)
    assert [(one.kind, one.actor, one.data["change"]) for one in facts] == [
        ("contact.changed", "root", "changed"),
        ("contact.changed", "root", "added"),
        ("contact.changed", "root", "added"),
    ]
    tables = [t for t in contacts.metadata.sorted_tables if t.name != "contacts"]
    with plant.engine.connect() as connection:
        stored = str([connection.execute(t.select()).all() for t in tables])
    for number in (NUMBER, OTHER, THIRD):
        assert number not in stored + dry.text + done.text
    again = brought(admin, admin.get(f"{TABLE}.csv").data).get_json()
    assert (again["rows"], again["difference"], again["mistakes"]) == (3, [], [])


def test_a_workbook_that_was_edited_comes_in_and_takes_away_what_is_not_in_it(
    plant: Center,
) -> None:
    admin = plant.machine(Role.ADMINISTRATOR)
    book = load_workbook(BytesIO(admin.get(f"{TABLE}.xlsx").data))
    cells: dict[str, str | int | None] = {"A2": "p3", "D2": 13900001234, "E2": None, "F2": None}
    for place, value in cells.items():
        book["contacts"][place] = value
    out = BytesIO()
    book.save(out)
    kept = brought(admin, out.getvalue(), of=XLSX_TYPE).get_json()
    assert (kept["added"], kept["removed"], kept["not_in_table"]) == (1, 0, 1)
    dry = brought(admin, out.getvalue(), "?remove=1", XLSX_TYPE).get_json()
    assert (dry["added"], dry["removed"]) == (1, 1)
    query = f"?remove=1&dry=0&confirm={dry['confirm']}"
    assert brought(admin, out.getvalue(), query, XLSX_TYPE).status_code == 200
    assert (numbers(plant, "p1"), numbers(plant, "p3")) == ([], ["13900001234"])


def test_of_two_people_the_second_is_told_and_their_numbers_are_not_kept(plant: Center) -> None:
    first, second = plant.machine(Role.CONTROLLER, name="joe"), plant.machine(Role.ADMINISTRATOR)
    mine = second.get(f"{TABLE}.csv").get_data(as_text=True).replace(NUMBER, OTHER).encode()
    dry = brought(second, mine).get_json()
    assert dry["changed"] == 1
    body = {"change": "added", "channel": "sms", "address": THIRD, "revision": 0}
    assert first.post("/api/v1/people/p1/contacts", body).status_code == 200
    late = brought(second, mine, f"?dry=0&confirm={dry['confirm']}")
    assert (late.status_code, late.get_json()["code"]) == (422, "table_wrong")
    [mistake] = brought(second, mine).get_json()["mistakes"]
    assert (mistake["row"], mistake["heading"]) == (2, "revision")
    assert "joe" in mistake["error"]
    fresh = table(f"p2,sms,{OTHER}")
    seen = brought(second, fresh).get_json()["confirm"]
    body = {"change": "added", "channel": "sms", "address": THIRD, "revision": 0}
    assert first.post("/api/v1/people/p2/contacts", body).status_code == 200
    changed = brought(second, fresh, f"?dry=0&confirm={seen}")
    assert (changed.status_code, changed.get_json()["code"]) == (409, "table_changed")
    assert OTHER not in str([plant.book.versions(one) for one in ("p1", "p2")])


def test_nothing_is_kept_of_a_table_that_the_rule_refuses(
    plant: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process changes a contact after the table was checked, before it is written."""
    admin = plant.machine(Role.ADMINISTRATOR)
    parcel = table(f"p1,sms,{OTHER}", f"p2,sms,{THIRD}")
    confirm = brought(admin, parcel).get_json()["confirm"]
    keep = plant.book.keep_all

    def another_first(*given: Any) -> list[str]:
        new = plant.book.keep("p2", "sms", "+86 1", 1)
        data = {"person": "p2", "change": "added", "channel": "sms", "version": new, "expected": 0}
        plant.desk.submit("contact.change", data, Actor("joe", Role.DUTY))
        return keep(*given)

    monkeypatch.setattr(plant.book, "keep_all", another_first)
    refused = brought(admin, parcel, f"?dry=0&confirm={confirm}")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "contacts_changed")
    assert (numbers(plant, "p1"), numbers(plant, "p2")) == ([NUMBER], ["+86 1"])
    assert OTHER not in plant.book.versions("p1").values()
    assert THIRD not in plant.book.versions("p2").values()


def test_nobody_gives_the_command_but_the_door(plant: Center) -> None:
    change = {"person": "p1", "change": "removed", "channel": "sms", "before": "x", "expected": 0}
    for role in HUMAN_ROLES:
        answer = plant.machine(role).command("contact.change_several", changes=[change])
        assert answer.status_code == 403


def test_a_table_may_be_larger_than_other_bodies(plant: Center) -> None:
    rows = [f"p2,radio,Channel {n},{'x' * 8_000}" for n in range(140)]
    parcel = "\n".join(["person,channel,address,name", *rows]).encode()
    assert len(parcel) > plant.settings.body_limit
    told = brought(plant.machine(Role.ADMINISTRATOR), parcel).get_json()
    assert [one["row"] for one in told["mistakes"]] == [141], "more than one person may have"

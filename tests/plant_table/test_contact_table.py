"""The contacts of people as a table: what each row changes, and every mistake by its cell."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import Actor, Role
from command_center.plant_table import csv_of, opened, workbook_of
from command_center.plant_table.contact_table import (
    SHEET,
    ContactRow,
    ContactRun,
    contact_run,
    rows_of,
)
from command_center.plant_table.reading import LIMITS
from command_center.workbook_reader.process import WorkbookReader
from tests.support.small_site import named, small_site
from tests.web.center import Center

HEADS = "person,channel,address,version,revision"
A, B, C = "+86 139 0000 0001", "+86 139 0000 0002", "+86 139 0000 0003"


@pytest.fixture
def plant(tmp_path: Path) -> Center:
    people: list[dict[str, Any]] = [
        {"id": "p1", "name": named("Li"), "contacts": [sms(A), sms(B)]},
        {"id": "p2", "name": named("Wang"), "contacts": [sms(C), {"channel": "voice", "address": C}]},
        {"id": "p3", "name": named("Zhao")},
    ]  # fmt: skip
    return Center(tmp_path, site=small_site(people=people, roster=[], simulated=False))


def sms(address: str) -> dict[str, str]:
    return {"channel": "sms", "address": address}


def addresses(plant: Center) -> dict[tuple[str, str], str]:
    return {(one.person, one.version): one.address for one in plant.book.everything()}


def ran(plant: Center, *rows: str, heads: str = HEADS, remove: bool = False) -> ContactRun:
    return tried(plant, "\n".join([heads, *rows]).encode(), remove=remove)


def tried(plant: Center, parcel: bytes, *, remove: bool = False) -> ContactRun:
    cells = opened(parcel, SHEET, WorkbookReader(LIMITS))
    return contact_run(
        cells, plant.desk.state, plant.site, addresses(plant), remove=remove
    )  # fmt: skip


def version(plant: Center, person: str, address: str) -> str:
    return next(name for name, one in plant.book.versions(person).items() if one == address)


def edits(run: ContactRun) -> list[tuple[str, str, str, str | None, str | None]]:
    assert run.problems == []
    return [
        (
            one.person,
            one.change,
            one.channel,
            one.before.address if one.before else None,
            one.address,
        )
        for one in run.edits
    ]


def wrong(run: ContactRun) -> list[tuple[int, int, str]]:
    assert run.edits == []
    return [(one.mark.line, one.mark.column, one.code) for one in run.problems]


def test_what_goes_out_comes_back_without_a_difference(plant: Center) -> None:
    rows = rows_of(plant.desk.state, plant.site, addresses(plant), "en")
    assert [(one["person"], one["channel"], one["address"]) for one in rows] == [
        ("p1", "sms", A), ("p1", "sms", B), ("p2", "sms", C), ("p2", "voice", C),
    ]  # fmt: skip
    book = workbook_of(SHEET, ContactRow, rows, lang="zh-CN", site=plant.site)
    for parcel in (csv_of(ContactRow, rows), book):
        run = tried(plant, parcel, remove=True)
        assert (run.rows, run.not_in_table, edits(run)) == (4, 0, [])


def test_a_row_with_its_version_changes_a_row_without_one_adds_and_the_rest_stays(
    plant: Center,
) -> None:
    run = ran(plant, f"p1,sms,+86 1,{version(plant, 'p1', A)},0", "p3,email,z@plant.example,,")
    assert edits(run) == [
        ("p1", "changed", "sms", A, "+86 1"), ("p3", "added", "email", None, "z@plant.example"),
    ]  # fmt: skip
    assert (run.count("changed"), run.count("added"), run.not_in_table) == (1, 1, 3)


def test_the_same_contact_without_its_version_is_no_change(plant: Center) -> None:
    assert edits(ran(plant, f"p1,SMS,{A}", heads="person,channel,address")) == []


def test_what_is_not_in_the_table_goes_where_that_is_asked(plant: Center) -> None:
    run = ran(plant, f"p1,sms,{B}", f"p2,sms,{C}", heads="person,channel,address", remove=True)
    assert edits(run) == [
        ("p1", "removed", "sms", A, None), ("p2", "removed", "voice", C, None),
    ]  # fmt: skip


def test_another_channel_is_another_contact(plant: Center) -> None:
    run = ran(plant, f"p1,voice,{A},{version(plant, 'p1', A)},0")
    assert edits(run) == [("p1", "removed", "sms", A, None), ("p1", "added", "voice", None, A)]


def test_addresses_that_change_places_leave_what_stands_there(plant: Center) -> None:
    first, second = (version(plant, "p1", one) for one in (A, B))
    assert edits(ran(plant, f"p1,sms,{B},{first},0", f"p1,sms,{A},{second},0")) == []
    moved = ran(plant, f"p1,sms,{B},{first},0", f"p1,sms,+86 9,{second},0")
    assert edits(moved) == [
        ("p1", "removed", "sms", A, None), ("p1", "added", "sms", None, "+86 9"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("nobody,sms,+86 1", 1, "refusal.unknown_person"),
        (",sms,+86 1", 1, "import.cell_missing"),
        ("p3,fax,+86 1", 2, "one_of"),
        ("p3,sms,", 3, "import.cell_missing"),
        ("p3,sms,call me", 3, "address_sms"),
        ("p3,email,nobody", 3, "address_email"),
        ("p3,sms,+86 1,,first", 5, "whole_number"),
        ("p3,sms,+86 1,0123456789abcdef", 4, "contact_table.unknown"),
        ("p3,sms,+86 1,,7", 4, "contact_table.unknown"),
        ("p3,sms,+86 1,,,more", 6, "msel.no_heading"),
    ],
)
def test_a_mistake_is_told_by_its_cell_and_nothing_is_changed(
    plant: Center, row: str, column: int, code: str
) -> None:
    assert wrong(ran(plant, "p3,radio,Channel 4", row)) == [(3, column, code)]


def test_a_heading_that_lacks_or_is_none_is_told(plant: Center) -> None:
    run = ran(plant, f"p1,sms,{A}", heads="person,channel,adress")
    assert {one.code for one in run.problems} == {"table.heading_near", "import.column_missing"}


def test_a_contact_stands_in_one_row_alone(plant: Center) -> None:
    twice = ran(plant, "p3,sms,+86 1", "p3,sms,+86 1", heads="person,channel,address")
    assert wrong(twice) == [(3, 3, "table.taken_twice")]
    own = version(plant, "p1", A)
    assert wrong(ran(plant, f"p1,sms,+86 1,{own}", f"p1,sms,+86 2,{own}")) == [
        (3, 4, "table.taken_twice")
    ]


def test_more_contacts_than_a_person_may_have_are_refused(plant: Center) -> None:
    rows = [f"p3,sms,+86 {n}" for n in range(10, 23)]
    assert wrong(ran(plant, *rows, heads="person,channel,address")) == [
        (14, 1, "refusal.contacts_too_many")
    ]


def test_a_table_from_before_an_edit_of_somebody_else_is_told_who_that_was(plant: Center) -> None:
    old, other = version(plant, "p1", A), version(plant, "p1", B)
    new = plant.book.keep("p1", "sms", "+86 7", 1)
    data = {
        "person": "p1", "change": "changed", "channel": "sms", "version": new, "before": old,
        "expected": 0,
    }  # fmt: skip
    plant.desk.submit("contact.change", data, Actor("joe", Role.DUTY))
    late = ran(plant, f"p1,sms,{A},{old},0", f"p1,sms,{B},{other},0", f"p2,sms,{C},,0")
    assert wrong(late) == [(2, 5, "refusal.contacts_changed"), (3, 5, "refusal.contacts_changed")]
    assert late.problems[0].details["by"].en == "joe"
    untouched = ran(plant, f"p1,sms,{B},{other},0", "p3,sms,+86 1,,")
    assert edits(untouched) == [("p3", "added", "sms", None, "+86 1")]


def test_numbers_of_somebody_who_was_erased_do_not_come_back_by_an_old_table(
    plant: Center,
) -> None:
    rows = rows_of(plant.desk.state, plant.site, addresses(plant), "en")
    kept = csv_of(ContactRow, rows)
    plant.desk.submit("person.erase", {"person": "p1"}, Actor("root", Role.DUTY))
    plant.book.erase("p1", 2)
    assert {one[0] for one in wrong(tried(plant, kept))} == {2, 3}


@pytest.mark.parametrize("column", ["person", "channel", "address"])
def test_a_cell_that_cannot_be_read_is_told_once(plant: Center, column: str) -> None:
    row = {"person": "p3", "channel": "sms", "address": A} | {column: "a\u202eb"}
    run = ran(plant, ",".join(row.values()), heads=",".join(row))
    places = [(one.mark.line, one.mark.column, one.code) for one in run.problems]
    assert places == [(2, list(row).index(column) + 1, "site.hidden_character")]
    assert run.edits == []

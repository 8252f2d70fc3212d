"""Stock taken by a table: every mistake by row and cell, nothing changed before it is confirmed, all or nothing."""

from typing import Any

import pytest

from command_center.domain.site.model import Site
from command_center.plant_table import csv_of
from command_center.plant_table.reading import Cells, opened
from command_center.plant_table.stock_table import SHEET, StockRow, StockRun, rows_of, stock_run
from command_center.workbook_reader.process import WorkbookReader
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, small_works


def works() -> Site:
    stock = [line for line in PARTS["stock"] if line["resource"] != "foam"]
    foam = {"resource": "foam", "store": "hall", "quantity": 0.5,
            "batches": [{"batch": "A", "quantity": 0.2, "expires": "2026-12-30"}]}  # fmt: skip
    return small_works(stock=[*stock, foam])


@pytest.fixture
def room(room_of: Any) -> ControlRoom:
    made: ControlRoom = room_of(works())
    return made


def table(room: ControlRoom, *lines: str, heads: str = "") -> StockRun:
    """The dry run of a CSV with these lines."""
    head = heads or "resource,store,batch,here,damaged,counted,expires,inspected,evidence"
    parcel = "\n".join([head, *lines]).encode()
    return stock_run(cells_of(parcel), room.state, room.site, room.now)


def cells_of(parcel: bytes) -> Cells:
    return opened(parcel, SHEET, WorkbookReader())


def wrong(run: StockRun) -> list[tuple[int, int, str]]:
    return [(one.mark.line, one.mark.column, one.code) for one in run.problems]


def record(room: ControlRoom, run: StockRun) -> list[str]:
    entries = [one.model_dump(mode="json") for one in run.entries]
    return [fact.kind for fact in room.does("ann", "resource.take_stock", entries=entries)]


def test_what_was_exported_comes_back_as_no_change(room: ControlRoom) -> None:
    rows = rows_of(room.state, room.site, "en")
    assert [(r["store"], r["batch"], r["here"]) for r in rows if r["resource"] == "foam"] == [
        ("hall", "A", 0.2),
        ("hall", None, 0.3),
    ]
    run = stock_run(cells_of(csv_of(StockRow, rows)), room.state, room.site, room.now)
    assert (run.rows, run.entries, run.problems) == (len(rows), [], [])


def test_counts_inspections_and_deliveries_are_recorded_together(room: ControlRoom) -> None:
    run = table(
        room,
        "suit,hall,,1,1,2026-12-02,,2026-12-02,Label 7",
        "foam,hall,A,0.1",
        "foam,hall,,0.25",
        "foam,hall,N,2,,,2028-01-01",
    )
    assert run.problems == []
    before = len(room.facts())
    assert len(room.facts()) == before, "a dry run changes nothing"
    assert record(room, run) == [
        "resource.counted", "resource.inspected", "resource.counted", "resource.stocked",
        "resource.counted",
    ]  # fmt: skip
    suit = room.state.ledger.lines[("suit", "hall")]
    assert (suit.quantity, suit.damaged, suit.available) == (1, 1, 0)
    foam = room.state.ledger.lines[("foam", "hall")]
    assert {name: one.quantity for name, one in foam.batches.items()} == {"A": 0.1, "N": 2}
    assert foam.rest.quantity == 0.25
    assert room.replayed() == room.state


def test_every_mistake_stands_at_its_row_and_cell_and_nothing_is_taken(room: ControlRoom) -> None:
    run = table(
        room,
        "suit,hall,,two",
        "suit,vault,,1,,31.12.2026",
        "rope,hall,,1",
        "suit,shed,,1",
        "mask,hall,,1,2",
        "foam,hall,A,0.2,,,2027-01-01",
        "foam,hall,Z,0",
        "suit,hall,,1,,2030-01-01",
        "suit,hall,,1,,,,2026-12-01",
        "mask,hall,,-1",
    )
    assert wrong(run) == [
        (2, 4, "site.number"),
        (3, 6, "site.day"),
        (4, 1, "refusal.unknown_line"),
        (5, 2, "refusal.unknown_line"),
        (6, 5, "refusal.more_damaged_than_counted"),
        (7, 7, "refusal.batch_has_other_day"),
        (8, 4, "refusal.delivery_of_nothing"),
        (9, 6, "refusal.day_ahead"),
        (10, 9, "refusal.inspection_without_evidence"),
        (11, 4, "table.out_of_bounds"),
    ]
    assert run.entries == []
    for one in run.problems:
        assert one.sentence("en")
        assert one.sentence("zh-CN")


def test_a_row_that_stands_twice_and_a_heading_that_is_none_are_told(room: ControlRoom) -> None:
    assert wrong(table(room, "suit,hall,,1", "suit,hall,,2")) == [(3, 3, "refusal.stock_twice")]
    assert wrong(table(room, "suit,1", heads="resource,heer")) == [
        (1, 2, "table.heading_near"),
        (1, 1, "table.key_missing"),
    ]
    assert wrong(table(room, heads=",")) == [(1, 1, "table.empty")]


def test_a_count_of_before_the_last_movement_is_refused_at_its_day(room: ControlRoom) -> None:
    room.leak()
    room.does("ann", "resource.dispatch", incident="INC-1", kit="pair", place="tank")
    assert wrong(table(room, "suit,hall,,2,,2026-12-01")) == [(2, 6, "refusal.count_outdated")]


def test_what_has_moved_since_the_dry_run_is_not_overwritten(room: ControlRoom) -> None:
    run = table(room, "suit,hall,,1", "mask,hall,,3")
    room.does("eva", "resource.count", resource="suit", store="hall", quantity=0)
    entries = [one.model_dump(mode="json") for one in run.entries]
    refused = room.refuses("ann", "resource.take_stock", entries=entries)
    assert refused.refusal.code == "stock_mistakes"
    assert room.state.ledger.lines[("mask", "hall")].quantity == 4, "all of it or nothing"

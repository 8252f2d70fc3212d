"""Counts and inspections: when they are due, and that doing them with evidence moves the day."""

from typing import Any

import pytest

from command_center.domain.readiness.upkeep import agreement_gap, upkeep
from command_center.domain.resources.due_index import tasks
from command_center.domain.site.model import Site
from command_center.domain.verdicts.turns import Turn, code_at
from tests.support.factories import ControlRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works

DAY = 86_400_000
TODAY = "2026-12-02"


def works(**line: Any) -> Site:
    """Works with one line of suits, and a kit that is inspected each year."""
    stock = [{"resource": "suit", "store": "vault", "quantity": 2} | line]
    kits = [PARTS["kits"][1] | {"inspect_every_days": 365, "inspected": "2026-01-01",
                                "keeper": "lead-1"}]  # fmt: skip
    return small_works(stock=stock, kits=kits, plans=[])


def due(room: ControlRoom) -> dict[str, str | None]:
    return {
        one.what: one.due.day.isoformat() if one.due.day else None
        for post in (None, *room.site.post_by_id)
        for one in tasks(room.state, room.site, post, 100)[0]
    }


def now(turns: list[Turn], at: int) -> str:
    return code_at(turns, at)


def test_a_count_is_due_so_many_days_after_the_last(room_of: Any) -> None:
    room = room_of(works(counted="2026-11-20", count_every_days=7))
    assert due(room) == {"count": "2026-11-27", "inspect_kit": "2027-01-01"}
    gaps = upkeep(room.state, room.site)
    assert gaps is not None
    assert now(gaps["counts"], room.now) == "1"
    room.does("eva", "resource.count", resource="suit", store="vault", quantity=2)
    assert due(room)["count"] == "2026-12-09"
    gaps = upkeep(room.state, room.site)
    assert gaps is not None
    assert now(gaps["counts"], room.now) == "0"
    assert now(gaps["counts"], room.now + 8 * DAY) == "1"


def test_what_was_never_inspected_is_due_at_once(room_of: Any) -> None:
    room = room_of(works(inspect_every_days=180))
    assert due(room)["inspect"] is None
    gaps = upkeep(room.state, room.site)
    assert gaps is not None
    assert now(gaps["inspections"], room.now) == "1"
    room.does("eva", "resource.inspect", resource="suit", store="vault", result="fit",
              evidence="Label 2026-77")  # fmt: skip
    assert due(room)["inspect"] == "2027-05-31"
    assert room.replayed() == room.state


@pytest.mark.parametrize(
    ("line", "then", "done"),
    [
        ({"inspection_due": "2026-12-10"}, "2026-12-10", None),
        ({"inspection_due": "2026-12-10", "inspect_every_days": 365}, "2026-12-10", "2027-12-02"),
        ({"inspection_due": "2027-08-01"}, "2027-08-01", "2027-08-01"),
        ({"inspected": "2026-06-02", "inspect_every_days": 183}, TODAY, "2027-06-03"),
    ],
)
def test_a_named_day_holds_until_it_is_done(
    line: dict[str, Any], then: str, done: str | None, room_of: Any
) -> None:
    room = room_of(works(**line))
    assert due(room)["inspect"] == then
    room.does("eva", "resource.inspect", resource="suit", store="vault", result="fit", evidence="7")
    assert due(room).get("inspect") == done


def test_what_is_found_unfit_cannot_be_had_until_it_is_found_fit(room_of: Any) -> None:
    room = room_of(works())
    line = room.state.ledger.lines[("suit", "vault")]
    look = {"resource": "suit", "store": "vault", "evidence": "Photo 12"}
    room.does("eva", "resource.inspect", **look, result="unfit", unfit=1, note="Torn")
    assert line.available == 1
    room.does("eva", "resource.inspect", **look, result="unfit")
    assert line.available == 0
    room.does("eva", "resource.inspect", **look, result="fit")
    assert line.available == 2
    too_many = room.refuses("eva", "resource.inspect", **look, result="unfit", unfit=3)
    assert too_many.refusal.code == "unfit_exceeds"
    late = room.refuses("eva", "resource.inspect", **look, result="fit", at=room.now - 60_000)
    assert late.refusal.code == "inspection_outdated"
    other = look | {"store": "hall"}
    assert room.refuses("eva", "resource.inspect", **other, result="fit").refusal.code == (
        "unknown_line"
    )


def test_a_kit_that_is_unfit_is_due_until_it_is_fit(room_of: Any) -> None:
    room = room_of(works())
    room.does("eva", "kit.inspect", kit="pair", result="unfit", evidence="Photo 3")
    assert due(room)["inspect_kit"] is None
    room.later(60)
    room.does("eva", "kit.inspect", kit="pair", result="fit", evidence="Photo 4")
    assert due(room)["inspect_kit"] == "2027-12-02"
    late = room.refuses(
        "eva", "kit.inspect", kit="pair", result="fit", evidence="5", at=room.now - 60_000
    )
    assert late.refusal.code == "kit_inspection_outdated"
    assert room.refuses("eva", "kit.inspect", kit="x", result="fit", evidence="5").refusal.code == (
        "unknown_kit"
    )


def test_each_keepers_row_has_the_tasks_of_what_the_post_keeps(room_of: Any) -> None:
    room = room_of(works(counted="2026-11-20", count_every_days=7, inspect_every_days=30))
    keeper = row_at(room.state, room.site, "resources", "tasks:keeper")
    assert keeper is not None
    assert [(one["what"], one["due"]) for one in keeper["tasks"]] == [
        ("inspect", None),
        ("count", "2026-11-27"),
    ]
    assert (keeper["person"], keeper["total"]) == (None, 2)
    lead = row_at(room.state, room.site, "resources", "tasks:lead-1")
    assert lead is not None
    assert (lead["person"], [one["kit"] for one in lead["tasks"]]) == ("cai", ["pair"])
    assert row_at(room.state, room.site, "resources", "tasks:-") is None


def test_stock_past_its_day_is_a_gap_and_warned_of_ahead(room_of: Any) -> None:
    line = {"quantity": 3, "batches": [
        {"batch": "A", "quantity": 1, "expires": "2026-12-20"},
        {"batch": "B", "quantity": 1, "expires": "2027-12-20"}]}  # fmt: skip
    room = room_of(works(**line))
    gaps = upkeep(room.state, room.site)
    assert gaps is not None
    assert (now(gaps["expired"], room.now), now(gaps["expiring"], room.now)) == ("0", "1")
    later = room.now + 30 * DAY
    assert (now(gaps["expired"], later), now(gaps["expiring"], later)) == ("1", "0")


def test_an_agreement_is_a_gap_when_it_is_over() -> None:
    unit = PARTS["outside"][1] | {"agreement_expires": "2026-12-02"}
    site = small_works(outside=[PARTS["outside"][0], unit])
    gap = agreement_gap(site.outside_by_id["next-door"], site.zone)
    assert gap is not None
    start = 1_796_148_600_000  # 2026-12-02 02:10
    assert (now(gap["turns"], start), now(gap["turns"], start + DAY)) == ("due", "over")
    assert agreement_gap(site.outside_by_id["brigade"], site.zone) is None


def test_a_works_that_asks_for_nothing_has_no_row(room_of: Any) -> None:
    room = room_of(small_works())
    assert upkeep(room.state, room.site) is None

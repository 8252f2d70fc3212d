"""Bringing in the ledger of an older system: what it takes over, what it never may, and what follows from it."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.matters.consequences import live_states
from command_center.domain.matters.opening.importing import import_id, not_importable
from command_center.domain.matters.own_templates import PUBLISHERS
from command_center.domain.matters.reading.story import begun, followed
from command_center.domain.registry import COMMANDS
from command_center.domain.template_language.template import Template
from command_center.template_file import library
from tests.domain.matters.test_closing import SCORED, SHEET
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works, admin

DAY = 86_400_000
ADMIN = admin("ann")
REPORTED = HAZARD.replace("score: {", "score: {finder: {reported: 5}, ")
FIELDS = {
    "place": "farm",
    "category": "equipment/pipe/clamp",
    "level": "general",
    "found": "Clamp leaks",
}


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, REPORTED, CATEGORIES, SCORE)


def row(works: Works, number: str = "OLD-1", found: int = 90, **more: Any) -> dict[str, Any]:
    """A row of a hazard found so many days ago."""
    data = {
        "template": "hazard",
        "old_number": number,
        "found": works.now - found * DAY,
        "fields": FIELDS,
    }
    return data | more


def ended(works: Works, number: str = "OLD-2", found: int = 90, days: int = 30) -> dict[str, Any]:
    """A row of one that was archived `days` after it was found."""
    at = works.now - (found - days) * DAY
    return row(works, number, found, state="archived", ended=at)


def test_an_open_one_begins_anew_and_keeps_its_number_and_its_day(works: Works) -> None:
    works.does(ADMIN, "matter.import", **row(works))
    ident = import_id("hazard", "OLD-1")
    found = works.of(ident)
    assert (found.state, found.opener, found.opened_at) == ("found", "ann", works.now - 90 * DAY)
    (fact,) = works.facts("matter.opened")
    assert fact.data["imported"]["old_number"] == "OLD-1"
    assert fact.at == works.now
    assert fact.actor == "ann"
    works.moves(DUTY_ACTOR, ident, "dispatch")
    due = {one["of"]: one["at"] for one in works.of(ident).due}
    assert due["sign"] == works.now + 4 * 3_600_000


def test_the_same_old_number_brings_nothing_twice_open_or_ended(works: Works) -> None:
    for data in (row(works), ended(works)):
        works.does(ADMIN, "matter.import", **data)
        before = works.state.seq
        assert (
            works.does(ADMIN, "matter.import", **(data | {"fields": FIELDS | {"found": "other"}}))
            == []
        )
        assert works.state.seq == before
    other = row(works, "OLD-3")
    works.does(ADMIN, "matter.import", **other)
    assert len(works.facts("matter.opened")) == 3


def test_an_ended_one_goes_in_as_ended_with_its_days(works: Works) -> None:
    works.does(ADMIN, "matter.import", **ended(works))
    ident = import_id("hazard", "OLD-2")
    stub = works.state.matters.ended[ident]
    assert (stub.state, stub.ended_at) == ("archived", works.now - 60 * DAY)
    story = begun(works.facts("matter.opened")[-1])
    assert (story.opened_at, story.ended_at) == (works.now - 90 * DAY, works.now - 60 * DAY)
    assert story.came_ended
    assert story.old_number == "OLD-2"
    assert works.denied(ADMIN, ident, "sign") == "matter_ended"


def test_one_that_was_ended_here_did_not_come_ended(works: Works) -> None:
    works.does(ADMIN, "matter.import", **row(works))
    ident = import_id("hazard", "OLD-1")
    works.moves(DUTY_ACTOR, ident, "dispatch")
    story = begun(works.facts("matter.opened")[-1])
    story = followed(story, works.facts("matter.moved")[-1])
    assert story.old_number == "OLD-1"
    assert not story.came_ended


def test_it_scores_nothing_pages_nobody_and_is_no_repetition(works: Works) -> None:
    works.opens("eva", "hazard", **FIELDS)
    reported = works.state.matters.accounts["duty-score"]["eva"].balance
    for number in ("OLD-1", "OLD-4", "OLD-5"):
        works.does(ADMIN, "matter.import", **row(works, number, finder="eva"))
    assert works.state.matters.accounts["duty-score"]["eva"].balance == reported
    for fact in works.facts("matter.opened")[1:]:
        assert "repeats" not in fact.data
        assert not {"told", "paged", "points", "seen"} & set(fact.data["after"])


@pytest.mark.parametrize(("found", "days", "again"), [(90, 30, True), (900, 30, False)])
def test_the_next_of_its_kind_at_its_place_repeats_an_archived_one_of_the_last_400_days(
    works: Works, found: int, days: int, again: bool
) -> None:
    works.does(ADMIN, "matter.import", **ended(works, found=found, days=days))
    works.opens("eva", "hazard", **FIELDS)
    fact = works.facts("matter.opened")[-1]
    assert ("repeats" in fact.data) == again


def test_old_days_do_not_hide_newer_ones_from_the_count_of_a_repetition(works: Works) -> None:
    works.opens("eva", "hazard", **FIELDS)
    works.does(ADMIN, "matter.import", **row(works, "OLD-9", found=500))
    works.does(ADMIN, "matter.import", **row(works, "OLD-8", found=10))
    works.opens("eva", "hazard", **FIELDS)
    repeats = works.facts("matter.opened")[-1].data["repeats"]
    assert import_id("hazard", "OLD-8") in repeats
    assert import_id("hazard", "OLD-9") not in repeats
    for seen in works.state.matters.seen.values():
        assert list(seen.values()) == sorted(seen.values())


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("import_state", {"state": "evidence"}),
        ("import_ended", {"state": "archived"}),
        ("import_not_ended", {"ended": 1_700_000_000_000}),
        ("import_future", {"found": 4_000_000_000_000}),
        ("import_order", {"state": "archived", "ended": 1_000_000_000_000}),
        ("unknown_person", {"finder": "nobody-here"}),
        ("matter_incomplete", {"fields": {"place": "farm"}}),
        ("matter_fields", {"fields": FIELDS | {"level": "enormous"}}),
        ("import_no_cell", {"fields": FIELDS | {"fixed": ["a" * 64]}}),
        ("no_such_template", {"template": "unheard-of"}),
    ],
)
def test_what_is_wrong_is_refused(works: Works, code: str, change: dict[str, Any]) -> None:
    refused = works.refuses(ADMIN, "matter.import", **(row(works) | change))
    assert refused.refusal.code == code
    assert works.facts("matter.opened") == []


def test_an_account_that_is_nobody_names_who_found_it(works: Works) -> None:
    nobody = Actor("office", Role.ADMINISTRATOR)
    assert works.refuses(nobody, "matter.import", **row(works)).refusal.code == "import_nobody"
    works.does(nobody, "matter.import", **row(works, finder="eva"))
    assert works.of(import_id("hazard", "OLD-1")).opener == "eva"


def test_who_found_it_there_may_not_check_it_here(works: Works) -> None:
    """The template's `never` holds for the finder of the old record, not for who imports."""
    works.does(ADMIN, "matter.import", **row(works, finder="ben"))
    assert works.play(import_id("hazard", "OLD-1")).matter.opener == "ben"


def test_only_who_publishes_templates_imports() -> None:
    assert COMMANDS["matter.import"].roles == frozenset(PUBLISHERS)


def test_a_replay_without_any_template_is_the_same(works: Works) -> None:
    works.does(ADMIN, "matter.import", **row(works))
    works.does(ADMIN, "matter.import", **ended(works))
    works.opens("eva", "hazard", **FIELDS)
    assert works.replayed().matters == works.state.matters


TEMPLATES = [one for one in library().values() if isinstance(one, Template)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.template)
def test_no_work_that_goes_on_under_guards_can_be_brought_in(template: Template) -> None:
    refusal = not_importable(template)
    if live_states(template):
        assert refusal is not None
        assert refusal.code == "import_of_live"


def test_the_ledgers_that_plants_have_can_be_brought_in() -> None:
    known = {one.template for one in TEMPLATES if not_importable(one) is None}
    assert {"hazard", "major-hazard", "violation", "risk"} <= known


def test_the_report_that_closes_an_account_is_not_brought_in(tmp_path: Path) -> None:
    works = Works(tmp_path, SHEET, SCORED)
    data = row(works, template="sheet", fields={"period": "2026-11"})
    assert works.refuses(ADMIN, "matter.import", **data).refusal.code == "report_by_clockwork"
    works.shelf.put(SCORED.replace(", report: sheet", ""))
    works.does(ADMIN, "matter.import", **data)

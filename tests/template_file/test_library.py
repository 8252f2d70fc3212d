"""The library is whole: every text fits the others, is said in both languages, and has the numbers of its standard."""

import re

import pytest

from command_center.domain.template_language.fields import ChoiceField, FieldBase, ListField
from command_center.domain.template_language.template import Account, Plan, Reference, Template
from command_center.domain.template_language.timing import ByChoice
from command_center.domain.template_language.values import UNITS_MS
from command_center.domain.text import Text
from command_center.template_file import check_library, library, library_texts, read_text

HOUR, DAY, MINUTE = UNITS_MS["h"], UNITS_MS["d"], UNITS_MS["min"]
SPECIAL = (
    "hot-work", "confined-space", "blind-plate", "height-work", "lifting", "temporary-power", "earth-work",
    "road-closing",
)  # fmt: skip
TEMPLATES = [one for one in library().values() if isinstance(one, Template)]
HAN = re.compile(r"[一-鿿ⅠⅡⅢⅣ]")


def template(id: str) -> Template:
    found = library()[id]
    assert isinstance(found, Template)
    return found


def test_no_text_of_the_library_has_a_mistake() -> None:
    assert [p.line("en") for p in check_library()] == []
    kinds = {
        kind: sum(isinstance(one, kind) for one in library().values())
        for kind in (Template, Plan, Account, Reference)
    }
    assert kinds[Template] >= 30
    assert kinds[Plan] >= 12
    assert kinds[Account] == 2
    assert kinds[Reference] >= 12


@pytest.mark.parametrize("one", TEMPLATES, ids=lambda one: one.id)
def test_every_field_party_state_and_move_is_said_in_both_languages(one: Template) -> None:
    assert one.title is not None
    said: list[Text | None] = [
        one.title,
        *one.states.values(),
        *(move.title for move in one.moves.values()),
    ]
    said += [party.title for party in one.parties.values()]
    fields: list[FieldBase] = list(one.fields.values())
    fields += [
        column
        for field in one.fields.values()
        if isinstance(field, ListField)
        for column in field.of.values()
    ]
    said += [field.title for field in fields]
    for field in fields:
        if isinstance(field, ChoiceField):
            said += list(field.of.values())
    for text in said:
        assert text is not None
        assert HAN.search(text.zh) or not re.search("[a-z]", text.zh), text
        assert not HAN.search(text.en), text


@pytest.mark.parametrize("one", [o for o in TEMPLATES if o.law], ids=lambda one: one.id)
def test_what_was_not_compared_with_the_official_text_says_so(one: Template) -> None:
    """Nobody had the official texts at hand when these were written, so none may claim to be checked."""
    assert one.law is not None
    assert not one.law.checked
    assert not any(clause.checked for clause in one.law.clauses.values())


def test_the_eight_special_works_have_the_spans_of_their_permits() -> None:
    hot = template("hot-work").valid
    assert hot is not None
    assert isinstance(hot.at_most, ByChoice)
    assert hot.at_most.of == {"special": 8 * HOUR, "first": 8 * HOUR, "second": 72 * HOUR}
    spans = {id: valid.at_most for id in SPECIAL if (valid := template(id).valid) is not None}
    assert spans["confined-space"] == 24 * HOUR
    assert spans["temporary-power"] == 15 * DAY


def test_gas_is_fresh_for_thirty_minutes_and_within_its_limits() -> None:
    for id in ("hot-work", "confined-space"):
        permit = template(id)
        for move in ("start", "resume"):
            guards = {guard.name: guard.params for guard in permit.moves[move].guards}
            assert guards["gas_fresh"]["within"] == 30 * MINUTE
            assert guards["gas_fresh"]["locked"]
        gas = permit.fields["gas"]
        assert isinstance(gas, ListField)
        assert isinstance(gas.limits, dict)
        assert [limit.at_most for limit in gas.limits["gas"]] == [0.5, 0.2]
    gas = template("confined-space").fields["gas"]
    assert isinstance(gas, ListField)
    assert isinstance(gas.limits, dict)
    always, unless_enriched = gas.limits["o2"]
    assert (always.at_least, always.at_most, unless_enriched.at_most) == (19.5, 23.5, 21)


@pytest.mark.parametrize("id", SPECIAL)
def test_every_special_work_is_started_only_through_signatures_guardian_and_guards(id: str) -> None:
    permit = template(id)
    into_open = [move for move in permit.moves.values() if move.to == "open"]
    assert len(into_open) == 2
    for move in into_open:
        assert {"present", "no_conflict"} <= {guard.name for guard in move.guards}
    assert permit.moves["approve"].after == "signatures"
    assert [name for name, move in permit.moves.items() if move.to == "approved"] == ["approve"]


@pytest.mark.parametrize("id", SPECIAL)
def test_a_copy_without_gas_or_guardian_is_refused_at_its_line(id: str) -> None:
    text = library_texts()[id]
    guard = '      - present: {party: guardian, locked: "4.10"}\n'
    assert guard in text
    problems = read_text(text.replace(guard, ""), "", base=library())[1]
    found = [p for p in problems if p.code == "template.lock_removed"]
    assert found
    line = text[: text.index("  start:\n")].count("\n") + 1
    assert any(p.key.startswith("moves.start") and p.mark.line >= line for p in found)
    assert "4.10" in found[0].sentence("en")


def test_deleting_the_gas_list_is_refused() -> None:
    text = library_texts()["confined-space"]
    start, end = text.index("  gas:\n"), text.index("  workers:\n")
    codes = {p.code for p in read_text(text[:start] + text[end:], "", base=library())[1]}
    assert {"template.lock_removed", "template.unknown_field"} <= codes


STANDING = ("no_conflict", "present", "not_banned")
START = ("confirmed", "no_conflict", "all_certified", "present", "not_banned")
GUARDS_BY_HAND = {
    "hot-work": {
        "start": ("graded", "gas_fresh", "wind_below", *START),
        "resume": ("gas_fresh", "rechecked_after", "wind_below", "graded", *STANDING),
        "end": ("in_equals_out",),
    },
    "confined-space": {
        "start": ("gas_fresh", "isolated", *START),
        "resume": ("gas_fresh", "isolated", "rechecked_after", "in_equals_out", *STANDING),
        "end": ("in_equals_out", "tools_equal"),
    },
    "blind-plate": {"start": START, "resume": STANDING, "end": ("in_equals_out",)},
    "height-work": {
        "start": ("graded", "wind_below", *START),
        "resume": ("wind_below", "confirmed", *STANDING),
        "end": ("in_equals_out",),
    },
    "lifting": {
        "start": ("graded", "wind_below", *START),
        "resume": ("wind_below", *STANDING),
        "end": ("in_equals_out",),
    },
    "temporary-power": {
        "start": ("gas_fresh", "confirmed", "serves_work", *START[1:]),
        "resume": ("gas_fresh", "serves_work", *STANDING),
        "end": ("in_equals_out",),
    },
    "earth-work": {"start": START, "resume": STANDING, "end": ("in_equals_out",)},
    "road-closing": {"start": START, "resume": STANDING, "end": ("in_equals_out",)},
    "work-ticket": {
        "permit": ("isolated", "no_conflict"),
        "resume": ("isolated", "no_conflict"),
        "end": ("isolations_released",),
    },
    "operation-ticket": {"begin": ("present",), "finish": ("steps_in_order",)},
    "handover": {"take": ("handed_over",)},
    "contractor-entry": {"admit": ("not_banned",)},
}
"""Template -> move -> its guards, written by hand: a guard that is taken away, or stands nowhere here, is seen."""
WATCHED_BY_HAND = {
    "hot-work": {"gas", "absent", "danger", "banned", "valid", "wind"},
    "confined-space": {"gas", "absent", "danger", "banned", "valid"},
    "blind-plate": {"absent", "danger", "banned", "valid"},
    "height-work": {"absent", "danger", "banned", "valid", "wind"},
    "lifting": {"absent", "danger", "banned", "valid", "wind"},
    "temporary-power": {"gas", "absent", "danger", "banned", "valid", "served"},
    "earth-work": {"absent", "danger", "banned", "valid"},
    "road-closing": {"absent", "danger", "banned", "valid"},
    "work-ticket": {"danger", "valid"},
}
"""Template -> what pauses its work by itself, written by hand."""


def test_every_guard_of_the_library_is_the_one_that_was_written_by_hand() -> None:
    made = {
        id: {
            name: tuple(guard.name for guard in move.guards)
            for name, move in one.moves.items()
            if move.guards
        }
        for id, one in library().items()
        if isinstance(one, Template) and any(move.guards for move in one.moves.values())
    }
    assert made == GUARDS_BY_HAND


def test_what_pauses_work_by_itself_is_what_was_written_by_hand() -> None:
    made = {
        id: {next(iter(one.when.model_fields_set - {"for_"})) for one in template.watch}
        for id, template in library().items()
        if isinstance(template, Template) and template.watch
    }
    assert made == WATCHED_BY_HAND

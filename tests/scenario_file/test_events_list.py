"""The events list goes out as a workbook and comes back as the same scenario, or with its mistakes."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from command_center.domain.bounds.plain_text import hidden
from command_center.domain.scenarios.scenario import Scenario
from command_center.scenario_file import read_text
from command_center.scenario_file.events_list import (
    EventsList,
    ListError,
    place_told,
    renamed,
    retold,
    written,
)
from command_center.scenario_file.events_list.flow import flow
from command_center.words import LANGUAGES
from simulations.scenarios import library, texts
from tests.support.events_lists import LEAK, back, cell, digest, edited, list_of, repacked

OUT = list_of(library()[LEAK], texts()[LEAK])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id", library())
def test_out_and_in_again_is_the_same_scenario_to_the_letter(id: str, lang: str) -> None:
    scenario, text = library()[id], texts()[id]
    came = back(list_of(scenario, text, lang), id)
    assert came.scenario == scenario
    assert (came.added, came.changed, came.removed) == ([], [], [])
    assert retold(text, scenario, came.scenario) == text


LETTERS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff")
WORDS = st.text(LETTERS, min_size=1, max_size=60).filter(
    lambda words: bool(words.strip()) and not hidden(words) and not {*"{}"} & {*words}
)  # fmt: skip


@st.composite
def changed_scenarios(draw: st.DrawFn) -> tuple[str, Scenario]:
    """A library's scenario with its injects moved, said otherwise, taken out and put in another order."""
    id = draw(st.sampled_from(list(library())))
    scenario = library()[id]
    injects = []
    for one in draw(st.permutations(scenario.injects)):
        change: dict[str, Any] = {}
        if draw(st.booleans()):
            change["text"] = {"zh": draw(WORDS), "en": draw(WORDS)}
        if one.at is not None and draw(st.booleans()):
            change["at"] = {"s": draw(st.integers(0, one.at.s)), "jitter_s": 0}
        injects.append({**one.model_dump(mode="json"), **change})
    expectations = [one.model_dump(mode="json") for one in scenario.expectations]
    for one_ in expectations:
        if draw(st.booleans()):
            one_["anew"] = not one_["anew"]
        if draw(st.booleans()):
            one_["source"] = {"zh": draw(WORDS), "en": draw(WORDS)}
    last = expectations[-1]
    if draw(st.booleans()) and [e["objective"] for e in expectations].count(last["objective"]) > 1:
        expectations.pop()
    whole = {**scenario.model_dump(mode="json"), "injects": injects, "expectations": expectations}
    return id, Scenario.model_validate(whole)


@settings(max_examples=20, deadline=None, phases=[Phase.generate])
@given(changed_scenarios(), st.sampled_from(LANGUAGES))
def test_whatever_was_changed_comes_back_and_nothing_else(
    drawn: tuple[str, Scenario], lang: str
) -> None:
    id, wanted = drawn
    base, text = library()[id], texts()[id]
    told = EventsList("scenario", id, base.name, digest(text), wanted.injects, wanted.expectations)
    came = back(written(told, lang), id)
    assert came.scenario == wanted
    again = retold(text, base, wanted)
    assert read_text(again, id)[0] == wanted
    head = text[: text.index("\ninjects:")]
    assert again.startswith(head)  # what nobody changed stays as its writer left it
    for one in wanted.injects:
        if one in base.injects:
            assert f"- id: {one.id}" in again


def test_columns_may_stand_in_another_order_and_rows_too() -> None:
    def shuffle(book: Workbook) -> None:
        page = book["Expectations"]
        rows = [[one.value for one in row] for row in page.iter_rows()]
        page.delete_rows(1, page.max_row)
        for row in [rows[0], *rows[1:]]:
            page.append(row[::-1])

    assert back(edited(OUT, shuffle)).scenario == library()[LEAK]


def test_a_changed_added_and_removed_row_are_named() -> None:
    def change(book: Workbook) -> None:
        cell(book, "injects", "smell", "at_s").value = 200
        page = book["Injects"]
        names = [row[1].value for row in page.iter_rows()]
        page.delete_rows(names.index("press") + 1)
        head = [one.value for one in page[1]]
        new = {"Id": "gate", "Planned offset, s": 600, "Text (zh)": "门岗有人", "Text (en)": "At the gate",
               "Message or call": "message", "Channel": "radio", "To, or place": "commander",
               "Words (zh)": "门口有人", "Words (en)": "=Somebody is at the gate"}  # fmt: skip
        page.append([new.get(str(name)) for name in head])
        page.cell(page.max_row, head.index("Words (en)") + 1).data_type = "s"

    came = back(edited(OUT, change))
    assert (came.added, came.changed, came.removed) == (["gate"], ["smell"], ["press"])
    text = retold(texts()[LEAK], library()[LEAK], came.scenario)
    assert read_text(text, LEAK) == (came.scenario, [])
    kept = [line for line in text.split("\n") if line in texts()[LEAK].split("\n")]
    assert len(kept) > 0.9 * len(texts()[LEAK].split("\n"))
    assert came.scenario.injects[-1].does[0].message is not None


def put(sheet: str, id: str, column: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell(book, sheet, id, column).value = value

    return change


def without_text(*columns: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for column in columns:
            cell(book, "injects", "smell", column).value = None

    return change


MISTAKES = {
    "an offset in words": (put("injects", "smell", "at_s", "soon"), "Injects", 3, "C", "whole number"),
    "a date": (put("injects", "smell", "at_s", time(0, 2, 30)),
               "Injects", 3, "C", "150"),
    "a formula": (put("injects", "smell", "at_s", "=60*2"), "Injects", 3, "C", "formula"),
    "two triggers": (put("injects", "smell", "held", "yes"), "Injects", 3, "B", "exactly one"),
    "neither yes nor no": (put("injects", "press", "held", "perhaps"), "Injects", 8, "F", "perhaps"),
    "no text in any language": (without_text("text_zh", "text_en"), "Injects", 3, "G", "zh"),
    "a condition that is no YAML": (put("injects", "one-missing", "when", "{fact: ["), "Injects", 6,
                                    "E", "YAML"),
    "a fact nobody knows": (put("expectations", "seen", "fact", "alarm.razed"), "Expectations", 2, "H",
                            "facts.md"),
    "an inject that is not there": (put("expectations", "seen", "inject", "onsett"), "Expectations", 2,
                                    "C", "onset"),
    "a need of another kind": (put("injects", "still-leaking", "to", "pool"), "Injects", 4, "M", "post"),
    "an id taken twice": (put("injects", "smell", "id", "onset"), "Injects", 3, "B", "onset"),
    "no time": (put("expectations", "seen", "by_s", None), "Expectations", 2, "L", "by_s"),
    "words nobody speaks": (put("injects", "smell", "says", None), "Injects", 3, "I", "message or a call"),
    "a made column": (put("injects", "press", "expects", "the press officer answers"), "Injects", 8, "Q",
                      "Expectations"),
    "a brace that names nothing": (put("injects", "smell", "text_en", "at {sauce}"), "Injects", 3, "H",
                                   "sauce"),
    "an invisible character": (put("injects", "smell", "text_en", "a\u202eb"), "Injects", 3, "H", "U+202E"),
    "a cell that would be lost": (lambda book: book["Injects"].cell(3, 20, "a remark"), "Injects", 3, "T",
                                  "heading"),
    "a heading that is none": (lambda book: book["Injects"].cell(1, 20, "Remarks"), "Injects", 1, "T",
                               "Remarks"),
    "a heading that is gone": (lambda book: setattr(book["Injects"].cell(1, 3), "value", None),
                               "Injects", 1, "A", "offset"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_sheet_row_column_and_how_to_mend_it(mistake: str) -> None:
    change, sheet, row, column, words = MISTAKES[mistake]
    with pytest.raises(ListError) as met:
        back(edited(OUT, change))
    told = [place_told(one, "en") for one in met.value.problems]
    here = [
        one for one in told if (one["sheet"], one["row"], one["column"]) == (sheet, row, column)
    ]
    assert any(words in str(one["error"]) for one in here), told
    for lang in LANGUAGES:
        assert all(place_told(one, lang)["error"] for one in met.value.problems)


def test_a_text_in_one_language_is_enough() -> None:
    back(edited(OUT, without_text("text_zh")))


def test_every_mistake_is_told_at_once_and_nothing_is_half_taken() -> None:
    def change(book: Workbook) -> None:
        for name in ("an offset in words", "no time", "neither yes nor no"):
            MISTAKES[name][0](book)

    with pytest.raises(ListError) as met:
        back(edited(OUT, change))
    places = {(one.mark.file, one.mark.line) for one in met.value.problems}
    assert places == {("Injects", 3), ("Injects", 8), ("Expectations", 2)}


CONTENT_TYPES = "[Content_Types].xml"
BOMB = b"<worksheet>" + b" " * (9 << 20) + b"</worksheet>"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cccccccccc">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("parcel", "words"),
    [
        (b"", "no workbook"),
        (b"PK\x03\x04 and nothing behind it", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"a" * ((1 << 20) + 1), "at most"),
        (repacked(OUT, xl__vbaProject_dot_bin=b"macro"), "macros"),
        (repacked(OUT, xl__externalLinks__externalLink1_dot_xml=b"<a/>"), "links"),
        (repacked(OUT, xl__worksheets__sheet9_dot_xml=BOMB), "unpacks"),
        (repacked(OUT, xl__sharedStrings_dot_xml=ENTITIES), "no workbook"),
        (repacked(OUT, xl__workbook_dot_xml=b"<workbook"), "no workbook"),
        (repacked(OUT, xl__worksheets__sheet1_dot_xml=b"<worksheet"), "no workbook"),
        (repacked(OUT, **{f"xl__media__{n}_dot_bin": b"" for n in range(200)}), "unpacks"),
        (edited(OUT, lambda book: book["Injects"].cell(3, 9000, "far")), "MHD3"),
        (edited(OUT, lambda book: book["Injects"].cell(90_000, 2, "far")), "B90000"),
        (
            edited(
                OUT,
                lambda book: [book["Injects"].cell(row, 5, "x" * 7_900) for row in range(20, 60)],
            ),
            "characters",
        ),
        (edited(OUT, lambda book: setattr(book["Injects"], "title", "Events")), "Injects"),
        (edited(OUT, lambda book: book.remove(book["About"])), "Made from"),
        (list_of(library()["tank-overfill"], texts()["tank-overfill"]), "tank-overfill"),
        (list_of(library()[LEAK], texts()[LEAK] + "\n"), "saved after"),
    ],
)
def test_what_is_no_list_is_refused_plainly(parcel: bytes, words: str) -> None:
    with pytest.raises(ListError) as met:
        back(parcel)
    assert words in str(place_told(met.value.problems[0], "en")["error"])


def test_a_scenario_under_another_id_keeps_every_other_letter() -> None:
    text = renamed(texts()[LEAK], "own-leak")
    assert text == texts()[LEAK].replace(f"id: {LEAK}", "id: own-leak", 1)
    assert renamed(f"{{id: {LEAK}}}", "own-leak") is None


@pytest.mark.parametrize("style", ["flow", "comments"])
def test_a_text_of_any_layout_takes_a_list_back(style: str) -> None:
    text, base = texts()[LEAK], library()[LEAK]
    if style == "flow":
        whole = base.model_dump(mode="json", exclude_defaults=True)
        text = f"injects: {flow(whole.pop('injects'))}\n" + "".join(
            f"{key}: {flow(value)}\n" for key, value in whole.items()
        )
    else:
        text = text.replace("  - id: smell", "  # what the patrol says\n  - id: smell").rstrip("\n")
    wanted = base.model_copy(update={"injects": base.injects[::-1]})
    again = retold(text, base, wanted)
    assert read_text(again, LEAK)[0] == wanted
    assert ("# what the patrol says" in again) == (style == "comments")

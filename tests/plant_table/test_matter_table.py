"""The ledger of an older system as a table: its empty sheet, and every mistake by its cell."""

from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from command_center.domain.actor import Actor, Role
from command_center.domain.registry import Context
from command_center.domain.text import Text
from command_center.plant_table import matter_table, opened
from command_center.plant_table.matter_sheet import sheet_csv, sheet_xlsx
from command_center.plant_table.matter_table import MOST_ROWS, ImportRun, Ledger, import_run
from command_center.plant_table.reading import LIMITS
from command_center.workbook_reader.process import WorkbookReader
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

TITLED = (
    HAZARD.replace("place: {type: place,", "place: {type: place, title: {zh: 地点, en: Place},")
    .replace("of: hazard-3-levels,", "of: hazard-3-levels, depth: 3,")
    .replace(
        "of: [general, major]",
        "of: {general: {zh: 一般, en: General}, major: {zh: 重大, en: Major}}",
    )
)
HEADS = "import.old_number,import.found,import.state,import.ended,import.finder,place,category,level,found"
GOOD = "H-1,2026-03-05,,,,farm,equipment/pipe/clamp,general,Clamp leaks"


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, TITLED, CATEGORIES, SCORE)


def ledger(works: Works) -> Ledger:
    pinned = works.shelf.newest("hazard")
    assert pinned is not None
    return Ledger(pinned, works.site, works.shelf)


def ran(works: Works, *rows: str, heads: str = HEADS) -> ImportRun:
    return tried(works, "\n".join([heads, *rows]).encode())


def tried(works: Works, parcel: bytes) -> ImportRun:
    cells = opened(parcel, "hazard", WorkbookReader(LIMITS))
    return import_run(cells, ledger(works), works.state, context(works))


def context(works: Works) -> Context:
    actor = Actor("account-ann", Role.ADMINISTRATOR, person="ann")
    return Context(works.now, actor, works.site, templates=works.shelf)


def told(run: ImportRun, lang: str = "en") -> list[tuple[int, int, str]]:
    return [(one.mark.line, one.mark.column, one.sentence(lang)) for one in run.problems]


def test_a_row_is_one_command_with_ids_whatever_was_written(works: Works) -> None:
    by_name = "H-2,2026/3/6 14:30,archived,2026年4月1日,Eva,Tank farm,设备 / 管道 / 卡具,重大,漏"
    site = works.site
    by_name = by_name.replace("Tank farm", site.places["farm"][0].en).replace(
        "Eva", site.person_by_id["eva"].name.en
    )
    run = ran(works, GOOD, by_name)
    assert told(run) == []
    first, second = (one.command for one in run.fresh)
    assert first.fields == {
        "place": "farm", "category": "equipment/pipe/clamp", "level": "general", "found": "Clamp leaks",
    }  # fmt: skip
    assert second.finder == "eva"
    assert second.fields["place"] == "farm"
    assert second.fields["category"] == "equipment/pipe/clamp"
    assert second.fields["level"] == "major"
    assert (second.found - first.found) / 3_600_000 == 24 + 14.5
    assert (run.rows, len(run.fresh), run.ended, run.known) == (2, 2, 1, 0)


def test_every_mistake_stands_at_its_cell_and_says_how_to_mend_it(works: Works) -> None:
    run = ran(
        works,
        ",2026-03-05,,,,farm,equipment/pipe/clamp,general,leak",
        "H-2,5.3.2026,,,,farm,equipment/pipe/clamp,general,leak",
        "H-3,2026-03-05,,,,fram,equipment/pipe/clamp,general,leak",
        "H-4,2026-03-05,,,,farm,equipment/pipe,enormous,leak",
        "H-5,2026-03-05,archived,,,farm,equipment/pipe/clamp,general,leak",
        "H-5,2099-03-05,,,,farm,equipment/pipe/clamp,general,leak",
        "H-7,2026-03-05,,,,farm,equipment/pipe/clamp,general,",
        "H-8,2026-02-30,,,,farm,equipment/pipe/clamp,general,leak",
    )
    assert run.fresh == []
    places = [(line, column) for line, column, _ in told(run)]
    assert places == [(2, 1), (3, 2), (4, 6), (5, 7), (5, 8), (6, 4), (7, 1), (8, 9), (9, 2)]
    sentences = [sentence for *_, sentence in told(run)]
    assert "2026-03-05" in sentences[1]
    assert "“farm”" in sentences[2]
    assert "first in row 6" in sentences[6]
    for lang in ("en", "zh-CN"):
        assert all(sentence for *_, sentence in told(run, lang))


def test_what_the_rule_of_the_desk_refuses_is_told_beforehand(works: Works) -> None:
    run = ran(works, "H-5,2026-11-05,archived,2026-10-01,,farm,equipment/pipe/clamp,general,leak")
    assert [(line, column) for line, column, _ in told(run)] == [(2, 4)]
    run = ran(works, "H-6,2099-11-05,,,,farm,equipment/pipe/clamp,general,leak")
    assert [(line, column) for line, column, _ in told(run)] == [(2, 2)]


@pytest.mark.parametrize(
    ("heads", "column"),
    [
        (HEADS.replace("place", "plcae"), 6),
        (HEADS.replace("level", "found"), 9),
        (HEADS.replace("import.old_number,", ""), 1),
        (HEADS.replace("import.found", "fixed"), 2),
    ],
)
def test_headings_that_are_wrong_are_told_before_any_row(
    works: Works, heads: str, column: int
) -> None:
    run = ran(works, GOOD, heads=heads)
    assert run.fresh == []
    assert (1, column) in [(line, at) for line, at, _ in told(run)]


def test_an_empty_table_and_one_that_is_too_long_are_refused(works: Works) -> None:
    assert [one.code for one in tried(works, b"").problems] == ["table.empty"]
    rows = [GOOD.replace("H-1", f"H-{n}") for n in range(MOST_ROWS + 1)]
    run = ran(works, *rows)
    assert [one.code for one in run.problems] == ["table.too_many"]
    assert len(ran(works, *rows[:50]).fresh) == 50


def test_rows_that_were_brought_before_are_known_and_left_alone(works: Works) -> None:
    for one in ran(works, GOOD).fresh:
        works.does(
            context(works).actor, "matter.import", **one.command.model_dump(exclude_unset=True)
        )
    run = ran(works, GOOD.replace("leaks", "leaks more"), GOOD.replace("H-1", "H-2"))
    assert (run.known, [one.command.old_number for one in run.fresh]) == (1, ["H-2"])


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_the_empty_sheet_comes_back_filled_in(works: Works, lang: str) -> None:
    book = load_workbook(BytesIO(sheet_xlsx(ledger(works), lang)))
    sheet, about, lists = book.worksheets
    heads = [str(cell.value) for cell in sheet[1]]
    assert heads[0].startswith("Old number [" if lang == "en" else "原编号 [")
    place = next(n for n, one in enumerate(heads, 1) if "[place]" in one)
    assert heads[place - 1] == ("Place [place] *" if lang == "en" else "地点 [place] *")
    assert about.max_row == len(heads) + 1
    assert not any("[fixed]" in one for one in heads)
    offered = sheet.data_validations.dataValidation
    assert all(lists.title in str(one.formula1) for one in offered)
    assert len(offered) == 5
    chosen = {
        str(lists.cell(1, at).value): lists.cell(2, at).value
        for at in range(1, lists.max_column + 1)
    }
    values: dict[str, Any] = {
        "[import.old_number]": "0007",
        "[import.found]": "2026-03-05",
        "[found]": "leak",
    }
    for at, words in enumerate(heads, 1):
        value = next((one for key, one in values.items() if key in words), None)
        if value is None and words in chosen and "state" not in words:
            value = chosen[words]
        sheet.cell(2, at).value = value
    out = BytesIO()
    book.save(out)
    run = tried(works, out.getvalue())
    assert told(run) == []
    (row,) = run.fresh
    assert row.command.old_number == "0007"
    assert row.command.fields["category"] == "equipment/pipe/clamp"


def test_the_sheet_as_csv_has_the_same_headings(works: Works) -> None:
    text = sheet_csv(ledger(works), "en").decode("utf-8-sig")
    assert text.startswith("Old number [import.old_number] *,Found on [import.found] *")
    assert [one.code for one in tried(works, text.encode()).problems] == []


def test_a_name_that_two_people_have_is_asked_for_its_id(works: Works) -> None:
    of = ledger(works)
    same = of.ids["import.finder"]
    name = next(iter(same))
    doubled = {**of.ids, "import.finder": {**same, name: ["eva", "ben"]}}
    of.__dict__["ids"] = doubled
    row = GOOD.replace(",,,,", f",,,{name},")
    cells = opened(f"{HEADS}\n{row}".encode(), "hazard", WorkbookReader(LIMITS))
    run = import_run(cells, of, works.state, context(works))
    assert [one.code for one in run.problems] == ["import.several"]
    assert "eva, ben" in told(run)[0][2]


def test_a_title_is_no_formula_in_the_sheet_as_csv(works: Works) -> None:
    of = ledger(works)
    template = of.pinned.template
    named = template.fields["found"].model_copy(update={"title": Text(zh="=1+1", en="=1+1")})
    fields = {**template.fields, "found": named}
    armed = replace(of.pinned, template=template.model_copy(update={"fields": fields}))
    text = sheet_csv(Ledger(armed, of.site, of.shelf), "en").decode("utf-8-sig")
    assert "'=1+1 [found]" in text
    assert [one.code for one in tried(works, text.encode()).problems] == []


@pytest.mark.parametrize(("names", "code"), [(1_000, "near"), (1_001, "")])
def test_the_nearest_name_is_not_looked_for_in_a_list_that_is_too_long(
    works: Works, names: int, code: str
) -> None:
    of = ledger(works)
    of.__dict__["ids"] = {**of.ids, "place": {f"name {n}": ["farm"] for n in range(names)}}
    cells = opened(f"{HEADS}\n{GOOD.replace('farm', 'nme 7')}".encode(), "hazard", WorkbookReader(LIMITS))  # fmt: skip
    (problem,) = import_run(cells, of, works.state, context(works)).problems
    assert problem.code == ("import.unknown_near" if code else "import.unknown")


def test_the_nearest_name_is_looked_for_once_for_each_mistake(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def near(wanted: str, *given: Any, **more: Any) -> list[str]:
        looked.append(wanted)
        return get_close_matches(wanted, *given, **more)

    monkeypatch.setattr(matter_table, "get_close_matches", near)
    rows = [GOOD.replace("H-1", f"H-{n}").replace("farm", "fram") for n in range(5)]
    run = ran(works, *rows)
    assert [one.code for one in run.problems] == ["import.unknown_near"] * 5
    assert looked == ["fram"]


def test_a_day_of_excel_is_a_day(works: Works) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "hazard"
    sheet.append(HEADS.split(","))
    sheet.append(
        [
            "H-1",
            date(2026, 3, 5),
            None,
            None,
            None,
            "farm",
            "equipment/pipe/clamp",
            "general",
            "leak",
        ]
    )
    out = BytesIO()
    book.save(out)
    run = tried(works, out.getvalue())
    assert told(run) == []
    assert run.fresh[0].command.found == ran(works, GOOD).fresh[0].command.found

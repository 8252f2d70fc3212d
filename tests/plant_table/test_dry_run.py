"""A table of Excel or CSV against a site: every mistake by row and cell, what would change, nothing lost on the way."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from command_center.domain.site.changing.nouns import NOUNS as ALL_NOUNS
from command_center.domain.site.model import Person, Site
from command_center.plant_table import csv_of, dry_run, opened, workbook_of
from command_center.plant_table.columns import columns_of
from command_center.plant_table.reading import LIMITS, TableError
from command_center.site_file import load
from command_center.web.doors.plant.plant_table_api import examined
from command_center.workbook_reader.process import WorkbookReader

READER = WorkbookReader(LIMITS)
NOUNS = [noun.name for noun in ALL_NOUNS.values() if not noun.single]


@pytest.fixture(scope="module")
def site() -> Site:
    return load(Path(__file__).parents[2] / "sites" / "demo" / "site.yaml")


def plain(site: Site, noun: str) -> list[dict[str, Any]]:
    of = ALL_NOUNS[noun]
    return [of.row_of(part) for part in of.parts(site).values()]


def table(site: Site, noun: str) -> bytes:
    of = ALL_NOUNS[noun]
    return csv_of(of.model, plain(site, noun), apart=of.apart)


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_comes_back_from_csv_as_it_went_out(site: Site, noun: str) -> None:
    found = run(site, noun, table(site, noun))
    assert [p.line("en") for p in found.problems] == []
    assert found.changes == []
    assert found.rows == len(getattr(site, noun))


@pytest.mark.parametrize("noun", ["people", "stock", "plans", "tanks", "stores", "tags"])
def test_a_noun_comes_back_from_excel_as_it_went_out(site: Site, noun: str) -> None:
    of = ALL_NOUNS[noun]
    parcel = workbook_of(noun, of.model, plain(site, noun), apart=of.apart)
    found = run(site, noun, parcel)
    assert [p.line("en") for p in found.problems] == []
    assert found.changes == []


def csv_rows(*lines: str, encoding: str = "utf-8") -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def run(site: Site, noun: str, parcel: bytes, **named: Any) -> Any:
    return dry_run(opened(parcel, noun, READER), ALL_NOUNS[noun], site, **named)


def test_a_table_adds_changes_and_keeps_what_it_does_not_name(site: Site) -> None:
    first = site.people[0]
    found = run(
        site,
        "people",
        csv_rows("id,name.zh,name.en", f"{first.id},新名,New", "neu-1,张三,Zhang San"),
    )
    assert found.problems == []
    assert (found.count("changed"), found.count("added"), found.count("removed")) == (1, 1, 0)
    changed = found.changes[0].after
    assert changed.name.en == "New"
    assert changed.contacts == first.contacts
    assert changed.home == first.home
    assert found.not_in_table == len(site.people) - 1


def test_one_language_is_enough(site: Site) -> None:
    found = run(site, "people", csv_rows("id,name.zh", "neu-1,张三"))
    assert found.problems == []
    assert found.changes[0].after.name.en == "张三"


def test_a_row_that_is_needed_elsewhere_cannot_go(site: Site) -> None:
    keep = site.people[-1]
    found = run(site, "people", csv_rows("id,name.zh,name.en", f"{keep.id},甲,A"), remove=True)
    assert any(
        p.code.startswith("unknown_reference") and p.key.startswith("roster")
        for p in found.problems
    )
    assert found.changes == []


def test_mistakes_stand_at_their_cells(site: Site) -> None:
    tag, area = site.tanks[0].level, site.areas[0].id
    found = run(
        site,
        "tanks",
        csv_rows(
            "id,name.zh,x,y,product.zh,diameter_m,height_m,area,level,classes",
            f"a b,罐,1,1,苯,5,5,{area},{tag},",
            f"T-2,,1,1,苯,5,5,{area},{tag},",
            f"T-3,罐,one,1,苯,5,5,{area},{tag},",
            f"T-4,罐,1,1,苯,-5,5,{area},{tag},",
            f"T-5,罐,1,1,苯,5,5,nowhere,{tag},",
            f"T-6,罐,1,1,苯,5,5,{area},{tag},toxic; sweet",
            f"T-6,罐,1,1,苯,5,5,{area},{tag},",
        ),
    )
    assert [(p.mark.line, p.mark.column) for p in found.problems] == [
        (2, 1), (3, 2), (4, 3), (5, 6), (6, 8), (7, 10), (8, 1),
    ]  # fmt: skip
    assert all(p.sentence(lang) for p in found.problems for lang in ("en", "zh-CN"))
    assert found.changes == []


def test_contacts_are_not_taken_from_a_table(site: Site) -> None:
    found = run(site, "people", csv_rows("id,name.zh,contacts.1.address", "p-1,张三,13800000000"))
    assert [p.code for p in found.problems] == ["site.edited_apart"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_csv_of_chinese_excel_is_read(site: Site, encoding: str) -> None:
    cells = opened(csv_rows("id,name.zh", "neu-1,张三", encoding=encoding), "people", READER)
    assert cells.lines[1][1][2] == "张三"
    assert cells.encoding


def test_what_is_no_text_is_refused_with_the_way_out() -> None:
    with pytest.raises(TableError) as error:
        opened(b"id,name.zh\r\nx,\x81\x00\xff\xff", "people", READER)
    assert "UTF-8" in error.value.problems[0].sentence("en")


def test_a_wrong_heading_names_the_near_one(site: Site) -> None:
    found = run(site, "people", csv_rows("id,nane.zh", "p,张三"))
    assert [p.code for p in found.problems] == ["table.heading_near"]
    assert "name.zh" in found.problems[0].sentence("en")


def test_a_formula_is_refused_and_a_day_of_excel_is_taken(site: Site) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    line = site.stock[0]
    sheet.append(["resource", "store", "quantity", "expires"])
    sheet.append([line.resource, line.store, 77, date(2031, 11, 1)])
    out = io.BytesIO()
    book.save(out)
    found = run(site, "stock", out.getvalue())
    assert found.problems == []
    assert [(c.after.quantity, c.after.expires) for c in found.changes] == [(77, date(2031, 11, 1))]
    sheet.append([line.resource, line.store, "=1+1", None])
    out = io.BytesIO()
    book.save(out)
    found = run(site, "stock", out.getvalue())
    assert ("msel.formula", 3, 3) in [(p.code, p.mark.line, p.mark.column) for p in found.problems]
    assert found.changes == []


def test_text_that_looks_like_a_formula_stays_text(site: Site) -> None:
    row = {"id": "p-1", "name": {"zh": "=1+1", "en": "+86"}, "employer": "site"}
    apart = frozenset({"contacts"})
    parcel = csv_of(Person, [row], apart=apart)
    assert b"'=1+1" in parcel
    assert run(site, "people", parcel).changes[0].after.name.zh == "=1+1"
    sheet = load_workbook(io.BytesIO(workbook_of("people", Person, [row], apart=apart))).active
    assert sheet is not None
    assert sheet.cell(2, 2).data_type == "s"


def test_five_thousand_people_with_fifty_mistakes_show_all_fifty(site: Site) -> None:
    area = site.areas[0].id
    rows = [
        {
            "id": f"p{n}", "name": {"zh": f"人员{n}", "en": f"Person {n}"}, "employer": "site", "home": area,
        }
        for n in range(5_000)
    ]  # fmt: skip
    wrong = list(range(7, 5_000, 100))
    for n in wrong:
        rows[n] |= (
            {"home": "nowhere"}, {"employer": "martian"}, {"id": f"a {n}"},
            {"id": ""}, {"name": {"zh": "x" * 300, "en": "x"}},
        )[n // 100 % 5]  # fmt: skip
    parcel = workbook_of("people", Person, rows, apart=frozenset({"contacts"}))
    found = run(site, "people", parcel)
    assert sorted({p.mark.line for p in found.problems}) == [n + 2 for n in wrong]
    assert len(found.problems) == 50
    assert found.changes == []


def test_columns_are_those_of_the_model() -> None:
    keys = [column.key for column in columns_of(Person)]
    assert keys[:5] == ["id", "name.zh", "name.en", "employer", "company"]
    assert "contacts.1.channel" in keys


def test_five_thousand_people_with_fifty_mistakes_tell_them_all_and_change_nothing(
    site: Site,
) -> None:
    home = site.areas[0].id
    rows = [f"w{n},职工{n},Worker {n},{home}" for n in range(5_000)]
    wrong = range(99, 5_000, 100)
    for n in wrong:
        rows[n] = f"w{n},职工{n},Worker {n},no-such-area"
    parcel = "\r\n".join(["id,name.zh,name.en,home", *rows]).encode()
    seen = examined(opened(parcel, "people", READER), ALL_NOUNS["people"], site, remove=False)
    assert [one.mark.line for one in seen.found.problems] == [n + 2 for n in wrong]
    assert len(seen.found.problems) == 50
    assert list(seen.changes) == []


@pytest.mark.parametrize("noun", NOUNS)
def test_a_sheet_says_its_columns_in_words_offers_what_may_stand_there_and_comes_back(
    site: Site, noun: str
) -> None:
    of = ALL_NOUNS[noun]
    for lang in ("en", "zh-CN"):
        parcel = workbook_of(
            noun, of.model, plain(site, noun), apart=of.apart, lang=lang, site=site
        )
        found = run(site, noun, parcel)
        assert [p.line("en") for p in found.problems] == []
        assert (found.changes, found.rows) == ([], len(getattr(site, noun)))


def test_a_choice_and_an_id_are_offered_by_the_second_sheet(site: Site) -> None:
    of = ALL_NOUNS["roster"]
    parcel = workbook_of("roster", of.model, plain(site, "roster"), lang="en", site=site)
    book = load_workbook(io.BytesIO(parcel))
    first, lists = book.worksheets
    heads = {str(cell.value) for cell in first[1]}
    assert {"Post [post] *", "Shift [shift] *"} <= heads
    offered = {
        str(one.sqref).split(":")[0][:1]: one.formula1
        for one in first.data_validations.dataValidation
    }
    column = next(
        get_column_letter(at) for at, cell in enumerate(first[1], 1) if "[post]" in str(cell.value)
    )
    area = offered[column].split("!")[1].replace("$", "")
    listed = [row[0].value for row in lists[area]]
    assert listed == [post.id for post in site.posts]

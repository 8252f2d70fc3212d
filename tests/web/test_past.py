"""What the past of matters comes to, over HTTP: who may read it, and that every number opens its matters."""

import io
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.words import say
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE
from tests.support.template_shelf import Shelf
from tests.web.center import Center

OPEN = HAZARD.replace("fields:", "readers: [parties, safety, commander]\nfields:", 1)
FIELDS = {"category": "equipment/pipe/clamp", "level": "general"}
FIRST, SECOND = str(UUID(int=1)), str(UUID(int=2))


@pytest.fixture
def plant(center: Center) -> Center:
    """A plant in which two people each report the same thing, the first at an hour that the test knows."""
    center.desk.templates = Shelf(OPEN, CATEGORIES, SCORE)
    for ident, person, found in ((FIRST, "p1", "=1+1 leaks"), (SECOND, "p2", "It leaks again")):
        hand = center.machine(Role.RESPONDER, person=person)
        fields = {**FIELDS, "place": next(iter(center.desk.site.places)), "found": found}
        answer = hand.command("matter.open", matter=ident, template="hazard", fields=fields)
        assert answer.status_code == 200, answer.get_json()
        center.clock.advance(60)
    center.desk.submit("matter.move", {"matter": FIRST, "move": "dispatch"}, DUTY_ACTOR)
    return center


def test_leaders_read_the_figures_and_others_do_not(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    told = chief.get("/api/v1/past/figures").get_json()
    by_name = {one["name"]: one for one in told["figures"]}
    assert by_name["repeats"]["of"] == 2
    assert by_name["cycle"]["value"] is None
    assert len(told["trend"]) == 12
    hand = plant.machine(Role.RESPONDER, person="p1")
    for door in ("figures", "heat", "scores", "owed", "permits", "report.docx", "report.xlsx"):
        assert hand.get(f"/api/v1/past/{door}").status_code == 403, door
        assert chief.get(f"/api/v1/past/{door}").status_code == 200, door


def test_every_number_opens_its_matters_and_a_hand_sees_its_own_only(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    heat = chief.get("/api/v1/past/heat").get_json()
    assert heat["total"] == 2
    (cell,) = heat["cells"]
    found = chief.get(
        f"/api/v1/past/matters?month={heat['month']}&area={cell['row']}&hour={int(cell['column'])}"
    ).get_json()
    assert {one["id"] for one in found["matters"]} == {FIRST, SECOND}
    other = (int(cell["column"]) + 1) % 24
    empty = chief.get(f"/api/v1/past/matters?month={heat['month']}&hour={other}").get_json()
    assert empty["matters"] == []
    repeats = chief.get("/api/v1/past/matters?figure=repeats").get_json()
    assert repeats["total"] == 2
    assert chief.get(f"/api/v1/past/matters?again={FIRST}").get_json()["total"] == 2
    assert chief.get("/api/v1/past/matters?figure=anything").status_code == 422
    for asked, field in (("after=x", "after"), ("after=[1]", "after.1"), ("filter={", "filter")):
        told = chief.get(f"/api/v1/past/matters?{asked}").get_json()
        assert told["errors"][0]["field"] == field, asked
        assert field in told["detail"]
    hand = plant.machine(Role.RESPONDER, person="p2")
    for named in ("figure=repeats", "scored=p2"):
        refused = hand.get(f"/api/v1/past/matters?{named}")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "forbidden")
    own = hand.get("/api/v1/past/matters").get_json()
    assert SECOND in {one["id"] for one in own["matters"]}
    stranger = plant.machine(Role.RESPONDER, person="p3")
    for query in ("", f"?again={FIRST}", "?month=2026-09"):
        seen = stranger.get(f"/api/v1/past/matters{query}").get_json()["matters"]
        assert all("p3" in one["holders"] for one in seen), query


def test_the_workbook_has_the_rows_that_one_may_read_in_their_order(plant: Center) -> None:
    def rows(caller: Any) -> list[Any]:
        answer = caller.post("/api/v1/past/matters.xlsx", {"matters": [SECOND, FIRST]})
        assert answer.status_code == 200, answer.get_json()
        sheet = load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        return [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]

    everything = rows(plant.machine(Role.COMMANDER, person="p1"))
    assert [line[1] for line in everything] == ["It leaks again", "=1+1 leaks"]
    mine = rows(plant.machine(Role.RESPONDER, person="p2"))
    assert "It leaks again" in [line[1] for line in mine]


def test_a_file_says_by_which_clocks_its_times_are(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    zone = "Asia/Shanghai, UTC+08:00"
    table: Any = load_workbook(
        io.BytesIO(chief.post("/api/v1/past/matters.xlsx", {"matters": [FIRST]}).data)
    ).active
    heads = [str(cell.value) for cell in table[1]]
    assert [head for head in heads if zone in head] == [
        f"{say('en', f'matters.{name}')} ({zone})" for name in ("opened", "signed", "ended", "due")
    ]
    said = say("zh-CN", "times.by_plant", zone=zone)
    paper = Document(io.BytesIO(chief.get("/api/v1/past/report.docx?lang=zh-CN").data))
    assert [one.text for one in paper.paragraphs].count(said) == 1
    book = load_workbook(io.BytesIO(chief.get("/api/v1/past/report.xlsx?lang=zh-CN").data))
    for sheet in book.worksheets:
        assert said in str(sheet.cell(2, 1).value)


def test_the_report_says_the_same_in_both_languages_and_files(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    for lang, title, none in (
        ("zh-CN", "月度安全履职分析报告", "本月无数据"),
        ("en", "Monthly report on hazards and duties", "no data this month"),
    ):
        paper = Document(io.BytesIO(chief.get(f"/api/v1/past/report.docx?lang={lang}").data))
        words = "\n".join(one.text for one in paper.paragraphs)
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        assert title in words
        assert none in cells
        workbook = io.BytesIO(chief.get(f"/api/v1/past/report.xlsx?lang={lang}").data)
        charts = [one for one in ZipFile(workbook).namelist() if one.startswith("xl/charts/chart")]
        assert len(charts) == 1
        book = load_workbook(workbook)
        assert len(book.sheetnames) == 7
        first = book.worksheets[0]
        told = {str(cell.value) for line in first.iter_rows() for cell in line}
        assert none in told
        second: Any = book.worksheets[1]
        assert len(second._charts) == 1


def test_what_waits_for_nobody_stands_before_all_others(plant: Center) -> None:
    plant.clock.advance(5 * 3600)
    told = plant.machine(Role.COMMANDER, person="p1").get("/api/v1/past/owed").get_json()
    late = [one for one in told["lines"] if one["id"] == FIRST]
    assert late
    assert late[0]["colour"] == "red"
    assert told["lines"][0]["colour"] == "red"


def test_the_log_tells_the_numbers_of_the_matters_that_its_facts_name(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER, person="p1")
    moved = chief.get("/api/v1/journal/search?kind=matter.moved").get_json()
    assert {fact["data"]["matter"] for fact in moved["facts"]} == {FIRST}
    numbers = {
        one["id"]: one["number"] for one in chief.get("/api/v1/past/matters").get_json()["matters"]
    }
    assert moved["matters"] == {FIRST: numbers[FIRST]}
    assert chief.get("/api/v1/journal/search?kind=gas").get_json()["matters"] == {}

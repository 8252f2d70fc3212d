"""Each permit and ticket prints with its real values, measures, measurements, signatures, course and clauses, in both
languages."""

import io
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from command_center.domain.actor import DUTY_ACTOR
from command_center.reports.export.forms.pdf_file import pdf_file
from command_center.reports.export.forms.sheet import Album, Grid, Sheet
from command_center.reports.export.forms.wording import Wording
from command_center.reports.forms.matter_form import Printed, matter_sheet
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE
from tests.domain.matters.works import Works as HazardWorks
from tests.plays import loops
from tests.plays.permits import PERMITS, certified, measured, started, worked
from tests.plays.plant import Works
from tests.reports.printed_forms import LANGS, face, unwrapped, words

SIGNED = {
    "confined-space": 5,
    "hot-work": 5,
    "temporary-power": 5,
    "lifting": 6,
    "earth-work": 6,
    "road-closing": 6,
}


def printed(
    w: Works | HazardWorks, matter: str, pictures: Mapping[str, bytes] | None = None
) -> Sheet:
    """The form as the door makes it, with what is kept of its photographs."""
    facts = [
        f for f in w.facts() if f.kind.startswith("matter.") and f.data.get("matter") == matter
    ]
    opened = facts[0].data
    pinned = w.shelf.pinned(opened["revision"])
    assert pinned is not None
    row = {
        "number": opened["number"], "state": next(f.data["after"]["state"] for f in reversed(facts)),
        "opener": facts[0].actor, "opened_at": facts[0].at, "place": opened["place"],
    }  # fmt: skip
    kept = pictures or {}
    return matter_sheet(
        Printed(w.site, lambda _: None, w.shelf, pinned.template, row, facts, kept.get)
    )


def grid(sheet: Sheet, label: str) -> list[list[str]]:
    """The rows of a grid in English, by the English words above it."""
    wording = Wording("en", sheet.zone)
    return [
        [wording.text(cell) for cell in row]
        for part in sheet.sections[0]
        if isinstance(part, Grid) and wording.label("", part.label).startswith(label)
        for row in part.rows
    ]


@pytest.mark.parametrize("kind", PERMITS)
def test_a_permit_prints_who_signed_what_was_measured_and_what_was_confirmed(
    kind: str, tmp_path: Path
) -> None:
    w = Works(tmp_path)
    sheet = printed(w, worked(w, kind))
    signatures = grid(sheet, "Signatures")
    assert len(signatures) == SIGNED.get(kind, 4) + len(PERMITS[kind].approves) * (
        kind not in SIGNED
    )
    approver = signatures[-1]
    assert (approver[0], approver[1], approver[4]) == ("Approver", "Eva", "own screen")
    assert approver[3]
    assert re.fullmatch(r"2026-12-02 10:10:00", approver[2])
    assert len({row[-1] for row in signatures}) == 1
    measures = grid(sheet, "Safety measures")
    assert all(row[2] == "Yes" or row[2].startswith("Does not apply") for row in measures)
    assert {row[3] for row in measures} == {"Eva"}
    moves = [row[1] for row in grid(sheet, "Course")]
    assert moves[0] == "Submit"
    assert moves[-3:] == ["Resume", "End", "Accept on the spot"]
    assert [row[1] for row in grid(sheet, "People and tools")] == ["in", "out"]
    clauses = grid(sheet, "Clauses")
    assert {"4.1", "4.6", "4.10", "B.2", "B.3"} <= {row[1] for row in clauses}
    compared = {row[3] for row in clauses if row[1] != "5.3.1 d"}  # its words were not compared
    assert compared == {"with a copy, see below"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_paper_says_the_values_in_the_readers_language(lang: str, tmp_path: Path) -> None:
    w = Works(tmp_path)
    certified(w)
    permit = started(w, "confined-space")
    measured(w, "confined-space", permit, o2=18.2)
    told = words(printed(w, permit), lang)
    for value in (
        "SX-20261202-0001",
        "储罐清洗检查",
        "MB-17",
        "20.6 %",
        "18.2 %",
        "三脚架、救生绳，罐外双人值守",
    ):
        assert unwrapped(value) in told
    said = {
        "zh-CN": ("受限空间作业", "氧含量", "加盲板", "未与正式出版文本核对"),
        "en": (
            "Confined-space entry",
            "Oxygen by volume",
            "Blind plate",
            "not with the official print",
        ),
    }
    for value in said[lang]:
        assert unwrapped(value) in told
    over = [row for row in grid(printed(w, permit), "Gas tests") if row[-1] != "within limits"]
    assert [row[-1] for row in over] == ["Oxygen by volume"] * 3


def test_the_two_tickets_print_their_steps_and_isolations(tmp_path: Path) -> None:
    w = Works(tmp_path)
    steps = grid(printed(w, loops.an_operation_is_done_step_by_step(w)), "Steps")
    assert [row[1] for row in steps][1] == "开根部阀 RV-1"
    assert [row[-2] for row in steps] == ["Yes"] * 3
    assert steps[0][-1] < steps[1][-1] < steps[2][-1]
    isolations = grid(printed(w, loops.work_on_equipment_that_is_switched_off(w)), "Isolations")
    assert isolations == [["1", "Tank Pump", "DL-08", "Yes"]]


def test_the_same_facts_make_the_same_form_and_another_fact_another(tmp_path: Path) -> None:
    w = Works(tmp_path)
    ticket = loops.work_ticket(w)
    first = printed(w, ticket).sha256
    assert printed(w, ticket).sha256 == first
    w.moves("lee", ticket, "issue")
    assert printed(w, ticket).sha256 != first


def jpeg(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(("lang", "line", "absent"), [
    ("en", "Line 2", "The photograph is not kept here"), ("zh-CN", "第 2 行", "未存有"),
])  # fmt: skip
def test_the_photographs_of_lines_are_printed_small_with_the_number_of_their_line(
    lang: str, line: str, absent: str, tmp_path: Path
) -> None:
    w = Works(tmp_path)
    kept = {sha256(one).hexdigest(): one for one in (jpeg("red"), jpeg("blue"))}
    lost = "a" * 64
    taken = [[{"sha256": one, "camera": True}] for one in (*kept, lost)]
    made = w.opens("fay", "inspection-round", place="farm")
    w.fills("fay", made, points=[{**loops.POINT, "seen": one} for one in taken])
    sheet = printed(w, made, kept)
    [album] = [part for part in sheet.sections[0] if isinstance(part, Album)]
    assert [one.sha256 for one in album.pictures] == [*kept, lost]
    assert lost in str(album.as_row())
    read = PdfReader(io.BytesIO(pdf_file(sheet, lang, face())))
    drawn = [one.image.size for page in read.pages for one in page.images if one.image]
    assert len(drawn) == len(kept)
    assert max(max(size) for size in drawn) <= 520
    told = words(sheet, lang)
    assert unwrapped(line) in told
    assert unwrapped(absent) in told
    assert sheet.sha256 == printed(w, made).sha256


def test_whom_a_party_bars_is_not_printed_as_that_party(tmp_path: Path) -> None:
    """The finder holds the checker's post; who stands in is the checker, and the finder is not."""
    w = HazardWorks(tmp_path, CATEGORIES, HAZARD, SCORE)
    w.does(DUTY_ACTOR, "shift.begin", shift="night")
    hazard = w.opens(
        "ben", "hazard", place="tank", category="equipment/pipe/clamp", level="general", found="rusty"
    )  # fmt: skip
    w.beat()
    assert w.of(hazard).parties["checker"] == ("ben", "ann")
    assert ["checker", "Ann"] in grid(printed(w, hazard), "People")

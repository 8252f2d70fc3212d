"""ICS 201, 203, 204, 211 and 214: what stands on the paper equals the facts, and nothing else stands there."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.site.model import Site
from command_center.reports.export.forms.pdf_file import pdf_file
from command_center.reports.export.forms.sheet import Band, Grid, Sheet
from command_center.reports.export.forms.wording import Wording
from command_center.reports.forms.every import FORMS
from command_center.words import say
from tests.reports.printed_forms import LANGS, face, pages, sheet_of, unwrapped, words
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.small_works import PARTS, named

HOSTILE = "<para>&amp;</para> %PDF {x} \\n =1+1 野家 ☃ \u0e01"


def works(**changed: Any) -> Site:
    return Site.model_validate(PARTS | changed)


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite3", works(simulated=False))


def worked(room: ControlRoom) -> str:
    """An incident with orders, an evacuation, a call, a dispatch, and somebody on scene."""
    incident = room.leak()
    room.later(20)
    order = room.orders(incident, text="Shut valve 7")
    room.later(30)
    room.does("eva", "directive.ack", directive=order)
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    room.does("ann", "outside.call", incident=incident, unit="brigade")
    room.later(40)
    room.does("ann", "resource.dispatch", incident=incident, kit="pair", place="farm")
    room.does("eva", "responder.status", incident=incident, status="on_scene", place="farm")
    room.later(10)
    return incident


def cells(sheet: Sheet, label: str) -> list[list[str]]:
    """The rows of a grid, as English words."""
    wording = Wording("en", sheet.zone)
    return [
        [wording.text(cell) for cell in row]
        for section in sheet.sections
        for part in section
        if isinstance(part, Grid) and part.label == label
        for row in part.rows
    ]


def field(sheet: Sheet, label: str) -> list[str]:
    """The values of a field, as English words."""
    wording = Wording("en", sheet.zone)
    boxes = [
        box
        for section in sheet.sections
        for part in section
        if isinstance(part, Band)
        for box in part.boxes
    ]
    return [wording.text(one) for one in next(b for b in boxes if b.label == label).values]


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_with_times_says_by_which_clocks_they_are(room: ControlRoom, lang: str) -> None:
    sheet = sheet_of(room, worked(room), "ics-214")
    said = unwrapped(say(lang, "times.by_plant", zone="Asia/Shanghai, UTC+08:00"))
    assert sheet.times
    for page in pages(sheet, lang):
        assert unwrapped(page).count(said) == 1
    timeless = replace(sheet, sections=(), subject=())
    assert list(timeless.times) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", LANGS)
def test_every_word_of_a_form_can_be_read_back_from_its_pdf(
    room: ControlRoom, form: str, lang: str
) -> None:
    sheet = sheet_of(room, worked(room), form)
    read = words(sheet, lang)
    wording = Wording(lang, sheet.zone)
    told = [wording.text(sheet.plant)]
    for part in (part for section in sheet.sections for part in section):
        if isinstance(part, Grid):
            told += [wording.text(cell) for row in part.rows for cell in row]
            told += [wording.label(c.number, c.label) for c in part.columns]
        elif isinstance(part, Band):
            told += [wording.text(v) for box in part.boxes for v in box.values]
            told += [wording.label(box.number, box.label) for box in part.boxes]
        else:
            told += [wording.text(one.caption) for one in part.pictures]
    assert [one for one in told if unwrapped(one) not in read] == []
    assert "{" not in read


def test_the_briefing_says_what_the_facts_say(room: ControlRoom) -> None:
    sheet = sheet_of(room, worked(room), "ics-201")
    assert field(sheet, "incident_number") == ["INC-1"]
    assert field(sheet, "initiated") == ["2026-12-02 02:10:00"]
    assert ["Incident commander", "Ann (Chief)"] in cells(sheet, "organization")
    assert ["2026-12-02 02:10:20", "Farm hand: Shut valve 7", "acknowledged"] in cells(
        sheet, "actions"
    )
    dispatched, called = cells(sheet, "resources")
    assert dispatched == [
        "Entry for two", "DSP-1", "2026-12-02 02:11:30", "", "", "Farm, dispatched",
    ]  # fmt: skip
    assert called == ["Fire brigade", "", "2026-12-02 02:10:50", "", "", ""]


def test_what_nobody_knows_stays_blank(room: ControlRoom) -> None:
    incident = room.leak()
    organization = cells(sheet_of(room, incident, "ics-201"), "organization")
    assert {name for _, name in organization[1:]} == {""}
    assert cells(sheet_of(room, incident, "ics-201"), "resources") == []
    assert cells(sheet_of(room, incident, "ics-211"), "check_in") == []
    assert cells(sheet_of(room, incident, "ics-204"), "work_assignments") == []
    room.does("eva", "responder.status", incident=incident, status="on_scene", place="farm")
    checked_in = cells(sheet_of(room, incident, "ics-211"), "check_in")
    assert [row[0] for row in checked_in] == ["Eva"]
    assert [checked_in[0][n] for n in (1, 5, 7, 8, 10, 11)] == [""] * 6


def test_a_position_is_held_by_who_holds_its_post_now(tmp_path: Path) -> None:
    posts = [
        post | {"ics": "safety_officer"} if post["id"] == "second" else post
        for post in PARTS["posts"]
    ]
    room = ControlRoom(tmp_path / "journal.sqlite3", works(posts=posts))
    incident = room.leak()
    staff = {row[0]: row[1] for row in cells(sheet_of(room, incident, "ics-203"), "command_staff")}
    staff |= {row[2]: row[3] for row in cells(sheet_of(room, incident, "ics-203"), "command_staff")}
    assert staff["Safety officer"] == "Ben (Second)"
    assert staff["Liaison officer"] == ""
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    staff = {row[0]: row[1] for row in cells(sheet_of(room, incident, "ics-203"), "command_staff")}
    assert staff["Safety officer"] == ""


def test_each_recipient_has_an_assignment_list_of_their_own(room: ControlRoom) -> None:
    incident = worked(room)
    room.orders(incident, to="lead-1", text="Close the doors")
    sheet = sheet_of(room, incident, "ics-204")
    assert len(sheet.sections) == 2
    assert [row[1] for row in cells(sheet, "work_assignments")] == [
        "Shut valve 7",
        "Close the doors",
    ]
    assert [row[1] for row in cells(sheet, "personnel") if row[0].startswith("Division")] == [
        "Eva (Farm hand)", "Cai (Lead of shop 1)",
    ]  # fmt: skip
    assert {row[2] for row in cells(sheet, "personnel")} == {""}, "no number is printed"


def test_the_log_lists_what_happened_and_of_one_person_only_theirs(room: ControlRoom) -> None:
    incident = worked(room)
    log = cells(sheet_of(room, incident, "ics-214"), "activity")
    assert ["2026-12-02 02:10:50", "Evacuation ordered: Farm", "Ann"] in [row[:3] for row in log]
    own = cells(sheet_of(room, incident, "ics-214", person="eva"), "activity")
    assert [row[1].partition(":")[0] for row in own] == [
        "Directive to Farm hand (Eva)", "Acknowledged", "Eva",
    ]  # fmt: skip


def test_a_period_holds_only_what_happened_in_it(room: ControlRoom) -> None:
    incident = worked(room)
    t0 = room.state.incidents[incident].t0
    early = sheet_of(room, incident, "ics-201", until=t0 + 25_000)
    assert next(row[2] for row in cells(early, "actions")) == "not acknowledged"
    assert cells(early, "resources") == []
    late = cells(sheet_of(room, incident, "ics-214", since=t0 + 60_000), "activity")
    assert {row[0] for row in late} == {"2026-12-02 02:11:30"}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_facts_give_the_same_bytes_whenever_it_is_made(
    room: ControlRoom, form: str
) -> None:
    incident = worked(room)
    until, upto = room.now, room.state.seq
    first = sheet_of(room, incident, form)
    room.later(3_600)
    room.orders(incident, text="Something new")
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    again = sheet_of(room, incident, form, until=until, upto=upto)
    assert again.sha256 == first.sha256
    assert pdf_file(again, "zh-CN", face()) == pdf_file(first, "zh-CN", face())
    assert sheet_of(room, incident, form).sha256 != first.sha256


def test_a_pdf_does_not_tell_when_it_was_made(room: ControlRoom) -> None:
    made = pdf_file(sheet_of(room, room.leak(), "ics-203"), "en", face())
    about = PdfReader(io.BytesIO(made)).metadata
    assert about is not None
    assert about.creation_date is None or about.creation_date.year == 2000


@pytest.mark.parametrize("lang", LANGS)
def test_text_of_any_kind_stands_as_it_was_typed(room: ControlRoom, lang: str) -> None:
    incident = room.leak()
    room.orders(incident, text=HOSTILE)
    read = words(sheet_of(room, incident, "ics-204"), lang)
    assert unwrapped("<para>&amp;</para> %PDF {x} \\n =1+1") in read
    shown = face().shown(HOSTILE)
    assert unwrapped(shown) in read, "a letter that the typeface lacks is a square, not a gap"


def test_two_hundred_people_and_long_names_go_over_pages_with_their_number(tmp_path: Path) -> None:
    people = [
        *PARTS["people"],
        *(
            {
                "id": f"p{n}",
                "name": named(f"Person number {n} {'of a very long name ' * 5}".strip()),
            }
            for n in range(200)
        ),
    ]
    room = ControlRoom(tmp_path / "journal.sqlite3", works(people=people))
    incident = room.leak()
    for n in range(200):
        room.does(
            CONTROLLER, "responder.status", incident=incident, status="staged", place="farm",
            person=f"p{n}", via="radio", speaker=f"p{n}",
        )  # fmt: skip
    found = pages(sheet_of(room, incident, "ics-211"), "en")
    assert len(found) > 10
    assert all(f"Page {n} of {len(found)}" in text for n, text in enumerate(found, 1))
    assert all("7. Date/time check-in" in unwrapped_label(text) for text in found[:-1])
    read = unwrapped("".join(found))
    assert [n for n in range(200) if f"Personnumber{n}ofavery" not in read] == []


def unwrapped_label(text: str) -> str:
    """Text with single spaces, ends of lines too."""
    return " ".join(text.split())


def test_one_cell_longer_than_a_page_is_cut_over_rows(room: ControlRoom) -> None:
    incident = room.leak()
    told = "。".join(f"第{n}项措施已经落实到位" for n in range(15))
    for _ in range(3):
        room.orders(incident, text=told)
    sheet = sheet_of(room, incident, "ics-201")
    assert words(sheet, "zh-CN").count("第14项措施") >= 3


@pytest.mark.parametrize("lang", LANGS)
def test_a_drill_is_marked_on_every_page(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "journal.sqlite3", works(simulated=False))
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    room.later(30)
    played = sheet_of(room, f"{drill}-INC-1", "ics-201")
    marks = {"zh-CN": "【演练】", "en": "EXERCISE"}
    found = pages(played, lang)
    assert all(marks[lang] in text and "演练" in text for text in found)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    after = sheet_of(room, f"{drill}-INC-1", "ics-201")
    assert after.exercise
    assert field(after, "incident_number") == [f"{drill}-INC-1"]
    real = ControlRoom(tmp_path / "real.sqlite3", works(simulated=False))
    assert not any(
        "演练" in text or "EXERCISE" in text
        for text in pages(sheet_of(real, real.leak(), "ics-201"), lang)
    )

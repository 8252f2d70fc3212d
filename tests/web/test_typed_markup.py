"""What somebody types is text in everything that is made of it: files, forms, warnings, tables and mails."""

import csv
import io
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.reports.forms.every import FORMS
from tests.reports.printed_forms import face
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")
MARKUP = '=HYPERLINK("//h","y")<img src=x onerror=ran()>]]>&amp;${7*7}{{7*7}}'
"""A formula of a spreadsheet, an element of HTML, the end of CDATA, an entity, and two languages of templates."""
PLAIN = "onerror=ran()"
"""A part of it that stands as it is in any text."""


@pytest.fixture
def incident(center: Center) -> str:
    """An incident of which every text that a hand gives is markup."""
    face()
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    told = {"channel": "call", "place": "T-1", "text": MARKUP, "caller": MARKUP}
    [report] = does(center, CHIEF, "report.receive", **told)
    opened = does(center, CHIEF, "incident.open", place="T-1", title=MARKUP, report=report.seq)
    incident = str(opened[0].incident)
    given = {"urgency": "urgent", "category": "source", "text": MARKUP}
    [issued, *_] = does(center, CHIEF, "directive.issue", incident=incident, to="p1", **given)
    does(center, CHIEF, "directive.refuse", directive=issued.data["id"], reason=MARKUP)
    return incident


def test_a_workbook_has_no_formula_and_every_part_of_it_is_well_formed(
    center: Center, incident: str
) -> None:
    content = center.machine(Role.VIEWER).get(f"/api/v1/reviews/{incident}.xlsx").get_data()
    texts = [
        cell
        for sheet in load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and PLAIN in cell.value
    ]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}
    with ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))


def test_a_table_for_a_spreadsheet_begins_no_cell_as_a_formula(
    center: Center, incident: str
) -> None:
    text = center.machine(Role.VIEWER).get(f"/api/v1/reviews/{incident}.csv?table=log").get_data()
    cells = [cell for row in csv.reader(io.StringIO(text.decode("utf-8-sig"))) for cell in row]
    assert cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def test_a_document_and_every_form_say_it_as_text(center: Center, incident: str) -> None:
    door = center.machine(Role.COMMANDER)
    document = Document(io.BytesIO(door.get(f"/api/v1/reviews/{incident}.docx").get_data()))
    tables = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(MARKUP in one for one in (*tables, *(p.text for p in document.paragraphs)))
    said = 0
    for form in FORMS:
        answer = door.get(f"/api/v1/incidents/{incident}/forms/{form}.pdf?lang=en")
        assert answer.status_code == 200, form
        pages = PdfReader(io.BytesIO(answer.get_data())).pages
        text = "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")
        said += PLAIN in text
    assert said


def test_a_warning_for_other_systems_is_one_well_formed_message(
    center: Center, incident: str
) -> None:
    answer = center.machine(Role.COMMANDER).get(f"/api/v1/incidents/{incident}/cap")
    assert answer.status_code == 200, answer.get_data()
    message = ElementTree.fromstring(answer.get_data())
    assert not [one.tag for one in message.iter() if one.tag.endswith("img")]


def test_the_journal_and_the_board_keep_it_letter_for_letter(center: Center, incident: str) -> None:
    door = center.machine(Role.COMMANDER)
    facts = door.get("/api/v1/journal?after=0&limit=1000").get_json()["facts"]
    kept = [fact for fact in facts if MARKUP in str(fact["data"])]
    assert {fact["kind"] for fact in kept} >= {
        "report.received", "incident.opened", "directive.issued", "directive.refused",
    }  # fmt: skip
    answer = door.get("/api/v1/board")
    assert answer.content_type.startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"

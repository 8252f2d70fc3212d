"""The report to the authorities as a document: what facts say, what people said, what nobody knows."""

import io
from pathlib import Path

import pytest
from docx import Document

from command_center.domain.actor import DUTY_ACTOR
from command_center.reports.export.official_document import OfficialDocument
from command_center.reports.export.word.official_report import official_report
from command_center.reports.official_report import official_document
from command_center.reports.sources import Sources
from tests.reports.test_cap import plant
from tests.support.factories import CONTROLLER, ControlRoom

LANGS = ("zh-CN", "en")
UNKNOWN = {"zh-CN": "尚不清楚", "en": "not known"}


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite3", plant(simulated=False))


def gathered(room: ControlRoom, incident: str, number: int | None = None) -> OfficialDocument:
    found = official_document(Sources(room.desk, room.journal), room.desk, incident, number)
    assert found is not None
    return found


def pages(document: OfficialDocument, lang: str) -> str:
    """Every word of its body, a line for each paragraph and cell."""
    read = Document(io.BytesIO(official_report(document, lang)))
    cells = [c.text for t in read.tables for r in t.rows for c in r.cells]
    return "\n".join([p.text for p in read.paragraphs] + cells)


def margins(document: OfficialDocument, lang: str) -> list[str]:
    """The head and foot of each section."""
    read = Document(io.BytesIO(official_report(document, lang)))
    return [
        part.paragraphs[0].text for section in read.sections for part in (section.header, section.footer)
    ]  # fmt: skip


def responded(room: ControlRoom) -> str:
    """An incident with an order that was done, an evacuation, and somebody missing."""
    incident = room.leak()
    order = room.orders(incident, text="Shut valve 7")
    room.later(60)
    zone = room.site.areas[0].id
    room.does("ann", "evacuation.order", incident=incident, zones=[zone])
    counted = room.state.incidents[incident].evacuation
    assert counted is not None
    room.does("ann", "person.miss", person=next(iter(counted.accounts)))
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    return incident


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_holds_the_facts_and_says_what_nobody_knows(room: ControlRoom, lang: str) -> None:
    incident = responded(room)
    document = gathered(room, incident)
    told = pages(document, lang)
    assert document.number is None
    assert "Shut valve 7" in told
    assert room.site.areas[0].name.as_row()[lang[:2]] in told
    # the unit, the scene, other; dead, injured, missing and the loss
    assert told.count(UNKNOWN[lang]) == 7
    mark = {"zh-CN": "草稿", "en": "DRAFT"}[lang]
    assert mark in told
    assert mark in margins(document, lang)[0]


def test_what_people_filled_in_stands_beside_the_facts(room: ControlRoom) -> None:
    incident = responded(room)
    room.does(
        "ann", "report.submit", incident=incident, deaths=0, injured=2, loss_wan=35.5,
        scene="Smoke over <tank> & pool", profile="Chemical works",
    )  # fmt: skip
    document = gathered(room, incident)
    told = pages(document, "zh-CN")
    assert document.number == 1
    for words in ("Smoke over <tank> & pool", "Chemical works", "35.5万元", "草稿"):
        assert (words in told) == (words != "草稿")
    assert told.count(UNKNOWN["zh-CN"]) == 2  # other, and which authority it went to
    assert "\n1\n" in told  # missing, by the headcount


def test_a_report_stays_as_it_was_sent(room: ControlRoom) -> None:
    incident = responded(room)
    room.does("ann", "report.submit", incident=incident, injured=2)
    before = pages(gathered(room, incident, 1), "en")
    room.later(3600)
    room.orders(incident, text="Open valve 8")
    room.does("ann", "report.supplement", incident=incident, injured=3)
    assert pages(gathered(room, incident, 1), "en") == before
    newest = gathered(room, incident)
    assert newest.number == 2
    told = pages(newest, "en")
    assert "Open valve 8" in told
    assert "\n3\n" in told
    assert "Supplement 1 of" in told
    sources = Sources(room.desk, room.journal)
    assert official_document(sources, room.desk, incident, 3) is None
    assert official_document(sources, room.desk, "INC-9", None) is None


@pytest.mark.parametrize("lang", LANGS)
def test_the_report_of_an_exercise_says_so_on_every_page(room: ControlRoom, lang: str) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened[0].data["id"])
    room.plays(drill, "ann", "report.submit", incident=incident, deaths=0)
    document = gathered(room, incident)
    assert document.exercise
    for margin in margins(document, lang):
        assert "【演练】" in margin
        assert "EXERCISE" in margin
    assert "EXERCISE" in pages(document, lang)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    assert pages(gathered(room, incident), lang) == pages(document, lang)


def test_the_report_of_a_simulated_plant_says_so(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "journal.sqlite3", plant(simulated=True))
    document = gathered(room, room.leak())
    assert "EXERCISE" in margins(document, "en")[1]
    assert "The plant is simulated" in pages(document, "en")

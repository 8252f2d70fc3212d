"""Whose part a person plays is played by nobody else, and what they report moves the exercise's plant."""

from typing import Any

from command_center.domain.scenarios.plan import DrillPlan
from simulations.exercise.night import ExerciseNight
from simulations.intent import COMMANDER, LOST, Answer, Spoken
from simulations.night import Night
from simulations.parameters import parameters
from simulations.people.entry import bout
from simulations.people.job import Job
from simulations.scenarios import library
from simulations.surprise import played
from simulations.view import VALVE_REPORTED
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN = 1_796_148_600_000
PLAN = played(library()["night-toxic-leak"], SITE, 7)
assert isinstance(PLAN, DrillPlan)
COMMANDS = next(h for p in SITE.posts if p.commands and (h := PLAN.manned.holders[p.id]))
VALVE = next(valve.id for valve in SITE.valves if valve.operation == "manual")
STOOD = 1.0 if next(v for v in SITE.valves if v.id == VALVE).normally == "open" else 0.0


def night(*people: str) -> ExerciseNight:
    assert isinstance(PLAN, DrillPlan)
    it = ExerciseNight(SITE, OWN, parameters(), PLAN, BEGAN)
    it.cast(frozenset(people))
    return it


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


def test_a_played_part_speaks_and_is_located_nowhere() -> None:
    whole, without = night(), night(COMMANDS)
    assert whole.crew.people[COMMANDS].able
    assert not without.crew.people[COMMANDS].able
    assert COMMANDS not in without.shift.positions()
    assert COMMANDS not in {spoken.say.voice for spoken in said_in(without, 200)}
    others = set(whole.crew.people) - {COMMANDS}
    assert set(without.shift.positions()) == set(whole.shift.positions()) - {COMMANDS}
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


def test_a_kit_and_suits_that_players_take_are_gone_from_the_cabinet_and_lie_where_they_were_brought() -> (
    None
):
    it = night(COMMANDS)
    crew, kit = (
        it.crew,
        next(k for k in SITE.kits if any(x.resource == "heavy-suit" for x in k.lines)),
    )
    before = crew.stores[("heavy-suit", "C3")]
    sent = {"id": "DSP-1", "place": "ST", "kit": kit.id, "incident": "INC-1", "state": "dispatched",
            "at": 0, "lines": []}  # fmt: skip
    it.view.merge({"resources": {"dispatch:DSP-1": sent}})
    says(it, 1, "kit.drawn", kit=kit.id, store="C3", by_key=None)
    assert crew.stores[("heavy-suit", "C3")] == 0
    assert crew.stores[("scba", "C3")] == 0
    says(it, 2, "resource.arrived", dispatch="DSP-1")
    assert crew.staged[("heavy-suit", "ST")] == before
    ma = "ma-junjie"
    says(it, 3, "entry.ready", persons=[ma], place="ST", checker="fang-zheng", pressure_mpa=27.0)
    assert crew.staged[("heavy-suit", "ST")] == before - 1
    assert crew.people[ma].worn == ("heavy-suit", "scba")
    says(it, 4, "entry.in", person=ma, pressure_mpa=27.0, turn_back_at=0, reason=None)
    it.step(304.0, BEGAN + 304_000)
    assert crew.people[ma].pressure_mpa(304.0, 6.8) < 26
    says(it, 305, "entry.out", person=ma)
    assert not crew.people[ma].suited


def test_the_same_word_of_a_virtual_person_is_not_done_twice() -> None:
    it = night(COMMANDS)
    lies = dict(it.crew.stores)
    report(it, 1, kind="kit.drawn", actor_kind="virtual", data={"kit": "KIT-ENTRY", "store": "C3"})
    assert it.crew.stores == lies


def says(night: ExerciseNight, seq: int, kind: str, **data: Any) -> None:
    report(night, seq, kind=kind, data=data)


def test_a_part_that_is_taken_over_stands_still_and_goes_on_when_it_is_given_back() -> None:
    it = night()
    who = it.crew.people[it.crew.holders["fire-leader"] or ""]
    it.crew.stage.start(it.crew.go(who, (0.0, 0.0)))
    for t_s in range(5):
        it.step(float(t_s), BEGAN + t_s * 1000)
    here = who.position(4.0)
    assert here != who.walk.path[0] if who.walk else False
    it.cast(frozenset({who.id}))
    row = {"id": "DIR-1", "incident": "INC-1", "to": {"person": who.id, "post": "fire-leader"},
           "state": "issued", "returned": False, "urgency": "urgent", "step": None, "kit": None,
           "place": None, "evacuates": [], "acts_on": [], "text": {"en": "go", "zh": "去"},
           "attempts": []}  # fmt: skip
    it.view.merge({"directives": {"DIR-1": row}})
    said = [s for t in range(5, 120) for s in it.step(float(t), BEGAN + t * 1000)]
    assert who.id not in {s.say.voice for s in said}
    assert who.position(119.0) == here, "who was taken over stands where they stood"
    it.cast(frozenset())
    said = [s for t in range(120, 300) for s in it.step(float(t), BEGAN + t * 1000)]
    assert "directive.ack" in {s.say.kind for s in said if s.say.voice == who.id}
    assert who.position(299.0) != here, "and goes on from there"


def test_the_virtual_commander_is_silent_while_a_person_commands_and_goes_on_when_given_back() -> (
    None
):
    it = night()
    alarm = {"id": "A:H", "tag": SITE.tanks[0].level, "priority": "emergency", "state": "UNACK",
             "activations": 1, "incident": None}  # fmt: skip
    it.cast(frozenset({COMMANDS}))
    it.view.merge({"alarms": {"A:H": alarm}})
    assert COMMANDER not in {spoken.say.voice for spoken in said_in(it, 120)}
    held = {"id": "INC-1", "status": "open", "opened_at": BEGAN, "place": "T201", "plan": None,
            "t0": BEGAN, "hot_zone_m": 50.0, "evacuation": None, "outside": {}, "authority": {"asked": []},
            "source": {"isolated": True}, "missing_to_close": [], "gas": [],
            "commander": {"person": COMMANDS, "kind": "human"}}  # fmt: skip
    it.view.merge({"incident": {"INC-1": held}})
    for t_s in range(120, 240):
        assert COMMANDER not in {s.say.voice for s in it.step(float(t_s), BEGAN + t_s * 1000)}
    it.cast(frozenset())
    said: list[Spoken] = []
    for t_s in range(240, 400):
        for spoken in it.step(float(t_s), BEGAN + t_s * 1000):
            spoken.answer = Answer(accepted=False, code=LOST)
            said.append(spoken)
    kinds = {s.say.kind for s in said if s.say.voice == COMMANDER}
    assert "incident.close" in kinds
    assert "incident.take" not in kinds, "the board holds that very person to command already"


def test_whoever_is_inside_and_taken_over_is_waited_for_by_nobody() -> None:
    """The other of the pair comes out; of whom a person plays nobody here says that they did."""
    it = night()
    crew = it.crew
    pair = [crew.people[name] for name in ("ma-junjie", "fang-zheng")]
    for person in pair:
        person.cylinder_mpa, person.inside_since_s, person.worn = 27.0, 0.0, ("heavy-suit", "scba")
        person.place = crew.point("HV-2060")
    row: Any = {"id": "DIR-1", "incident": "INC-1", "place": "ST", "state": "in_progress",
           "to": {"person": "nobody", "post": None}, "step": None, "returned": False,
           "text": {"en": "go in", "zh": "进入"}, "attempts": []}  # fmt: skip
    it.view.merge({"directives": {"DIR-1": row}})
    job = Job(crew, crew.people["peng-yong"], row, None)
    crew.stage.start(bout(job, pair, "HV-2060", 0.0, [False]))
    it.cast(frozenset({pair[0].id}))
    said: list[Spoken] = []
    for t_s in range(1, 1200):
        for spoken in it.step(float(t_s), BEGAN + t_s * 1000):
            spoken.answer = Answer(accepted=True)
            said.append(spoken)
    came = [s.say.data["person"] for s in said if s.say.kind == "entry.out"]
    assert came == [pair[1].id]
    assert pair[0].suited


def test_whoever_is_there_by_the_board_is_played_by_nobody_until_they_leave() -> None:
    whole = Night(SITE, OWN, parameters(), 7, BEGAN)
    there = {"account": None, "stood_down_at": BEGAN}
    whole.view.merge({"people": {COMMANDS: there}})
    whole.step(1.0, BEGAN + 1000)
    assert whole.played == {COMMANDS}
    assert whole.crew.say(COMMANDS, "responder.status", status="en_route").lost
    assert COMMANDS not in whole.shift.positions()
    whole.view.merge({"people": {COMMANDS: there | {"stood_down_at": None}}})
    whole.step(2.0, BEGAN + 2000)
    assert whole.crew.people[COMMANDS].able
    assert not whole.crew.say(COMMANDS, "responder.status", status="en_route").lost

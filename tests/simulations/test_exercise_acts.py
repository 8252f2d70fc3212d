"""What injects do to plant and people, and that nothing is passed over in silence."""

from typing import Any

import pytest

from command_center.domain.scenarios.acts import Act
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.plan import DrillPlan
from simulations.exercise.night import ExerciseNight
from simulations.intent import LOST, Answer, Spoken
from simulations.parameters import parameters
from simulations.scenarios import library
from simulations.surprise import played
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN = 1_796_148_600_000


def night_of(*acts: dict[str, Any], broken: tuple[dict[str, Any], ...] = ()) -> ExerciseNight:
    """A night whose one inject `now` does these."""
    plan = played(library()["night-toxic-leak"], SITE, 7)
    assert isinstance(plan, DrillPlan)
    does = [Act.model_validate(act) for act in acts]
    inject = plan.injects[0].model_copy(update={"id": "now", "does": does})
    changes = {"injects": [inject], "broken": [Broken.model_validate(b) for b in broken]}
    return ExerciseNight(SITE, OWN, parameters(), plan.model_copy(update=changes), BEGAN)


def steps(night: ExerciseNight, first: int, last: int) -> list[Spoken]:
    said: list[Spoken] = []
    for t_s in range(first, last):
        for spoken in night.step(float(t_s), BEGAN + t_s * 1000):
            spoken.answer = Answer(accepted=False, code=LOST)
            said.append(spoken)
    return said


def test_an_inject_acts_once() -> None:
    night = night_of({"inflow": {"into": "T201", "m3_h": 60}})
    before = night.plant.tanks["T201"].total
    night.fire("now")
    night.fire("now")
    night.plant.advance(60)
    own = night.plant.flow_m3_min["unloading-201"]
    assert night.plant.tanks["T201"].total - before < 1.0 + own + 0.01


def test_what_is_not_in_the_plan_is_said_and_moves_nothing() -> None:
    night = night_of()
    night.fire("added-1")
    assert [inject for inject, _, _ in night.acts.undone] == ["added-1"]


def test_without_power_electric_pumps_stop_and_the_fire_pump_does_not() -> None:
    night = night_of({"power": {"state": "cut"}})
    elements = night.plant.elements
    fire_pump = next(p.id for p in SITE.pumps if p.draws is None)
    assert any(elements.running.values())
    night.fire("now")
    assert not any(elements.running.values())
    elements.turn(fire_pump, 1.0)
    assert elements.state(fire_pump) == 1.0


def test_a_stuck_valve_does_not_answer_the_desk_and_takes_a_hand_longer() -> None:
    night = night_of(broken=({"stuck_valve": {"valve": "XV-2061", "times_longer": 3}},))
    elements = night.plant.elements
    elements.command("XV-2061", 0.0)
    night.plant.advance(120)
    assert elements.state("XV-2061") == 1.0
    assert elements.by_hand("XV-2061") == 3
    elements.turn("XV-2061", 0.0)
    assert elements.state("XV-2061") == 0.0


def test_a_silent_gauge_sends_nothing_and_a_recovered_one_does_again() -> None:
    night = night_of({"sensor": {"gauge": "LT-206", "fault": "silent"}})
    night.fire("now")
    steps(night, 0, 30)
    assert "LT-206" not in {s.tag for s in night.samples}
    night.instruments.faults.clear()
    steps(night, 30, 60)
    assert "LT-206" in {s.tag for s in night.samples}


def test_whoever_is_missing_is_located_nowhere_and_does_nothing() -> None:
    night = night_of({"person": {"at": "W1", "people": 1, "state": "missing"}})
    before = set(night.shift.positions())
    night.fire("now")
    [lost] = before - set(night.shift.positions())
    assert night.crew.people[lost].who.home == "W1"
    assert not any(s.say.voice == lost for s in steps(night, 0, 60))


def test_a_report_is_said_by_somebody_who_is_there() -> None:
    words = {"zh": "漏了", "en": "It leaks"}
    night = night_of({"call": {"channel": "patrol", "place": "T206", "text": words}})
    night.fire("now")
    [report] = [s.say for s in steps(night, 0, 2) if s.say.kind == "report.receive"]
    assert night.crew.people[report.voice].on_site
    assert (report.data["place"], report.data["text"]) == ("T206", words)


def test_a_locked_cabinet_and_an_absent_key_holder_are_true_of_the_exercise_alone() -> None:
    night = night_of(
        broken=(
            {"locked_cabinet": {"store": "C3"}},
            {"dead_number": {"post": "fire-leader"}},
        )
    )
    store = next(s for s in SITE.stores if s.id == "C3")
    assert store.custody.kind == "open"
    assert night.crew.locked(store)
    holder = night.crew.people[night.crew.holders["fire-leader"] or ""]
    assert holder.who.contacts
    assert not holder.reached


def test_what_a_switch_room_feeds_has_no_power_once_it_is_cut_there() -> None:
    night = night_of({"power": {"area": "EL", "state": "cut"}})
    elements = night.plant.elements
    elements.run("P-301", runs=True)
    night.fire("now")
    assert night.acts.undone == []
    assert elements.state("P-301") == 0.0
    elements.command("V-8", 1.0)
    night.plant.advance(120)
    assert elements.state("V-8") == 0.0


@pytest.mark.parametrize(("depth_cm", "runs"), [(12, 1.0), (20, 0.0)])
def test_water_in_the_switch_room_keeps_people_out_and_trips_it_at_its_terminals(
    depth_cm: int, runs: float
) -> None:
    night = night_of({"flood": {"area": "EL", "depth_cm": depth_cm}})
    running = next(p for p, on in night.plant.elements.running.items() if on)
    night.fire("now")
    assert night.acts.undone == []
    assert night.plant.elements.state(running) == runs
    room = SITE.area_by_id["EL"]
    door = night.crew.dry((room.x, room.y))
    inside = abs(door[0] - room.x) < room.width / 2 and abs(door[1] - room.y) < room.height / 2
    assert inside is (runs == 0.0), "in the dark room the water is only wet"


def test_acting_on_a_pump_at_a_tank_never_starts_it() -> None:
    night = night_of({"pump": {"element": "P-206", "state": "failed"}})
    night.fire("now")
    assert night.plant.elements.in_emergency("P-206") == 0.0

"""A player that was killed lives through its drill once more, injects and all, and is where it was."""

from pathlib import Path

from command_center.domain.scenarios.plan import DrillPlan
from simulations.exercise.playing import Playing
from simulations.parameters import parameters
from simulations.record import Record, begin, digest_of
from simulations.scenarios import library
from simulations.surprise import played
from tests.simulations.sites import demo

SITE, OWN = demo()
BEGAN, SPEED = 1_796_148_600_000, 10.0
KEPT_ON = frozenset({"lu-chao"})
TAKEN = frozenset({"lu-chao", "peng-yong"})


def test_the_kept_drill_goes_on_where_it_was(tmp_path: Path) -> None:
    plan = played(library()["night-toxic-leak"], SITE, 7)
    assert isinstance(plan, DrillPlan)
    plant = digest_of(SITE, OWN, parameters(), plan)

    def fresh() -> Playing:
        return Playing(SITE, OWN, plan, "DRL-1", BEGAN, SPEED)

    first, record = fresh(), Record(tmp_path / "exercise.jsonl")
    record.start(begin(plant, plan.seed, SPEED, BEGAN))
    injects = [("onset", BEGAN + 20_000), ("smell", BEGAN + 200_000)]
    for tick in range(150):
        told = first.told([], {}, injects, TAKEN if 40 <= tick < 90 else KEPT_ON)
        assert (told.cast is not None) is (tick in (0, 40, 90)), "told where it changes"
        record.told(told)
        if said := first.live(told):
            record.said(told.tick, len(said))
    found = Record(tmp_path / "exercise.jsonl").read(plant, SPEED)
    assert found is not None
    again = fresh()
    unanswered = again.life.relive(found[1])
    assert again.life.tick == first.life.tick
    assert again.night.acts.fired == first.night.acts.fired == {"onset", "smell"}
    assert again.night.played == first.night.played == KEPT_ON
    assert {p.id for p in again.night.crew.people.values() if p.played} == KEPT_ON
    assert again.night.plant.volumes() == first.night.plant.volumes()
    assert again.night.plant.leaked > 0
    assert [s.say.kind for s in unanswered] == ["report.receive"]

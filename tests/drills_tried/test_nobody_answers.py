"""Nobody answers at all: the chain runs out for all to see, every time that needs an answer is a gap,
the plant goes on and overflows, and the drill still ends, with its draft and its clock."""

import pytest

from command_center.domain.actor import Role
from command_center.domain.reading import Quality, Reading
from command_center.domain.scenarios.acts import Act, ValveAct
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from simulations.exercise.night import begins_at
from simulations.exercise.playing import Playing
from simulations.life import TICK_S
from simulations.scenario import load as load_scenario
from simulations.scenarios import library
from simulations.surprise import played
from tests.drills_tried.whole import Folder, Whole
from tests.support.factories import START, person
from tests.support.running_center import DEMO, demo_site

LASTS_S = 720
SITE = demo_site()


def brimful() -> DrillPlan:
    """The library's fire, with a pool that is nearly full and a diversion that opened by itself."""
    fire = library()["fire-water-run-off"]
    levels = [
        one.model_copy(update={"share": 0.99}) if one.vessel == "pool" else one
        for one in fire.begins.levels
    ]
    opens = Act(valve=ValveAct(element="diversion", state="open"))
    first = fire.injects[0]
    injects = [first.model_copy(update={"does": [*first.does, opens]}), *fire.injects[1:]]
    begins = fire.begins.model_copy(update={"levels": levels})
    more = {"begins": begins, "injects": injects, "max_s": LASTS_S}
    plan = played(fire.model_copy(update=more), SITE, 7)
    assert isinstance(plan, DrillPlan)
    return plan


def second(whole: Whole, playing: Playing, drill: str) -> None:
    """One second in which the plant goes on and nobody is told or says anything."""
    whole.turn(1)
    if not whole.state.drills[drill].live:
        return
    known = whole.state.drills[drill].injects
    fired = [(one.id, one.at) for one in known.values() if one.state == "fired"]
    playing.live(playing.told([], {}, fired))
    whole.reads(
        *(
            Reading(
                one["tag"], one["ts"], one["value"], Quality.GOOD,
                SITE.tag_by_id[one["tag"].partition("/")[2]].source,
            )
            for one in playing.readings()
        )
    )  # fmt: skip


@pytest.mark.slow
def test_it_is_a_drill_with_a_review_all_the_same(center: Folder) -> None:
    plan = brimful()
    began = begins_at(SITE, plan, START)
    whole = center.starts(SITE)
    drill = whole.drill(sealed_text(plan, 1), exercise_at=began)
    scenario = load_scenario(DEMO / "simulation.yaml", SITE)
    playing = Playing(SITE, scenario, plan, drill, began, 1 / TICK_S)
    holders = whole.state.twins[drill].roster.holders
    leader = next(h for p in SITE.posts if p.commands and (h := holders.get(p.id)))
    chief = person(leader, Role.COMMANDER)
    second(whole, playing, drill)
    whole.plays(drill, chief, "incident.open", place="EP")
    incident = f"{drill}-INC-1"
    order = {"to": "board-1", "text": "Shut it", "urgency": "urgent", "category": "source"}
    whole.plays(drill, chief, "directive.issue", incident=incident, **order)
    while whole.state.drills[drill].phase == "running":
        second(whole, playing, drill)
        assert playing.life.t_s < LASTS_S + 10
        if round(playing.life.t_s) == 200:
            row = whole.rows(drill)["directives"][f"{drill}-DIR-1"]
            assert row["state"] == "issued"
            assert row["exhausted_at"] is not None
            assert [one["step"] for one in row["chain"]][-2:] == ["superior", "exhausted"]
    steps = [f.data["step"] for f in whole.facts("escalation.fired", "escalation.skipped")]
    assert steps == ["repeat", "deputy", "superior"]
    assert len(whole.facts("escalation.exhausted")) == 1
    assert whole.facts("directive.acknowledged") == []
    spilt = whole.facts("plant.overflowed")
    assert [(f.data["element"], f.exercise) for f in spilt] == [("EP", True)]
    assert playing.night.plant.losses()["pool_spilt"] > 0

    whole.lasts(2)
    assert whole.facts("review.opened")
    assert whole.state.drills[drill].revealed
    told = whole.got(f"reviews/{drill}")
    ended_at = whole.state.drills[drill].ended_at
    assert ended_at is not None
    assert told["clock"]["due"]["signed"] == ended_at + 72 * 3_600_000
    assert told["overview"]
    problems = {problem["key"] for problem in told["problems"]}
    assert {"water:EP", "exhausted:board-1"} <= problems
    assert "late_ack:board-1" not in problems, "said once, the graver way"
    states = {e["expectation"]: e["state"] for e in told["expectations"]}
    assert states.pop("opened") == "moot", "by its own caller, before the shout"
    assert set(states.values()) == {"missed"}
    rows = {row["row"]: row for row in told["timing"]}
    for gap in ("reach", "intervention", "control"):
        assert (rows[gap]["seconds"], rows[gap]["outcome"]) == (None, "open")
        assert rows[gap]["open_s"] > 600
    figures = [one for one in told["earlier"]["figures"] if one["row"] == "control"]
    assert rows["control"]["open_s"] <= rows["control"]["target_s"], (
        "the drill ended before its target"
    )
    assert (figures[0]["n"], figures[0]["gaps"]) == (0, 0), "neither kept nor missed"

"""The action is done before its inject: moot, with the fact that was first, and never a negative time."""

from command_center.domain.actor import Role
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from simulations.scenarios import library
from simulations.surprise import played
from tests.drills_tried.whole import Folder
from tests.support.factories import CONTROLLER, person
from tests.support.running_center import demo_site


def test_it_is_moot_and_no_time_is_negative(center: Folder) -> None:
    site = demo_site()
    plan = played(library()["toxic-wind-shift"], site, seed=3)
    assert isinstance(plan, DrillPlan)
    at = {one.id: one.at.s for one in plan.injects if one.at is not None}
    expected = next(
        e for e in plan.expectations
        if e.fact.kind == "incident.opened" and not e.anew and at.get(e.inject, 0) > 5
    )  # fmt: skip
    whole = center.starts(site)
    drill = whole.drill(sealed_text(plan, 1))
    twin = whole.state.twins[drill]
    holders = twin.roster.holders
    who = next(h for p in site.posts if p.commands and (h := holders.get(p.id)))
    chief = person(who, Role.COMMANDER)
    whole.turn(1)
    [opened, *_] = whole.plays(drill, chief, "incident.open", place="T206", plan=site.plans[0].id)
    before = opened.seq
    whole.lasts(at[expected.inject] + 5, each=1)
    [fired] = [f for f in whole.facts("inject.fired") if f.data["inject"] == expected.inject]
    assert fired.seq > before
    [moot] = [f for f in whole.facts("expectation.moot") if f.data["expectation"] == expected.id]
    assert (moot.data["matched"], moot.data["took_ms"]) == (before, None)
    whole.does(CONTROLLER, "drill.end", drill=drill)
    whole.turn(1)
    told = whole.got(f"reviews/{drill}")
    [row] = [e for e in told["expectations"] if e["expectation"] == expected.id]
    assert row["state"] == "moot"
    assert before in row["facts"]
    seconds = [row["seconds"] for row in told["timing"] if row["seconds"] is not None]
    assert all(value >= 0 for value in seconds)
    took = [
        f.data["took_ms"]
        for f in whole.facts()
        if f.kind.startswith("expectation.") and "took_ms" in f.data
    ]
    assert all(value is None or value >= 0 for value in took)

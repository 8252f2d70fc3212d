"""A roll-out switches its module: where and from when it is in force, who asks, and who approves."""

from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Refused
from command_center.domain.fold import replay
from command_center.domain.matters.opening.rollouts import in_force
from command_center.domain.refusal import Refusal
from command_center.domain.state import State
from command_center.domain.template_language.template import Enabled
from command_center.words import say
from tests.plays.loops import BASELINE, PILOT
from tests.plays.plant import Works
from tests.support.factories import person

HAZARD = {"category": "equipment/static/leak", "level": "general", "found": "Leak"}


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path)


def begun(works: Works, **fields: Any) -> str:
    """A pilot of the hazards in the tank farm, approved."""
    made = works.opens("fay", "rollout", **(PILOT | BASELINE | fields))
    works.signs("ben", made, "begin", "safety")
    works.moves("eva", made, "begin")
    return made


def opens(works: Works, place: str) -> Refusal | None:
    """What becomes of a hazard that somebody reports there."""
    data = {"matter": works.next_id(), "template": "hazard", "fields": HAZARD | {"place": place}}
    answer = works.desk.submit("matter.open", data, person("fay"))
    return answer.refusal if isinstance(answer, Refused) else None


def test_before_it_begins_and_without_one_a_module_is_in_force_everywhere(works: Works) -> None:
    assert opens(works, "shop-1") is None
    works.opens("fay", "rollout", **(PILOT | BASELINE))
    assert opens(works, "shop-1") is None


def test_a_pilot_is_in_force_in_its_area_only_and_the_refusal_says_where_and_whom_to_ask(
    works: Works,
) -> None:
    begun(works)
    assert opens(works, "tank") is None
    refusal = opens(works, "shop-1")
    assert refusal is not None
    assert refusal.code == "template_not_here"
    said = say("en", "refusal.template_not_here", **refusal.params)
    farm = works.site.area_by_id["farm"].name.en
    assert farm in said
    assert works.site.person_by_id["eva"].name.en in said
    assert say("zh-CN", "refusal.template_not_here", **refusal.params)


def test_it_is_in_force_from_its_day_on(works: Works) -> None:
    begun(works, **{"from": "2026-12-03"})
    refusal = opens(works, "tank")
    assert refusal is not None
    assert refusal.code == "template_not_yet"
    assert "2026-12-03" in say("en", "refusal.template_not_yet", **refusal.params)
    works.clock.move(86_400)
    assert opens(works, "tank") is None


def test_the_champion_asks_and_another_approves(works: Works) -> None:
    made = works.opens("fay", "rollout", **(PILOT | BASELINE))
    assert works.denied("fay", made, "begin").code == "not_your_move"
    assert works.denied("eva", made, "begin").code == "not_signed"
    own = works.opens("fay", "rollout", **(PILOT | BASELINE | {"champion": "ben"}))
    refused = works.refuses("ben", "matter.sign", matter=own, move="begin", party="safety").refusal
    assert refused.code == "own_approval"
    assert works.denied("ben", own, "begin").code == "not_signed"


def test_more_areas_are_in_force_once_they_are_approved_and_not_before(works: Works) -> None:
    made = begun(works)
    works.fills("eva", made, more=[{"place": "shop-1"}], learned="Photographs first")
    assert opens(works, "shop-1") is not None
    assert works.denied("eva", made, "extend").code == "not_signed"
    works.signs("ben", made, "extend", "safety")
    assert opens(works, "shop-1") is not None
    sneaked = works.denied("eva", made, "extend", fields={"more": [{"place": "shop-2"}]})
    assert sneaked.code == "rollout_write_first"
    works.moves("eva", made, "extend")
    assert opens(works, "shop-1") is None
    assert opens(works, "shop-2") is not None


def test_what_is_changed_after_the_approval_needs_another(works: Works) -> None:
    made = begun(works)
    works.fills("eva", made, more=[{"place": "shop-1"}], learned="Photographs first")
    works.signs("ben", made, "extend", "safety")
    works.fills("eva", made, more=[{"place": "shop-2"}])
    assert works.denied("eva", made, "extend").code == "not_signed"


def test_what_the_pilot_began_with_stays(works: Works) -> None:
    made = works.opens("fay", "rollout", **(PILOT | BASELINE))
    better = {"baseline": [{"month": "2026-10", "cycle_days": 99}]}
    works.fills("eva", made, baseline_of="The old ledger")
    works.signs("ben", made, "begin", "safety")
    sneaked = works.denied("eva", made, "begin", fields=better)
    assert sneaked.code == "rollout_write_first"
    works.moves("eva", made, "begin")
    changes = {
        **better, "module": "lifting", "place": "shop-1", "from": "2027-01-01", "baseline_of": "Memory",
    }  # fmt: skip
    for name, value in changes.items():
        refused = [
            works.refuses("eva", "matter.fill", matter=made, fields={name: value}),
            works.refuses("eva", "matter.correct", matter=made, field=name, value=value, reason="Better"),
            works.refuses("eva", "matter.move", matter=made, move="extend", fields={name: value}),
        ]  # fmt: skip
        assert [one.refusal.code for one in refused] == ["rollout_begun"] * 3
    works.fills("eva", made, learned="Photographs first")
    works.moves("ben", made, "stop", reason="The workshop stands still")
    assert works.state.matters.rollouts == {}


def test_the_whole_plant_needs_the_manager_too_and_stays_in_force_when_it_is_done(
    works: Works,
) -> None:
    made = begun(works)
    works.signs("ben", made, "widen", "safety")
    assert works.denied("eva", made, "widen", fields={"learned": "ok"}).code == "not_signed"
    works.signs("joe", made, "widen", "manager")
    works.moves("eva", made, "widen", learned="ok")
    assert opens(works, "shop-2") is None
    works.moves("eva", made, "join", whole="ok")
    works.moves("joe", made, "finish")
    assert opens(works, "shop-2") is None
    assert works.state.matters.rollouts["hazard"].areas is None


def test_a_stopped_pilot_leaves_the_template_to_itself(works: Works) -> None:
    made = begun(works)
    assert opens(works, "shop-1") is not None
    works.moves("ben", made, "stop", reason="The workshop stands still")
    assert opens(works, "shop-1") is None
    assert works.state.matters.rollouts == {}


def test_of_one_module_one_roll_out_goes_on(works: Works) -> None:
    begun(works)
    other = works.opens("fay", "rollout", **(PILOT | BASELINE | {"place": "shop-1"}))
    works.signs("ben", other, "begin", "safety")
    assert works.denied("eva", other, "begin").code == "rollout_goes_on"
    assert opens(works, "shop-1") is not None


def test_only_its_own_module_is_switched_and_its_copies_with_it(works: Works) -> None:
    begun(works)
    pinned = works.shelf.newest("hazard")
    other = works.shelf.newest("major-hazard")
    assert pinned is not None
    assert other is not None
    copy = pinned.template.model_copy(update={"template": "our-hazard", "based_on": "hazard"})
    assert not in_force(works.state, works.site, copy).at("shop-1", works.now)
    assert in_force(works.state, works.site, other.template).at("shop-1", works.now)


def test_what_a_template_says_itself_counts_where_nothing_is_rolled_out(works: Works) -> None:
    pinned = works.shelf.newest("hazard")
    assert pinned is not None
    enabled = Enabled.model_validate({"areas": ["farm"], "from": "2026-12-03"})
    own = pinned.template.model_copy(update={"enabled": enabled})
    force = in_force(works.state, works.site, own)
    assert not force.at("farm", works.now)
    assert force.at("farm", works.now + 86_400_000)
    assert not force.at("shop-1", works.now + 86_400_000)


def test_a_replay_knows_it_without_any_template(works: Works) -> None:
    begun(works)
    replayed = replay(State.start(works.site), works.journal.read(0, 100_000))
    assert replayed.matters.rollouts == works.state.matters.rollouts
    assert replayed.matters.rollouts["hazard"].areas == ("farm",)

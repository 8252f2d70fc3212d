"""The source article's night, played whole at the real desk: the plan runs into its four defects."""

import json
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import ActorKind
from command_center.domain.fact import Fact
from tests.simulations.night import LEAK_AT_S, SEED, directive_of, leaking, night_at
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import DEMO, demo, load
from tests.support.renamed_site import renamed, replaced


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> RealBoard:
    """The night of SEED until the incident is closed."""
    site, scenario = demo()
    board = RealBoard(site, scenario, SEED, tmp_path_factory.mktemp("night"))
    board.run(LEAK_AT_S)
    board.night.plant.start_leak()
    while board.first("incident.closed") is None and board.t_s < 2 * 3600:
        board.run(board.t_s + 30)
    return board


def alarm(board: RealBoard) -> Fact:
    found = board.first("alarm.raised", condition="NETLOSS")
    assert found is not None
    return found


def steps_with(board: RealBoard, **what: Any) -> list[str]:
    """Steps of the plan by a field, so that no test knows an id of the plant."""
    plan = board.site.plans[0]
    return [s.id for s in plan.steps if all(getattr(s, k) == v for k, v in what.items())]


def test_the_net_loss_is_raised_within_ninety_seconds_and_the_first_alarm_starts_the_clock(
    whole: RealBoard,
) -> None:
    onset_s = (alarm(whole).at - whole.began_ms) / 1000 - LEAK_AT_S
    assert 0 < onset_s < 90
    opened = whole.first("incident.opened")
    assert opened is not None
    raised = [f for f in whole.facts if f.kind == "alarm.raised" and f.data["priority"] != "low"]
    assert opened.data["t0"] == raised[0].at <= alarm(whole).at, "whichever alarm it was opened on"
    assert whole.desk.state.alarms[opened.data["first_alarm"]].raised_seq == raised[0].seq
    assert opened.data["plan"] == whole.site.plans[0].id


def test_quiet_before_the_leak_but_for_the_silent_gauge(whole: RealBoard) -> None:
    before = [f for f in whole.facts if f.at < whole.began_ms + LEAK_AT_S * 1000]
    raised = [f.data for f in before if f.kind == "alarm.raised"]
    silent = whole.night.plant.scenario.silent[0].tag
    assert [(r["tag"], r["condition"]) for r in raised] == [(silent, "STALE")]


def test_first_defect_nobody_acknowledges_at_a_dead_number(whole: RealBoard) -> None:
    off_site = {e.person for e in whole.site.roster if not e.on_site}
    issued = [f for f in whole.facts if f.kind == "directive.issued"]
    theirs = {f.data["id"] for f in issued if f.data["to_person"] in off_site}
    assert len(theirs) == 3
    answered = {f.data["directive"] for f in whole.facts if f.kind == "directive.acknowledged"}
    assert not theirs & answered


def test_second_defect_the_kit_is_refused_for_the_lock_and_what_exists_is_sent(
    whole: RealBoard,
) -> None:
    keyed = [s.id for s in whole.site.stores if s.custody.kind == "keyed"]
    refused = whole.first("resource.refused")
    assert refused is not None
    assert refused.data["locked"] == keyed
    sent = whole.first("resource.dispatched", kit=refused.data["kit"])
    assert sent is not None
    assert sent.seq > refused.seq
    assert sent.data["missing"] == refused.data["missing"]
    found = whole.first("custody.tried")
    assert found is not None
    assert (found.data["store"], found.data["result"]) == (keyed[0], "locked")


def test_third_defect_the_pool_rises_towards_its_weir_without_a_limit(whole: RealBoard) -> None:
    pool = whole.site.pools[0]
    assert whole.site.tag_by_id[pool.level].limits is None
    assert whole.night.plant.drains.pools[pool.id].total > 200
    assert not any(
        f.kind == "alarm.raised" and f.data["tag"] == pool.level and f.data["condition"] != "STALE"
        for f in whole.facts
    )


def test_fourth_defect_the_other_workshop_is_beyond_authority(whole: RealBoard) -> None:
    refused = whole.first("authority.refused")
    assert refused is not None
    assert refused.data["capability"] == "mobilise"
    teams = {s.mobilises for s in whole.site.plans[0].steps}
    assert refused.data["target"] in teams
    assert whole.first("authority.refused", capability="direct") is None


def test_two_go_in_only_when_two_stand_by(whole: RealBoard) -> None:
    first_in = whole.first("entry.in")
    assert first_in is not None
    ready = {p for f in whole.facts if f.kind == "entry.ready" and f.seq < first_in.seq
             for p in f.data["persons"]}  # fmt: skip
    assert len(ready) == 4
    inside = [f.data["person"] for f in whole.facts if f.kind == "entry.in"]
    out = [f.data["person"] for f in whole.facts if f.kind == "entry.out"]
    assert sorted(inside) == sorted(out)
    went_in = [f for f in whole.facts if f.kind == "entry.in"]
    assert all((f.data["reason"], f.data["lacked"]) == (None, []) for f in went_in)


def test_the_neighbour_brings_what_the_lock_withholds(whole: RealBoard) -> None:
    brought = whole.first("resource.received")
    fourth = [f for f in whole.facts if f.kind == "entry.ready"][3]
    assert brought is not None
    assert brought.seq < fourth.seq
    unit = whole.site.outside_by_id[brought.data["unit"]]
    answered = whole.first("outside.answered", unit=unit.id)
    assert answered is not None
    assert (brought.at - answered.at) / 60_000 > unit.minutes_night * 0.6


def test_the_source_is_isolated_in_the_plant_and_then_confirmed_by_it(whole: RealBoard) -> None:
    plant = whole.night.plant
    leak = plant.scenario.leak
    assert leak is not None
    assert plant.elements.position[leak.element] == 0
    assert plant.elements.position[leak.upstream[0]] == 0
    assert plant.leak_m3_s == 0
    shut = whole.first("valve.reported", element=leak.upstream[0], state="shut")
    confirmed = whole.first("plant.confirmed", state="isolated")
    assert shut is not None
    assert confirmed is not None
    assert shut.at < confirmed.at < shut.at + 180_000
    assert 12 < (shut.at - alarm(whole).at) / 60_000 < 45


def test_closing_is_refused_first_and_done_when_nothing_is_missing(whole: RealBoard) -> None:
    asked = [r for r in whole.refusals if r[1] == "incident.close"]
    assert asked
    assert asked[0][2] == "close_missing"
    closed = whole.first("incident.closed")
    assert closed is not None
    assert closed.actor_kind is ActorKind.VIRTUAL
    gas = [f.at for f in whole.facts if f.kind == "gas.measured"]
    assert gas[-1] - gas[0] >= 15 * 60_000
    assert whole.first("outfall.sampled") is not None


def test_everybody_on_site_is_accounted_for(whole: RealBoard) -> None:
    ordered = whole.first("evacuation.ordered")
    assert ordered is not None
    counted = {f.data["person"] for f in whole.facts
               if f.kind in ("person.checked_in", "person.assigned")}  # fmt: skip
    assert counted == set(ordered.data["people"])
    leaving = counted & {p.id for p in whole.site.people if p.home in ordered.data["zones"]}
    musters = {m.id for m in whole.site.musters}
    walked = {f.data["person"] for f in whole.facts
              if f.kind == "person.checked_in" and f.data["muster"] in musters}  # fmt: skip
    assigned = {f.data["person"] for f in whole.facts if f.kind == "person.assigned"}
    assert leaving
    assert leaving <= walked | assigned


def test_no_command_of_the_simulation_was_malformed_or_forbidden(whole: RealBoard) -> None:
    codes = {code for _, _, code in whole.refusals}
    assert codes <= {
        "kit_incomplete", "authority_mobilise", "close_missing", "evacuation_unaccounted",
        "entry_no_standby", "already_called", "directive_state",
    }  # fmt: skip


def test_the_balance_of_the_whole_plant_holds_all_night(whole: RealBoard) -> None:
    assert abs(whole.night.plant.balance_error()) < 1e-9


def canonical(
    board: RealBoard, until_s: float, names: dict[str, str] | None = None
) -> list[tuple[Any, ...]]:
    """Kind, time, actor and data of what was known by then, with other names for ids where given."""
    end = board.began_ms + round((LEAK_AT_S + until_s) * 1000)
    known = [(f.kind, f.at, f.actor, f.data) for f in board.facts if f.recorded_at < end]
    # One pass over the whole text: what the notes say is renamed as the ids are.
    told = json.dumps(known, ensure_ascii=False)
    facts = json.loads(replaced(told, names) if names else told)

    def in_order(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: in_order(inner) for key, inner in sorted(value.items())}
        if isinstance(value, list):
            return sorted((in_order(inner) for inner in value), key=repr)
        return value

    return [(kind, at, actor, in_order(data)) for kind, at, actor, data in facts]


@pytest.mark.slow
def test_one_seed_is_the_same_night_twice_and_another_is_another(
    whole: RealBoard, tmp_path: Path
) -> None:
    nights = []
    for seed in (SEED, SEED + 1):
        folder = tmp_path / str(seed)
        folder.mkdir()
        nights.append(canonical(night_at(folder, seed, 500), 500))
    assert len(nights[0]) > 30
    assert nights[0] == canonical(whole, 500)
    assert nights[1] != canonical(whole, 500)


@pytest.mark.slow
def test_a_copy_with_every_id_renamed_has_the_same_night(whole: RealBoard, tmp_path: Path) -> None:
    names = renamed(DEMO, tmp_path / "files")
    (tmp_path / "renamed").mkdir()
    other = RealBoard(*load(tmp_path / "files"), SEED, tmp_path / "renamed")
    assert not {t.id for t in other.site.tanks} & {t.id for t in whole.site.tanks}
    leaking(other, 900)
    assert canonical(other, 900, {new: old for old, new in names.items()}) == canonical(whole, 900)


@pytest.mark.slow
def test_a_number_that_is_not_the_board_s_reaches_nobody(whole: RealBoard, tmp_path: Path) -> None:
    """The same person on duty, once with the board's number and once with another."""
    site, scenario = demo()
    step = next(s for s in site.plans[0].steps if s.kit and s.mobilises)
    given = directive_of(whole, step.id)
    who = given.data["to_person"]
    answered = whole.first("directive.acknowledged", directive=given.data["id"])
    assert answered is not None
    assert answered.at < whole.began_ms + (LEAK_AT_S + 700) * 1000
    numbers = {**scenario.people.numbers, who: ["+86 000 0000 0000"]}
    people = scenario.people.model_copy(update={"numbers": numbers})
    other = night_at(tmp_path, SEED, 700, scenario.model_copy(update={"people": people}))
    directive = directive_of(other, step.id).data["id"]
    assert other.first("directive.acknowledged", directive=directive) is None

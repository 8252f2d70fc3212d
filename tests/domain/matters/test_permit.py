"""A confined-space permit: every guard refuses what it is for, and what is wrong afterwards pauses it."""

import copy
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fold import apply
from command_center.domain.journal.recording import complete
from command_center.domain.matters.guards.rule import RULES
from command_center.domain.refusal import Refusal
from command_center.domain.registry import COMMANDS, Context
from tests.domain.matters.permit import ISOLATION, PermitWorks
from tests.support.factories import person

MINUTE, HOUR = 60, 3600


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    """The works with a permit's people."""
    return PermitWorks(tmp_path)


def test_a_permit_is_prepared_signed_started_entered_left_ended_and_accepted(
    works: PermitWorks,
) -> None:
    permit = works.started()
    assert works.of(permit).live
    works.does("hua", "matter.enter", matter=permit, person="cai", tools=3)
    assert works.denied("hua", permit, "end") == "people_inside"
    works.does("hua", "matter.leave", matter=permit, person="cai", tools=2)
    assert works.denied("hua", permit, "end") == "tools_inside"
    works.does("hua", "matter.enter", matter=permit, person="cai")
    works.does("hua", "matter.leave", matter=permit, person="cai", tools=1)
    works.moves("hua", permit, "end")
    works.moves("eva", permit, "accept", place=works.of(permit).place)
    assert works.state.matters.ended[permit].state == "closed"
    assert works.replayed() == works.state


def test_signatures_come_in_their_order_from_the_right_people_and_on_the_spot(
    works: PermitWorks,
) -> None:
    permit = works.prepared()

    def refused(who: str, party: str, **more: str) -> str:
        asked = {"matter": permit, "move": "approve", "party": party, **more}
        return works.refuses(who, "matter.sign", **asked).refusal.code

    assert refused("eva", "approver", place="tank") == "not_your_turn_to_sign"
    assert refused("fay", "leader") == "not_that_party"
    for who, party in (
        ("gus", "leader"),
        ("hua", "guardian"),
        ("ivy", "tester"),
        ("eva", "isolator"),
    ):
        works.signs(who, permit, "approve", party)
    assert works.beat() == []
    assert refused("eva", "approver", place="pool") == "sign_at_place"
    works.signs("eva", permit, "approve", "approver", place="tank")
    assert works.beat() == ["matter.move"]


def test_what_changes_after_a_signature_takes_it_away_and_after_all_of_them_nothing_changes(
    works: PermitWorks,
) -> None:
    permit = works.prepared()
    works.signs("gus", permit, "approve", "leader")
    works.does("fay", "matter.fill", matter=permit, fields={"work": "Clean and paint"})
    assert works.of(permit).signatures == ()
    approved = works.approved()
    late = works.refuses(
        "fay", "matter.fill", matter=approved, fields={"entrants": [{"person": "dov"}]}
    )
    assert late.refusal.code == "signed_already"
    late = works.refuses(
        "fay", "matter.correct", matter=approved, field="work", value="Weld", reason="Better"
    )
    assert late.refusal.code == "signed_already"


def test_nobody_approves_their_own_application(works: PermitWorks) -> None:
    own = works.opens("eva", "confined-space", {"leader": ["gus"], "guardian": ["hua"], "tester": ["ivy"]},
                      space="tank", work="Clean", rescue="Tripod", entrants=[{"person": "cai"}],
                      risks=[{"step": "Enter", "danger": "gas", "measure": "Air"}])  # fmt: skip
    works.moves("eva", own, "prepare")
    for who, party in (
        ("gus", "leader"),
        ("hua", "guardian"),
        ("ivy", "tester"),
        ("eva", "isolator"),
    ):
        works.signs(who, own, "approve", party)
    refused = works.refuses(
        "eva", "matter.sign", matter=own, move="approve", party="approver", place="tank"
    )
    assert refused.refusal.code == "own_approval"


def test_gas_of_thirty_minutes_is_fresh_and_of_thirty_one_is_not(works: PermitWorks) -> None:
    permit = works.approved()
    assert works.denied("hua", permit, "start") == "gas_not_tested"
    works.tests_gas(permit)
    works.later(31 * MINUTE)
    assert works.denied("hua", permit, "start") == "gas_stale"
    works.tests_gas(permit)
    works.later(30 * MINUTE)
    works.moves("hua", permit, "start")


@pytest.mark.parametrize(
    ("values", "over"),
    [({"o2": 19.4}, "19.4 %"), ({"o2": 19.5}, None), ({"o2": 21}, None), ({"o2": 21.1}, "21.1 %"),
     ({"lel": 10}, None), ({"lel": 10.1}, "10.1 %LEL"), ({"toxic": 0.1}, "0.1 mg/m3")],
)  # fmt: skip
def test_gas_at_the_edges_of_its_limits_is_refused_with_its_unit(
    works: PermitWorks, values: dict[str, float], over: str | None
) -> None:
    permit = works.approved()
    works.tests_gas(permit, **values)
    if over is None:
        works.moves("hua", permit, "start")
    else:
        refused = works.refuses("hua", "matter.move", matter=permit, move="start").refusal
        assert refused.code == "gas_over"
        assert refused.params["value"] == over


def test_one_spot_that_was_not_tested_is_enough_to_refuse(works: PermitWorks) -> None:
    permit = works.approved()
    for spot in ("top", "middle"):
        works.does(
            "ivy", "matter.measure", matter=permit, field="gas", values={"spot": spot, "o2": 20}
        )
    assert works.denied("hua", permit, "start") == "gas_not_tested"


def test_only_the_certified_tester_tests_and_nobody_types_a_test(works: PermitWorks) -> None:
    permit = works.approved()
    values = {"spot": "top", "o2": 20.5}
    other = works.refuses("gus", "matter.measure", matter=permit, field="gas", values=values)
    assert other.refusal.code == "not_that_party"
    typed = works.refuses(
        "ivy", "matter.fill", matter=permit, fields={"gas": [values | {"at": 1, "over": []}]}
    )
    assert typed.refusal.code in ("matter_fields", "measured_only")
    works.moves("ann", works.certificates["ivy"], "end")
    without = works.refuses("ivy", "matter.measure", matter=permit, field="gas", values=values)
    assert without.refusal.code == "not_certified"


@pytest.mark.parametrize(
    ("isolations", "code"),
    [([], "no_isolation"), ([{"point": "root-valve", "way": "blind"}], "isolation_untagged")],
)
def test_work_without_isolation_is_refused(
    works: PermitWorks, isolations: list[dict[str, str]], code: str
) -> None:
    permit = works.approved(isolations=isolations)
    works.tests_gas(permit)
    assert works.denied("hua", permit, "start") == code


def test_an_isolation_whose_permit_is_not_open_is_none(works: PermitWorks) -> None:
    blind = works.opens("ann", "blind-plate", place="root-valve")
    permit = works.approved(isolations=[{**ISOLATION[0], "permit": blind}])
    works.tests_gas(permit)
    assert works.denied("hua", permit, "start") == "isolation_permit_state"
    works.moves("ann", blind, "start")
    works.moves("hua", permit, "start")


def test_no_two_works_in_one_space(works: PermitWorks) -> None:
    works.started()
    second = works.approved()
    works.tests_gas(second)
    assert works.denied("hua", second, "start") == "conflict_same_place"


def test_hot_work_keeps_thirty_metres_from_blind_plate_work_in_progress(works: PermitWorks) -> None:
    blind = works.opens("ann", "blind-plate", place="root-valve")  # 5.4 m from the tank
    works.moves("ann", blind, "start")
    near, far = (
        works.opens("ann", "hot-work", place=place) for place in ("curtain-valve", "storm-valve")
    )
    assert works.denied("ann", near, "start") == "conflict_near"  # 22.6 m
    works.moves("ann", far, "start")
    works.moves("ann", blind, "end")
    works.moves("ann", near, "start")


def test_a_certificate_that_is_over_refuses(works: PermitWorks) -> None:
    permit = works.approved()
    works.tests_gas(permit)
    works.moves("ann", works.certificates["cai"], "end")
    assert works.denied("hua", permit, "start") == "not_certified"
    works.certifies("cai", "confined-space", until="2026-12-01")  # yesterday
    assert works.denied("hua", permit, "start") == "not_certified"
    works.certifies("cai", "confined-space", until="2026-12-02")  # today
    works.moves("hua", permit, "start")


def test_the_guardian_starts_it_in_person_and_guards_one_permit(works: PermitWorks) -> None:
    permit = works.approved()
    works.tests_gas(permit)
    assert works.denied("gus", permit, "start") == "not_your_move"
    works.moves("hua", permit, "start")
    other = works.approved(space="root-valve")
    works.tests_gas(other)
    assert works.denied("hua", other, "start") == "party_busy"


def test_a_permit_is_valid_for_a_day_from_its_first_start_and_pauses_count(
    works: PermitWorks,
) -> None:
    permit = works.started()
    until = works.of(permit).valid_until
    assert until is not None
    assert until - works.now == 24 * HOUR * 1000
    works.moves("hua", permit, "pause", reason="Lunch")
    works.later(24 * HOUR + MINUTE)
    works.tests_gas(permit)
    assert works.denied("hua", permit, "resume") == "validity_over"


def test_after_an_hour_of_interruption_everything_is_measured_anew(works: PermitWorks) -> None:
    permit = works.started()
    works.moves("hua", permit, "pause", reason="Lunch")
    works.later(59 * MINUTE)
    works.tests_gas(permit)
    works.later(2 * MINUTE)
    assert works.denied("hua", permit, "resume") == "not_rechecked"
    works.tests_gas(permit)
    works.moves("hua", permit, "resume")


def test_an_alarm_pauses_at_the_next_beat_tells_the_guardian_and_refuses_start_and_entry(
    works: PermitWorks,
) -> None:
    permit = works.started()
    alarm = works.alarm()
    entering = works.refuses("hua", "matter.enter", matter=permit, person="cai")
    assert entering.refusal.code == "danger_in_zone"
    assert works.beat() == ["matter.watch"]
    assert (works.of(permit).state, works.of(permit).paused_because) == ("paused", "danger")
    assert works.denied("hua", permit, "resume") == "danger_in_zone"
    works.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    works.moves("hua", permit, "resume")


def test_an_incident_pauses_and_one_elsewhere_does_not(works: PermitWorks) -> None:
    permit = works.started()
    works.does("ann", "incident.open", place="shop-1")
    assert works.beat() == []
    works.does("ann", "incident.open", place="tank")
    assert works.beat() == ["matter.watch"]
    assert works.of(permit).state == "paused"


def test_gas_over_a_limit_pauses_and_a_test_that_is_overdue_pauses(works: PermitWorks) -> None:
    permit = works.started()
    works.does(
        "ivy", "matter.measure", matter=permit, field="gas", values={"spot": "top", "o2": 18}
    )
    assert works.beat() == ["matter.watch"]
    told = works.facts("matter.moved")[-1].data["after"]["told"]
    assert {"hua", "cai", "eva"} <= {one["person"] for one in told}
    works.tests_gas(permit)
    works.moves("hua", permit, "resume")
    works.later(2 * HOUR)
    assert works.beat() == ["matter.watch"]
    assert works.of(permit).paused_because == "late:measure"


def test_nobody_enters_who_is_not_listed_or_while_it_stands_still(works: PermitWorks) -> None:
    permit = works.started()

    def refused(who: str) -> str:
        return works.refuses("hua", "matter.enter", matter=permit, person=who).refusal.code

    assert refused("dov") == "not_listed"
    works.moves("hua", permit, "pause", reason="Lunch")
    assert refused("cai") == "permit_not_open"


def test_nothing_of_a_start_or_an_approval_is_done_offline(works: PermitWorks) -> None:
    permit = works.approved()
    works.tests_gas(permit)
    assert works.denied("hua", permit, "start", device="phone-1", device_seq=1) == "not_offline"


@pytest.mark.parametrize(
    "name", ["all_certified", "gas_fresh", "isolated", "no_conflict", "not_banned", "present"]
)
def test_a_guard_that_raises_or_is_missing_refuses(
    works: PermitWorks, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    permit = works.approved()
    works.tests_gas(permit)

    def raises(*_: object) -> Refusal | None:
        raise RuntimeError

    monkeypatch.setitem(RULES, name, raises)
    assert works.denied("hua", permit, "start") == "guard_failed"
    monkeypatch.delitem(RULES, name)
    assert works.denied("hua", permit, "start") == "guard_unknown"


def test_no_path_of_moves_reaches_open_without_a_fresh_test_of_the_gas(works: PermitWorks) -> None:
    """Every move by everybody from every state that can be reached, until nothing new is reached."""
    permit = works.approved()
    spec = COMMANDS["matter.move"]
    moves = works.play(permit).template.moves
    actors = [*(person(who) for who in works.site.person_by_id), DUTY_ACTOR]
    seen, waiting = set(), [works.state]
    while waiting:
        state = waiting.pop()
        found = state.matters.open.get(permit)
        if found is None or found.state in seen:
            continue
        seen.add(found.state)
        for name, actor in product(moves, actors):
            command = spec.model.model_validate(
                {"matter": permit, "move": name, "reason": "because"}
            )
            ctx = Context(works.now, actor, works.site, templates=works.shelf)
            decision = spec.decide(state, command, ctx)
            if not isinstance(decision, Refusal) and decision:
                after = copy.deepcopy(state)
                for draft in decision:
                    fact = complete(draft, command, ctx)
                    apply(after, replace(fact, seq=after.seq + 1))
                waiting.append(after)
    assert seen == {"approved"}, "refused is an end; open needs a test"

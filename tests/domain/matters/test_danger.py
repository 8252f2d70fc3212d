"""An alarm or an incident where people work: permits pause, guardians are told, and who is inside is counted."""

from pathlib import Path

import pytest

from command_center.analysis.owing import board
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.permits.dangers import work_in
from command_center.domain.matters.reading.mine import owed, seen
from command_center.domain.matters.reading.standing import PAUSED, SIGNS
from command_center.domain.people.at_work import at_work_to_count
from command_center.domain.presence import unaccounted
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state.people.headcount import Headcount
from command_center.duties.headcounts import headcounts
from command_center.duties.matters import MatterClock
from tests.domain.matters.permit import PermitWorks
from tests.support.factories import person
from tests.support.rows import row_at
from tests.support.small_works import PARTS


class Beats:
    """What the duty does at each beat, in its order: matters first, then headcounts."""

    def __init__(self, works: PermitWorks) -> None:
        self._works, self._clock = works, MatterClock()

    def beat(self) -> list[str]:
        """One beat; the commands that it gave."""
        works, given = self._works, []
        for kind, data in list(
            self._clock.due(works.state, works.site, works.shelf, None, works.now)
        ):
            works.does(DUTY_ACTOR, kind, **data)
            given.append(kind)
        for kind, data in list(headcounts(works.state, works.site, None, works.now)):
            works.does(DUTY_ACTOR, kind, **data)
            given.append(kind)
        return given


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    """The works with permits, and Kim belongs to a contractor."""
    people = [
        one | ({"employer": "contractor", "company": "Weld Ltd"} if one["id"] == "kim" else {})
        for one in PARTS["people"]
    ]
    return PermitWorks(tmp_path, people=people)


def inside(works: PermitWorks) -> str:
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    return permit


def count(works: PermitWorks) -> Headcount:
    headcount = works.state.incidents["INC-1"].evacuation
    assert headcount is not None
    return headcount


def test_an_incident_pauses_tells_and_counts_within_one_beat(works: PermitWorks) -> None:
    permit = inside(works)
    beats = Beats(works)
    assert beats.beat() == []
    works.leak()
    assert beats.beat() == ["matter.watch", "evacuation.count_at_work"]
    assert (works.of(permit).live, works.of(permit).paused_because) == (False, "danger")
    [paused] = [fact for fact in works.facts("matter.moved") if fact.data["move"] == "pause"]
    assert {one["person"] for one in paused.data["after"]["told"]} >= {"hua", "cai"}
    assert count(works).accounts == {"cai": "not_accounted"}
    assert not count(works).ordered
    [counted] = works.facts("evacuation.at_work_counted")
    assert (counted.data, counted.incident) == ({"people": ["cai"], "matters": [permit]}, "INC-1")
    assert beats.beat() == []
    assert works.replayed().incidents == works.state.incidents


def test_what_a_danger_paused_is_quiet_in_no_list_and_stands_by_its_sign(
    works: PermitWorks,
) -> None:
    permit = inside(works)
    [holder, *_] = works.of(permit).holders

    def signs() -> dict[str, str]:
        told = owed(works.state, works.shelf, holder, works.now)
        return {one["id"]: one["sign"] for one in told}

    assert signs()[permit] == SIGNS[worst(works.of(permit), works.now)] != "warn"
    works.leak()
    Beats(works).beat()
    assert works.of(permit).state == PAUSED
    assert SIGNS[worst(works.of(permit), works.now)] != "warn"
    assert signs()[permit] == "warn"
    seen_now = seen(
        works.state, permit, Context(works.now, person(holder), works.site, templates=works.shelf)
    )
    assert not isinstance(seen_now, Refusal)
    assert seen_now["sign"] == "warn"
    _, lines = board(works.state, works.site, works.shelf, works.now)
    assert {one.owed["sign"] for one in lines if one.owed["id"] == permit} == {"warn"}


def test_an_alarm_alone_pauses_and_tells_and_the_incident_opened_of_it_counts(
    works: PermitWorks,
) -> None:
    permit = inside(works)
    beats = Beats(works)
    works.alarm("H", priority="medium", limit=7.0, value=7.1)
    assert beats.beat() == []
    works.alarm("HH", priority="high", limit=7.5, value=7.6)
    assert beats.beat() == ["matter.watch"]
    assert works.of(permit).paused_because == "danger"
    works.leak()
    assert beats.beat() == ["evacuation.count_at_work"]


def test_who_comes_out_is_not_safe_by_that_and_is_checked_in_like_everybody(
    works: PermitWorks,
) -> None:
    permit = inside(works)
    works.leak()
    Beats(works).beat()
    works.does("hua", "matter.leave", matter=permit, person="cai")
    assert count(works).accounts == {"cai": "not_accounted"}
    works.does("cai", "person.check_in", person="cai", muster="muster-north")
    assert unaccounted(works.state, works.state.incidents["INC-1"]) == 0
    assert list(at_work_to_count(works.state, works.site)) == []


def test_an_order_to_evacuate_counts_everybody_and_keeps_who_was_found_at_work(
    works: PermitWorks,
) -> None:
    inside(works)
    works.leak()
    Beats(works).beat()
    works.does("cai", "person.check_in", person="cai", muster="muster-north")
    works.does("ann", "evacuation.order", incident="INC-1", zones=["shop-2"])
    assert count(works).ordered
    assert count(works).accounts["cai"] == "checked_in"
    assert set(count(works).accounts) == set(works.state.roster.on_site) | {"cai"}
    assert works.replayed().incidents == works.state.incidents


def test_an_area_that_is_ordered_empty_is_dangerous_too(works: PermitWorks) -> None:
    permit = inside(works)
    works.leak()
    incident = works.state.incidents["INC-1"]
    incident.place = "shop-1"
    assert [one.id for one in work_in(works.state, works.site, incident)] == []
    works.does("ann", "evacuation.order", incident="INC-1", zones=["farm"])
    assert [one.id for one in work_in(works.state, works.site, incident)] == [permit]
    Beats(works).beat()
    assert works.of(permit).paused_because == "danger"


def test_nothing_resumes_by_itself_when_the_danger_is_over(works: PermitWorks) -> None:
    permit = inside(works)
    beats = Beats(works)
    works.does("ann", "incident.open", place="tank")
    beats.beat()
    assert works.denied("hua", permit, "resume") == "danger_in_zone"
    withdraw = {"incident": "INC-1", "reason": "a wrong gauge"}
    refused = works.refuses("ann", "incident.withdraw", **withdraw).refusal
    assert refused.code == "withdraw_missing"  # Cai is not accounted for
    works.does("cai", "person.check_in", person="cai", muster="muster-north")
    assert works.refuses("ann", "incident.withdraw", **withdraw).refusal.code == "withdraw_missing"
    works.does("hua", "matter.leave", matter=permit, person="cai")  # written out of the permit
    works.does("ann", "incident.withdraw", incident="INC-1", reason="a wrong gauge")
    works.later(60)
    assert beats.beat() == []
    assert not works.of(permit).live
    works.tests_gas(permit)
    works.moves("hua", permit, "resume")
    assert works.of(permit).live
    assert works.of(permit).paused_because is None


def test_contractors_under_a_permit_stand_in_the_denominator_with_their_company(
    works: PermitWorks,
) -> None:
    """Kim belongs to a contractor, and no shift list has her now."""
    works.certifies("kim", "confined-space")
    permit = works.started(entrants=[{"person": "kim"}])
    assert "kim" not in works.state.roster.on_site
    works.does("hua", "matter.enter", matter=permit, person="kim")
    works.leak()
    works.does("ann", "evacuation.order", incident="INC-1", zones=["shop-2"])
    assert count(works).accounts["kim"] == "not_accounted"
    row = row_at(works.state, works.site, "matters", f"work:{permit}")
    assert row is not None
    assert [(one["person"], one["company"], one["employer"]) for one in row["inside"]] == [
        ("kim", "Weld Ltd", "contractor")
    ]

"""The gaps of tonight, as the Desk's own rules would find them."""

from datetime import date
from typing import Any

import pytest

from command_center.domain.people.contact_proof import proof_of, proof_turns
from command_center.domain.people.roster import manning
from command_center.domain.readiness.commanders import (
    authority_gap,
    authority_gaps,
    command_of,
    would_command,
)
from command_center.domain.readiness.contacts import key_contacts, vacant_post
from command_center.domain.readiness.kits import kit_gap
from command_center.domain.readiness.pools import (
    full_after_min,
    no_limits,
    small_pool,
)
from command_center.domain.site.model import Site
from command_center.domain.site.parts.people import guessable_version as version_of
from command_center.domain.state import State
from command_center.domain.state.notices.notice import Proof
from command_center.domain.state.people.roster import Roster
from command_center.domain.verdicts.turns import day_begins, turn_taken
from tests.support.small_works import PARTS, small_works

DAY_MS = 86_400_000


def at_night(site: Site, **held: str | None) -> State:
    """The plant by night, with some posts held otherwise."""
    state = State.start(site)
    manned = manning(site, "night")
    holders = {**manned["holders"], **held}
    state.roster = Roster("night", 1_790_000_000_000, holders, frozenset(manned["on_site"]))
    return state


def a_plan(level: str, **step: Any) -> dict[str, Any]:
    common = {
        "id": "one",
        "text": {"zh": "去", "en": "Go"},
        "at_s": 0,
        "due_s": 60,
        "category": "source",
    }
    return {"id": "plan", "name": {"zh": "案", "en": "Plan"}, "hazard": {"zh": "漏", "en": "Leak"},
            "version": "1", "reviewed": "2026-11-01", "places": ["tank"], "level": level,
            "steps": [common | step]}  # fmt: skip


def grant(post: str, capability: str, *scope: str, **more: str) -> dict[str, Any]:
    return {"post": post, "capability": capability, "scope": list(scope), **more}


def gaps(
    plan: dict[str, Any], *grants: dict[str, Any], **held: str | None
) -> list[tuple[str, str]]:
    site = small_works(plans=[plan], authority=list(grants))
    return [(g["capability"], g["area"]) for g in authority_gaps(at_night(site, **held), site)]


@pytest.mark.parametrize(
    ("plan_level", "from_level", "gap"),
    [
        ("alpha", None, False),
        ("alpha", "alpha", False),
        ("kappa", "alpha", False),
        ("omega", "alpha", True),
    ],
)
def test_a_grant_counts_from_its_level_only(
    plan_level: str, from_level: str | None, gap: bool
) -> None:
    """Levels are ordered kappa, alpha, omega, the highest first: the plan is judged at its own."""
    more = {"from_level": from_level} if from_level else {}
    plan = a_plan(plan_level, post="lead-2", mobilises="team-2")
    assert (
        gaps(plan, grant("chief", "mobilise", "shop-2", **more)) == [("mobilise", "shop-2")] * gap
    )


def test_any_post_that_the_commander_holds_counts() -> None:
    plan = a_plan("alpha", post="lead-2", mobilises="team-2")
    by_keeper = grant("keeper", "mobilise", "shop-2")
    assert gaps(plan, by_keeper) == [("mobilise", "shop-2")]
    assert gaps(plan, by_keeper, keeper="ann") == []  # ann is the chief of the night too


def test_ordering_somebody_of_another_area_is_a_gap_unless_the_deed_is_free() -> None:
    to_shop = {"post": "lead-2"}
    assert gaps(a_plan("alpha", **to_shop)) == [("direct", "shop-2")]
    assert gaps(a_plan("alpha", **to_shop, acts_on=["root-valve"])) == []
    assert gaps(a_plan("alpha", **to_shop, evacuates=["shop-2"])) == []
    assert gaps(a_plan("alpha", post="chief")) == []


def test_a_commander_of_whom_nothing_is_known_is_not_on_site() -> None:
    plan = a_plan("alpha", post="lead-2", mobilises="team-2")
    site = small_works(plans=[plan], authority=[grant("manager", "mobilise", "shop-2")])
    state = at_night(site)  # the manager is on call at home
    assert [(one["post"], one["on_site"]) for one in would_command(state, site)] == [
        ("chief", True), ("second", True), ("manager", False)]  # fmt: skip
    [gap] = authority_gaps(state, site)
    assert [one["post"] for one in gap["asked"]] == ["manager"]
    assert gap["wait_ms"] == 120_000


def with_contact(**contact: Any) -> Site:
    people = [
        person | {"contacts": [{"channel": "sms", "address": "1", **contact}]}
        if person["id"] == "ann"
        else person
        for person in PARTS["people"]
    ]
    return small_works(people=people)


def verdict(site: Site, state: State, day: date) -> str:
    [one] = key_contacts(state, site)
    taken = turn_taken(one["turns"], day_begins(day, site.zone))
    assert taken is not None
    return taken[2]


def test_a_key_contact_counts_for_thirty_days_of_the_plant() -> None:
    site = with_contact(verified="2026-11-01")
    state = at_night(site)
    assert verdict(site, state, date(2026, 12, 1)) == "proven"
    assert verdict(site, state, date(2026, 12, 2)) == "unproven"


def test_a_notice_that_arrived_proves_a_contact_and_one_that_failed_ends_the_proof() -> None:
    site = with_contact(verified="2026-01-01")
    state = at_night(site)
    assert verdict(site, state, date(2026, 11, 2)) == "unproven"
    reached = day_begins(date(2026, 11, 1), site.zone) + DAY_MS - 1
    state.proofs[("ann", version_of("1"))] = Proof(reached)
    assert verdict(site, state, date(2026, 12, 1)) == "proven"
    assert verdict(site, state, date(2026, 12, 2)) == "unproven"
    state.proofs[("ann", version_of("1"))] = Proof(reached, "not_in_service")
    assert verdict(site, state, date(2026, 11, 2)) == "unproven"


def test_a_notice_to_an_older_address_proves_nothing_of_the_new_one() -> None:
    site = with_contact(verified="2026-01-01")
    state = at_night(site)
    state.proofs[("ann", version_of("2"))] = Proof(day_begins(date(2026, 11, 1), site.zone))
    assert verdict(site, state, date(2026, 11, 2)) == "unproven"


def test_a_contact_that_was_never_proven_says_so() -> None:
    site = with_contact()
    ann = site.person_by_id["ann"]
    proof = proof_of(at_night(site), site, ann, ann.contacts[0])
    assert proof_turns(site, proof, 30) == [(0, "warn", "never")]


def test_a_contact_says_that_it_was_reached_until_the_plants_day_is_over() -> None:
    site = with_contact(verified="2026-01-01")
    ann, state = site.person_by_id["ann"], at_night(site)
    reached = date(2026, 11, 1)
    state.proofs[("ann", version_of("1"))] = Proof(day_begins(reached, site.zone) + DAY_MS - 1)
    assert proof_turns(site, proof_of(state, site, ann, ann.contacts[0]), 30) == [
        (0, "plain", "reached"),
        (day_begins(date(2026, 11, 2), site.zone), "plain", "proven"),
        (day_begins(date(2026, 12, 2), site.zone), "warn", "unproven"),
    ]


def test_a_key_post_that_nobody_holds_is_vacant() -> None:
    site = small_works()
    gap = vacant_post(at_night(site, chief=None), site, "chief")
    assert gap is not None
    assert gap["in_at"] is not None  # the day shift has one on site
    assert vacant_post(at_night(site), site, "chief") is None
    assert vacant_post(State.start(site), site, "chief") is None  # no shift has begun


def test_a_kit_that_lies_behind_a_lock_names_the_lock_and_when_the_key_comes() -> None:
    site = small_works()
    state = at_night(site)
    found = {kit.id: gap for kit in site.kits if (gap := kit_gap(state, site, kit.id)) is not None}
    assert set(found) == {"four", "hoses"}
    four = found["four"]
    assert (four["resource"], four["had"], four["needed"]) == ("suit", 2, 4)
    assert four["locked"] == ["vault"]
    assert four["opens_at"] is not None
    assert four["opens_at"] > (state.roster.since or 0)
    assert found["hoses"]["locked"] == []  # out of service is no lock


def test_every_pool_is_looked_at() -> None:
    required = [{"unit": "farm", "v1": 300, "v2": 100, "v3": 0, "v4": 0, "v5": 0}]
    first, second = PARTS["pools"][0], PARTS["pools"][0] | {"id": "pool-2", "level": "LT-Q"}
    tag = PARTS["tags"][1] | {"id": "LT-Q", "limits": {"h": 200}}
    site = small_works(
        pools=[first, second | {"required": required, "design_inflow_m3_min": 3}],
        tags=[*PARTS["tags"], tag],
    )
    small = [pool for pool in site.pools if small_pool(pool) is not None]
    assert [pool.id for pool in small] == ["pool-2"]
    assert small_pool(small[0]) == {
        "pool": "pool-2", "level": "LT-Q", "to_weir_m3": 300, "required_m3": 400, "lacks_m3": 100,
        "inflow_m3_min": 3}  # fmt: skip
    assert [pool.id for pool in site.pools if no_limits(site, pool)] == ["pool"]
    assert full_after_min(site.pools[1], 270) == 10
    assert full_after_min(site.pools[1], 271) == 9  # never more time than there is
    assert full_after_min(site.pools[1], 310) == 0
    assert full_after_min(site.pools[0], 270) is None


def test_nobody_on_site_who_would_command_is_a_gap() -> None:
    site = small_works()
    assert not command_of(at_night(site), site)["lacking"]
    off_site = command_of(at_night(site, chief=None, second=None), site)
    assert [one["post"] for one in off_site["held"]] == ["manager"]
    assert off_site["lacking"]


def test_a_step_has_the_gap_that_it_is_the_first_to_show() -> None:
    plan = a_plan("alpha", post="lead-2", mobilises="team-2")
    plan["steps"].append(plan["steps"][0] | {"id": "two"})
    site = small_works(plans=[plan], authority=[])
    state = at_night(site)
    [only] = authority_gaps(state, site)
    assert authority_gap(state, site, "plan", "one") == only
    assert authority_gap(state, site, "plan", "two") is None

"""H and HH from the time that people need; a person accepts them, and the gap is mended."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import Actor, Role
from command_center.domain.readiness.pools import no_limits
from command_center.domain.readiness.proposed_limits import proposed_limits
from command_center.domain.site.model import Site
from command_center.domain.site.vessels import vessels
from tests.domain.watched_site import watched_site
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, small_works

ROOT = Actor("root", Role.ADMINISTRATOR)


def tank(limits: dict[str, Any] | None = None, **more: Any) -> Site:
    told = watched_site().model_dump(mode="json")
    told["tanks"][0] |= more
    told["tags"][0]["limits"] = limits
    return Site.model_validate(told)


def test_hh_leaves_the_minutes_to_shut_and_h_as_many_again() -> None:
    """One meter to 60 m3/h in 28.27 m3/m: 10 minutes are 0.354 m. The tank runs over at 7.5 m."""
    site = tank(shut_and_divert_min=10)
    assert proposed_limits(site, site.tanks[0]) == {
        "needed_min": 10, "rate_m3_min": 1.0, "overflow": 7.5, "h": 6.79, "hh": 7.14,
    }  # fmt: skip
    lower = tank(shut_and_divert_min=10, overflow_m=7.0, fill_m3_h=120)
    told = proposed_limits(lower, lower.tanks[0])
    assert (told["h"], told["hh"]) == (5.58, 6.29)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, "no_time"),
        ({"shut_and_divert_min": 10, "inflows": []}, "no_rate"),
        ({"shut_and_divert_min": 240}, "too_fast"),
    ],
)
def test_why_nothing_can_be_proposed(more: dict[str, Any], why: str) -> None:
    site = tank(**more)
    told = proposed_limits(site, site.tanks[0])
    assert told.get("why") == why
    assert "h" not in told


def test_a_level_with_one_of_them_is_no_gap() -> None:
    without, warned = tank(shut_and_divert_min=10), tank({"hh": 7.0}, shut_and_divert_min=10)
    assert no_limits(without, without.tanks[0]) is not None
    assert no_limits(warned, warned.tanks[0]) is None


def test_a_person_accepts_what_is_proposed_and_nothing_else(tmp_path: Path) -> None:
    pool = PARTS["pools"][0] | {"design_inflow_m3_min": 3, "shut_and_divert_min": 20}
    room = ControlRoom(tmp_path / "works.db", small_works(pools=[pool]))
    vessel = next(one for one in vessels(room.state.site) if one.id == "pool")
    told = proposed_limits(room.state.site, vessel)
    assert (told["h"], told["hh"]) == (180, 240)
    refused = room.refuses(ROOT, "readiness.accept_limits", vessel="pool", h=170, hh=240)
    assert refused.refusal.code == "proposal_changed"
    room.does(ROOT, "readiness.accept_limits", vessel="pool", h=180, hh=240)
    limits = room.state.site.tag_by_id[vessel.level].limits
    assert limits is not None
    assert (limits.h, limits.hh) == (180, 240)
    assert no_limits(room.state.site, vessel) is None

"""The table of who may do what now agrees with the rules that decide the commands."""

from typing import Any

import pytest

from command_center.domain.directives.authority_matrix import ACTS, ActRow, authority_matrix
from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directives.delegation import Delegation
from command_center.domain.state.people.roster import Roster
from tests.support.small_works import PARTS, small_works

SINCE = 1_796_140_800_000


def by_night(site: Site, **held: str | None) -> State:
    state = State.start(site)
    manned = manning(site, "night")
    state.roster = Roster(
        "night", SINCE, {**manned["holders"], **held}, frozenset(manned["on_site"])
    )
    return state


def row_of(state: State, site: Site, act: str, area: str | None = None) -> ActRow:
    [found] = [r for r in authority_matrix(state, site) if (r["act"], r["area"]) == (act, area)]
    return found


def who(row: ActRow) -> list[tuple[str, str | None, str]]:
    return [(cell["post"], cell["person"], cell["by"]) for cell in row["cells"]]


def then(row: ActRow) -> list[tuple[str, str, str | None]]:
    return [(one["how"], one["post"], one["person"]) for one in row["next"]]


def test_who_may_and_who_is_next_if_they_do_not_answer() -> None:
    site = small_works()
    row = row_of(by_night(site), site, "direct", "farm")
    assert who(row) == [
        ("chief", "ann", "own"),
        ("manager", "joe", "own"),
        ("second", "ben", "own"),
    ]
    # ben is on site and may; joe is on call; by day ben is chief, who was named already, so that he is not told twice
    assert then(row) == [
        ("may", "second", "ben"),
        ("may", "manager", "joe"),
        ("shift", "chief", "ben"),
    ]
    assert row["emergency_ms"] == 120_000


def test_where_only_one_may_the_roster_says_who_takes_the_post() -> None:
    site = small_works()
    row = row_of(by_night(site), site, "direct", "shop-2")
    assert who(row) == [("manager", "joe", "own")]
    assert row["cells"][0]["on_site"] is False
    assert then(row) == []  # joe is manager by day as well


def test_a_vacant_posts_deputy_stands_in_its_column() -> None:
    site = small_works()
    row = row_of(by_night(site, chief=None), site, "direct", "shop-1")
    assert who(row) == [
        ("chief", None, "own"),
        ("manager", "joe", "own"),
        ("second", "ben", "deputy"),
    ]
    assert row["cells"][2]["of_post"] == "chief"


def test_a_delegation_stands_with_its_end() -> None:
    site = small_works()
    state = by_night(site)
    state.delegations["DLG-1"] = Delegation(
        "DLG-1", "direct", ["shop-2"], None, "manager", "chief", "joe", "joe", False, SINCE,
        SINCE + 1000, "away", 7,
    )  # fmt: skip
    row = row_of(state, site, "direct", "shop-2")
    assert who(row) == [("manager", "joe", "own"), ("chief", "ann", "delegation")]
    assert (row["cells"][1]["until"], row["cells"][1]["turns"][-1][2]) == (SINCE + 1000, "over")
    state.delegations["DLG-1"].ended_at = SINCE + 1000
    assert who(row_of(state, site, "direct", "shop-2")) == [("manager", "joe", "own")]


def test_what_is_free_is_said_to_be_free_and_command_is_of_commanding_posts() -> None:
    site = small_works()
    state = by_night(site)
    for act in ("evacuate", "isolate", "storm_valve", "outside_call", "stop_work", "sos"):
        row = row_of(state, site, act)
        assert (row["needs"], row["cells"], row["emergency_ms"]) == ("nothing", [], None)
    command = row_of(state, site, "take_command")
    assert then(command)[0] == ("may", "second", "ben")
    assert "deputy" not in [one["how"] for one in command["next"]]
    assert who(command) == [
        ("chief", "ann", "own"), ("second", "ben", "own"), ("manager", "joe", "own"),
    ]  # fmt: skip


@pytest.mark.parametrize("authority", [[], None])
def test_every_area_that_has_people_has_a_line_though_nobody_may(authority: Any) -> None:
    site = small_works(authority=[]) if authority is not None else small_works()
    rows = authority_matrix(by_night(site), site)
    areas = {row["area"] for row in rows if row["act"] == "direct"}
    assert {"farm", "office", "shop-1", "shop-2"} <= areas
    assert {row["act"] for row in rows} == {act.name for act in ACTS}
    assert [row["n"] for row in rows] == list(range(len(rows)))


def test_a_deputy_is_next_for_the_posts_own_authority_alone() -> None:
    posts = [
        post | ({"deputy": "lead-1"} if post["id"] == "manager" else {}) for post in PARTS["posts"]
    ]
    site = small_works(posts=posts)
    state = by_night(site)
    assert then(row_of(state, site, "direct", "shop-2")) == [("deputy", "lead-1", "cai")]
    state.roster.holders["manager"] = None
    row = row_of(state, site, "direct", "shop-2")
    assert who(row) == [("manager", None, "own"), ("lead-1", "cai", "deputy")]

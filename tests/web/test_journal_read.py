"""The journal, as each role may read it."""

from pathlib import Path

import pytest

from command_center.domain.actor import ActorKind, Role, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.store.journal import Journal
from command_center.store.last_in_turn import STEP
from tests.live.test_rows_leave import closes, short_incident
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import small_works
from tests.web.center import START_MS, Caller, Center

BOARD = "/api/v1/board"
JOURNAL = "/api/v1/journal"


@pytest.fixture
def viewer(center: Center) -> Caller:
    return center.machine(Role.VIEWER)


def fact(kind: str) -> Fact:
    return Fact(
        seq=0, site="small", at=START_MS, at_basis=AtBasis.OBSERVED, recorded_at=START_MS,
        actor="x", actor_kind=ActorKind.HUMAN, via=Via.SCREEN, kind=kind, v=1, data={"n": 1},
    )  # fmt: skip


def test_facts_come_in_order_and_in_pages(center: Center, viewer: Caller) -> None:
    center.journal.append([fact("report.received") for _ in range(5)], expected=0)
    first = viewer.get(JOURNAL + "?limit=3").get_json()
    assert [f["seq"] for f in first["facts"]] == [1, 2, 3]
    assert (first["next"], first["head"]) == (3, 5)
    rest = viewer.get(f"{JOURNAL}?after={first['next']}").get_json()
    assert [f["seq"] for f in rest["facts"]] == [4, 5]
    end = viewer.get(f"{JOURNAL}?after=5").get_json()
    assert (end["facts"], end["next"]) == ([], 5)


def test_hidden_facts_are_left_out_and_the_reader_still_gets_on(center: Center) -> None:
    kinds = ["report.received", "account.added", "account.disabled", "report.received"]
    center.journal.append([fact(kind) for kind in kinds], expected=0)
    viewer = center.machine(Role.VIEWER)
    page = viewer.get(JOURNAL + "?limit=2&after=1").get_json()
    assert (page["facts"], page["next"]) == ([], 3)
    seen = viewer.get(JOURNAL).get_json()["facts"]
    assert [f["seq"] for f in seen] == [1, 4]
    everything = center.machine(Role.ADMINISTRATOR).get(JOURNAL).get_json()["facts"]
    assert [f["seq"] for f in everything] == [1, 2, 3, 4]


def test_a_wall_without_the_ticker_reads_no_journal(center: Center) -> None:
    wall = center.machine(Role.VIEWER, topics=["levels"])
    assert wall.get(JOURNAL).status_code == 403


@pytest.mark.parametrize("query", ["?limit=0", "?limit=100000", "?after=-1", "?after=x"])
def test_a_page_of_the_journal_has_its_bounds(viewer: Caller, query: str) -> None:
    assert viewer.get(JOURNAL + query).status_code == 422


def test_the_journal_is_searched_backwards_as_each_role_may_see_it(center: Center) -> None:
    kinds = ["report.received", "account.added", "report.received", "alarm.raised"]
    center.journal.append([fact(kind) for kind in kinds], expected=0)
    viewer, search = center.machine(Role.VIEWER), JOURNAL + "/search"
    newest = viewer.get(f"{search}?limit=2").get_json()
    assert ([f["seq"] for f in newest["facts"]], newest["before"], newest["head"]) == ([4, 3], 3, 4)
    earlier = viewer.get(f"{search}?before=3").get_json()
    assert ([f["seq"] for f in earlier["facts"]], earlier["before"]) == ([1], None)
    reports = viewer.get(f"{search}?kind=report&before=9007199254740992").get_json()
    assert [f["seq"] for f in reports["facts"]] == [3, 1]
    assert viewer.get(f"{search}?kind=account").get_json()["facts"] == []
    accounts = center.machine(Role.ADMINISTRATOR).get(f"{search}?kind=account").get_json()
    assert [f["seq"] for f in accounts["facts"]] == [2]
    assert center.machine(Role.VIEWER, topics=["levels"]).get(search).status_code == 403
    assert center.machine(Role.GATEWAY).get(search).status_code == 403
    for wrong in ("before=0", "limit=0", "limit=1001", "kind=", "colour=red"):
        assert viewer.get(f"{search}?{wrong}").status_code == 422


def test_a_search_tells_nobody_that_there_is_something_hidden(center: Center) -> None:
    """Neither by a page that ends early nor by where the next one would begin."""
    kinds = ["report.received", "drill.planned", "drill.sealed", "report.received"]
    center.journal.append([fact(kind) for kind in kinds], expected=0)
    search = JOURNAL + "/search?limit=1&kind="
    chief = center.machine(Role.COMMANDER)
    assert chief.get(search + "drill").get_json() == chief.get(search + "moon").get_json()
    told = center.machine(Role.CONTROLLER).get(search + "drill").get_json()
    assert ([f["seq"] for f in told["facts"]], told["before"]) == ([3], 3)


def test_the_head_is_the_journals_own_however_far_a_reader_thinks_it_is(center: Center) -> None:
    center.journal.append([fact("report.received")], expected=0)
    viewer = center.machine(Role.VIEWER)
    told = viewer.get(JOURNAL + "?after=500").get_json()  # of another journal, before a restore
    assert (told["facts"], told["head"]) == ([], 1)


def test_the_log_tells_what_directives_said_that_have_left_the_board(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    center = Center(tmp_path, small_works())
    room = rooms(tmp_path / "center.sqlite3")
    for place in ("tank", "pool"):
        closes(room, short_incident(room, place))
    center.desk.catch_up()
    assert row_at(center.desk.state, center.site, "directives", "DIR-1") is None, (
        "it has left the board"
    )
    wall = center.machine(Role.VIEWER)
    told = wall.get("/api/v1/journal/search?kind=directive.withdrawn").get_json()
    assert [fact["data"]["directive"] for fact in told["facts"]] == ["DIR-3", "DIR-1"]
    assert told["directives"] == {
        name: {"zh": "Do it", "en": "Do it"} for name in ("DIR-3", "DIR-1")
    }
    assert wall.get("/api/v1/journal/search?kind=gas").get_json()["directives"] == {}


def test_a_long_log_is_read_a_few_facts_at_a_time(
    center: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every command waits until ten thousand are read, decoded and written as JSON."""
    for number in range(3 * STEP):
        center.journal.append([fact("report.received")], expected=number)
    asked: list[int] = []
    read = Journal.read

    def counted(journal: Journal, after: int, limit: int) -> list[Fact]:
        asked.append(limit)
        return read(journal, after, limit)

    monkeypatch.setattr(Journal, "read", counted)
    told = center.machine(Role.VIEWER).get(f"{JOURNAL}?limit=10000").get_json()
    assert [fact["seq"] for fact in told["facts"]] == list(range(1, told["head"] + 1))
    assert told["next"] == told["head"] >= 3 * STEP
    assert max(asked) <= STEP
    some = center.machine(Role.VIEWER).get(f"{JOURNAL}?after=5&limit=7").get_json()
    assert ([fact["seq"] for fact in some["facts"]], some["next"]) == (list(range(6, 13)), 12)
    beyond = center.machine(Role.VIEWER).get(f"{JOURNAL}?after=100000").get_json()
    assert (beyond["facts"], beyond["next"]) == ([], 100_000)

"""The board, the journal, the plant and its history, as each role may see them."""

import gzip
import json
from pathlib import Path
from typing import Any

import brotli
import pytest

from command_center.domain.actor import HUMAN_ROLES, ActorKind, Role, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.reading import Quality, Reading
from command_center.live.rows.directive_rows import directive_row
from tests.live.test_rows_leave import closes, short_incident
from tests.support.rooms import OpenRoom
from tests.support.small_works import small_works
from tests.web.center import START_MS, Caller, Center

BOARD = "/api/v1/board"
JOURNAL = "/api/v1/journal"


@pytest.fixture
def viewer(center: Center) -> Caller:
    return center.machine(Role.VIEWER)


def rows(caller: Caller, query: str = "") -> Any:
    answer = caller.get(BOARD + query)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_the_whole_board_then_only_what_changed(center: Center, viewer: Caller) -> None:
    center.hub.change([("levels", "LT-1", {"value": 1}), ("levels", "FT-1", {"value": 2})])
    center.hub.flush()
    whole = rows(viewer)
    assert whole["whole"] is True
    assert whole["rows"]["levels"] == {"LT-1": {"value": 1}, "FT-1": {"value": 2}}
    center.hub.change([("levels", "LT-1", {"value": 3}), ("levels", "FT-1", None)])
    since = rows(viewer, f"?epoch={whole['epoch']}&since={whole['rev']}")
    assert since["whole"] is False
    assert since["rows"] == {"levels": {"LT-1": {"value": 3}, "FT-1": None}}
    assert rows(viewer, f"?epoch=another&since={whole['rev']}")["whole"] is True


def test_a_board_that_is_behind_is_not_given_out(
    center: Center, viewer: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(center.hub, "_current", lambda: False)
    answer = viewer.get(BOARD)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "board_behind")
    monkeypatch.undo()
    assert viewer.get(BOARD).status_code == 200


def test_a_board_that_catches_up_meanwhile_is_given_out(
    center: Center, viewer: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = iter([True, True])
    monkeypatch.setattr(center.hub, "_current", lambda: not next(behind, False))
    assert viewer.get(BOARD).status_code == 200
    assert next(behind, None) is None


def test_an_unchanged_board_is_not_sent_again(center: Center, viewer: Caller) -> None:
    center.hub.change([("levels", "LT-1", {"value": 1})])
    first = viewer.get(BOARD)
    again = viewer.get(BOARD, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    center.hub.change([("levels", "LT-1", {"value": 2})])
    assert viewer.get(BOARD, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_board_comes_compressed_as_the_client_can_take_it(
    center: Center, viewer: Caller
) -> None:
    center.hub.change(("levels", f"T{n}", {"value": n}) for n in range(200))
    plain = viewer.get(BOARD).data
    unpack: dict[str, Any] = {"br": brotli.decompress, "gzip": gzip.decompress}
    for encoding, unpacked in unpack.items():
        answer = viewer.get(BOARD, headers={"Accept-Encoding": encoding})
        assert answer.headers["Content-Encoding"] == encoding
        assert unpacked(answer.data) == plain
        assert len(answer.data) < len(plain) / 4


def test_rows_a_role_may_not_see_never_leave(center: Center) -> None:
    center.hub.change(
        [
            ("people", "contact:p1", {"contacts": [{"address": "555-0100"}]}),
            ("people", "p1", {"person": "p1"}),
            ("ticker", "7", {"kind": "account.opened"}),
            ("drill", "D1", {"phase": "sealed", "hidden": "seal"}),
        ]
    )
    for role in HUMAN_ROLES:
        told = center.machine(role).get(BOARD).text
        assert '"p1"' in told
        assert ("555-0100" in told) == (role in ("commander", "controller", "administrator"))
        assert ("account.opened" in told) == (role == "administrator")
        assert ("seal" in told) == (role == "controller")


def test_a_token_limited_to_topics_gets_no_others_even_if_it_asks(center: Center) -> None:
    center.hub.change([("levels", "LT-1", {"v": 1}), ("people", "p1", {"v": 1})])
    wall = center.machine(Role.VIEWER, topics=["levels"])
    assert set(rows(wall)["rows"]) == {"levels"}
    assert set(rows(wall, "?topics=levels,people")["rows"]) == {"levels"}
    full = center.machine(Role.VIEWER)
    assert set(rows(full, "?topics=people")["rows"]) == {"people"}


@pytest.mark.parametrize(
    "query", ["?since=x", "?since=-1", "?topics=gossip", "?sinse=1", "?since=1.5"]
)
def test_a_query_nobody_understands_is_said_so(viewer: Caller, query: str) -> None:
    answer = viewer.get(BOARD + query)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("path", [BOARD, JOURNAL, "/api/v1/site", "/api/v1/history?tag=LT-1"])
def test_gateways_and_strangers_read_nothing(center: Center, path: str) -> None:
    assert center.machine(Role.GATEWAY).get(path).status_code == 403
    assert center.client().get(path).status_code == 401


# The journal


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
    kinds = ["report.received", "account.opened", "account.closed", "report.received"]
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
    assert wall.get(JOURNAL).status_code == 404


@pytest.mark.parametrize("query", ["?limit=0", "?limit=100000", "?after=-1", "?after=x"])
def test_a_page_of_the_journal_has_its_bounds(viewer: Caller, query: str) -> None:
    assert viewer.get(JOURNAL + query).status_code == 422


def test_the_journal_is_searched_backwards_as_each_role_may_see_it(center: Center) -> None:
    kinds = ["report.received", "account.opened", "report.closed", "alarm.raised"]
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
    assert center.machine(Role.VIEWER, topics=["levels"]).get(search).status_code == 404
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


def test_a_wall_without_the_levels_reads_no_history(center: Center) -> None:
    wall = center.machine(Role.VIEWER, topics=["incident"])
    assert wall.get("/api/v1/history?tag=LT-1").status_code == 404


# The plant


def test_the_plant_and_its_words_are_kept_by_the_browser(viewer: Caller) -> None:
    for path in ("/api/v1/site", "/api/v1/words/zh-CN.json", "/api/v1/openapi.json"):
        first = viewer.get(path)
        assert first.status_code == 200
        again = viewer.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


def test_words_come_before_sign_in_and_in_known_languages_only(center: Center) -> None:
    stranger = center.client()
    chinese = stranger.get("/api/v1/words/zh-CN.json").get_json()
    assert chinese["problem.no_session.title"] == "未登录"
    assert stranger.get("/api/v1/words/tlh.json").status_code == 404


def test_history_keeps_peaks_and_says_its_unit(center: Center, viewer: Caller) -> None:
    center.history.add(
        [
            Reading("LT-1", START_MS - n * 1000, 9.9 if n == 500 else 1.0, Quality.GOOD, "gw-1")
            for n in range(3_000)
        ]
    )
    told = viewer.get("/api/v1/history?tag=LT-1&max_points=100").get_json()
    assert (told["unit"], told["until"] - told["since"]) == ("m", 3_600_000)
    assert 2 < len(told["points"]) <= 100
    assert [START_MS - 500_000, 9.9, "good"] in told["points"]
    assert (told["stored"], told["silent"], told["bad"]) == (3_000, [], [])


def test_an_exercise_has_a_history_of_its_own(center: Center, viewer: Caller) -> None:
    real = Reading("LT-1", START_MS - 2_000, 1.0, Quality.GOOD, "gw")
    drilled = Reading("DRL-1/LT-1", START_MS - 1_000, 9.0, Quality.GOOD, "gw")
    center.history.add([real, drilled])
    told = viewer.get("/api/v1/history?tag=LT-1").get_json()
    assert told["points"] == [[START_MS - 2_000, 1.0, "good"]]
    told = viewer.get("/api/v1/history?tag=LT-1&drill=DRL-1").get_json()
    assert (told["tag"], told["points"]) == ("LT-1", [[START_MS - 1_000, 9.0, "good"]])


def test_history_tells_what_a_line_would_hide(center: Center, viewer: Caller) -> None:
    seconds = [n for n in range(600) if not 200 <= n < 300]
    center.history.add(
        [
            Reading("LT-1", START_MS - n * 1000, 1.0, Quality.BAD if n < 5 else Quality.GOOD, "gw")
            for n in seconds
        ]
    )
    told = viewer.get("/api/v1/history?tag=LT-1").get_json()
    assert told["silent"] == [[START_MS - 300_000, START_MS - 199_000]]
    assert told["bad"] == [[START_MS - 4_000, START_MS]]
    assert told["uncertain"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?tag=LT-77", 404),
        ("", 422),
        ("?tag=LT-1&since=5&until=4", 422),
        ("?tag=LT-1&max_points=1", 422),
        ("?tag=LT-1&since=yesterday", 422),
        ("?tag=LT-1&since=9223372036854775808", 422),  # more than a database can be asked for
        ("?tag=LT-1&since=0", 200),
    ],
)
def test_a_history_nobody_has_is_said_so(viewer: Caller, query: str, status: int) -> None:
    assert viewer.get("/api/v1/history" + query).status_code == status


def test_the_longest_history_is_a_month(viewer: Caller) -> None:
    told = viewer.get("/api/v1/history?tag=LT-1&since=0").get_json()
    assert told["until"] - told["since"] == 31 * 86_400_000


def test_what_is_not_there_is_told_as_a_problem(viewer: Caller) -> None:
    gone = viewer.get("/api/v1/nothing")
    assert (gone.status_code, gone.content_type) == (404, "application/problem+json")
    wrong = viewer.get("/api/v1/commands")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "OPTIONS, POST")
    assert json.loads(wrong.data)["mend"] == "Possible: OPTIONS, POST."


def test_the_log_tells_what_directives_said_that_have_left_the_board(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    center = Center(tmp_path, small_works())
    room = rooms(tmp_path / "center.sqlite3")
    for place in ("tank", "pool"):
        closes(room, short_incident(room, place))
    center.desk.catch_up()
    assert directive_row(center.desk.state, center.site, "DIR-1") is None, "it has left the board"
    wall = center.machine(Role.VIEWER)
    told = wall.get("/api/v1/journal/search?kind=directive.withdrawn").get_json()
    assert [fact["data"]["directive"] for fact in told["facts"]] == ["DIR-3", "DIR-1"]
    assert told["directives"] == {
        name: {"zh": "Do it", "en": "Do it"} for name in ("DIR-3", "DIR-1")
    }
    assert wall.get("/api/v1/journal/search?kind=gas").get_json()["directives"] == {}

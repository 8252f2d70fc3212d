"""The board, as each role may see it."""

import gzip
from typing import Any

import brotli
import pytest

from command_center.domain.actor import HUMAN_ROLES, MACHINE_ROLES, Role
from tests.web.center import Caller, Center

BOARD = "/api/v1/board"


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
            ("ticker", "7", {"kind": "account.added"}),
            ("drill", "D1", {"phase": "sealed", "hidden": "seal"}),
        ]
    )
    for role in HUMAN_ROLES:
        told = center.machine(role).get(BOARD).text
        assert '"p1"' in told
        assert ("555-0100" in told) == (role in ("commander", "controller", "administrator"))
        assert ("account.added" in told) == (role == "administrator")
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


@pytest.mark.parametrize(
    "path", [BOARD, "/api/v1/journal", "/api/v1/site", "/api/v1/history?tag=LT-1"]
)
def test_machines_and_strangers_read_nothing(center: Center, path: str) -> None:
    for role in MACHINE_ROLES:
        assert center.machine(role).get(path).status_code == 403
    assert center.client().get(path).status_code == 401

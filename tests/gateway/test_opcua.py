"""OPC UA against a server of node-opcua: values, bad ones, unknown nodes, a restart with other namespace numbers."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.node_opcua import NodeOpcua
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

LT = {"node": "nsu=urn:dcs;s=TK206.LT.PV", "from": "mm"}


@pytest.fixture
def server() -> Iterator[NodeOpcua]:
    try:
        made = NodeOpcua()
    except Unavailable as reason:
        pytest.skip(str(reason))
    made.start()
    yield made
    made.stop()


def file(folder: Path, server: NodeOpcua, **tags: dict[str, Any]) -> Path:
    return written(
        folder,
        [
            {
                "id": "dcs",
                "type": "opcua",
                "url": server.url,
                "sampling": "100ms",
                "publishing": "100ms",
                "tags": tags,
            }
        ],
    )


def test_values_quality_proof_and_a_restart_with_other_numbers(
    tmp_path: Path, server: NodeOpcua
) -> None:
    board = Board()
    unknown = {"node": "nsu=urn:dcs;s=NO.SUCH"}
    with running(file(tmp_path, server, LT=LT, FT=unknown), board):
        eventually(lambda: 3.25 in board.values("LT"))
        eventually(lambda: board.values("FT") == [None])  # the unknown node silences nothing else
        eventually(lambda: any(p["tag"] == "LT" for b in board.bodies for p in b.get("proof", ())))
        assert not any(p["tag"] == "FT" for b in board.bodies for p in b.get("proof", ()))
        server.say("bad")
        eventually(lambda: board.values("LT")[-1] is None)
        server.say(3300)
        eventually(lambda: 3.3 in board.values("LT"))
        server.stop()
        eventually(lambda: board.values("LT")[-1] is None)
        server.start(namespaces=3)
        seen = len(board.values("LT"))
        eventually(lambda: 3.25 in board.values("LT")[seen:])


def test_more_tags_than_the_server_takes_in_one_request_are_all_read(
    tmp_path: Path, server: NodeOpcua
) -> None:
    board = Board()
    temperature = {"node": "nsu=urn:dcs;s=TK206.TT.PV"}
    with running(file(tmp_path, server, LT=LT, FT=temperature), board):
        eventually(lambda: 3.25 in board.values("LT") and 21.5 in board.values("FT"))


def test_what_happened_while_nobody_read_is_read_afterwards_or_said_to_be_lost(
    tmp_path: Path, server: NodeOpcua
) -> None:
    board = Board()
    temperature = {"node": "nsu=urn:dcs;s=TK206.TT.PV"}  # the server keeps no history of it
    path = file(tmp_path, server, LT=LT, FT=temperature)
    looked = tmp_path / "buffer" / "looked" / "dcs.txt"
    with running(path, board):
        eventually(lambda: 3.25 in board.values("LT") and looked.exists())
        first = looked.read_text()
        eventually(lambda: looked.read_text() != first)
    for level in (3300, 3400, 3500):
        server.say(level)
        passes(0.3)
    since = int(looked.read_text())
    passes(2.1)  # a gap worth asking for
    again = Board()
    with running(path, again):
        eventually(lambda: 3.4 in [one["value"] for one in again.readings("LT", "backfill")])
        eventually(lambda: again.values("LT")[-1] == 3.5)
        eventually(lambda: "history" in faults(again))
    held_up = again.readings("LT", "backfill")
    assert {3.3, 3.4} <= {one["value"] for one in held_up}
    assert all(one["ts"] > since for one in held_up if one["value"] in (3.3, 3.4))
    assert faults(again)["history"].endswith("1 of its tags: FT")


def passes(seconds: float) -> None:
    """The server's own clock goes on; nobody can move it by hand."""
    ends = time.monotonic() + seconds
    eventually(lambda: time.monotonic() > ends)


def faults(board: Board) -> dict[str, str]:
    found: dict[str, str] = board.states[-1]["connections"][0]["faults"] if board.states else {}
    return found


def mirrored(folder: Path, server: NodeOpcua) -> Path:
    return written(
        folder,
        [
            {
                "id": "dcs", "type": "opcua", "url": server.url, "sampling": "100ms",
                "publishing": "100ms", "tags": {"LT": LT}, "alarms": {"mirror": True},
            }
        ],
    )  # fmt: skip


def alarms(board: Board) -> list[dict[str, Any]]:
    return [one for body in board.bodies for one in body.get("alarms", ())]


def lists(board: Board) -> list[dict[str, Any]]:
    return [body for body in board.bodies if body.get("reconcile")]


def test_a_servers_alarms_are_mirrored_in_every_state_and_compared_after_a_reconnect(
    tmp_path: Path, server: NodeOpcua
) -> None:
    board = Board()
    server.say(6500)
    with running(mirrored(tmp_path, server), board):
        (first,) = eventually(lambda: lists(board))[:1]
        assert first["path"] == "/api/v1/alarms"
        assert first["source"] == "DCS"
        (standing,) = first["alarms"]  # it stood before we came: ConditionRefresh tells it
        assert (standing["tag"], standing["active"], standing["acknowledged"]) == (
            "LT",
            True,
            False,
        )
        assert standing["condition"] == "High"

        def last() -> dict[str, Any]:
            return alarms(board)[-1]

        server.say(7500)
        eventually(lambda: last()["condition"] == "HighHigh")
        assert last()["alarm"] == standing["alarm"]
        server.say("acknowledge")
        eventually(lambda: last()["acknowledged"])
        server.say("shelve")
        eventually(lambda: last()["shelved"])
        server.say("suppress")
        eventually(lambda: last()["suppressed"])
        server.say("out_of_service")
        eventually(lambda: last()["out_of_service"])
        seen = len(lists(board))
        server.stop()
        server.start()  # nothing stands there now
        eventually(lambda: len(lists(board)) > seen)
        assert lists(board)[-1]["alarms"] == []
    assert all(one["event"] for one in alarms(board))

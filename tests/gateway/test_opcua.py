"""OPC UA against a server of node-opcua: values, bad ones, unknown nodes, a restart with other namespace numbers."""

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

"""Dropped files: read once, then moved; one that cannot be read is set apart and holds up no other."""

import time
from pathlib import Path

from command_center.ingest.gateway_state import GatewayState
from tests.gateway.files import written
from tests.gateway.running import Board, running
from tests.support.waiting import eventually


def test_files_are_read_once_and_a_bad_one_is_set_apart(tmp_path: Path) -> None:
    board, now = Board(), int(time.time() * 1000) - 60_000
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "1.csv").write_text("name,when\nx,1\n")
    (drop / "2.csv").write_text(
        f"tag,ts,value,quality\nTK1.LT,{now},3250,good\nTK1.LT,{now + 1},,bad\nOTHER,{now},1,good\n"
    )
    connection = {
        "id": "diode", "type": "files", "folder": str(drop), "every": "50ms",
        "tags": {"LT": {"name": "TK1.LT", "from": "mm"}},
    }  # fmt: skip
    with running(written(tmp_path, [connection]), board):
        eventually(lambda: len(board.readings("LT")) == 2)
        eventually((drop / "done" / "2.csv").exists)
    assert [(r["ts"], r["value"]) for r in board.readings("LT")] == [(now, 3.25), (now + 1, None)]
    assert (drop / "refused" / "1.csv").exists()
    assert not list(drop.glob("*.csv"))


def test_the_gateway_tells_the_board_of_itself_and_of_the_raw_values(tmp_path: Path) -> None:
    board, now = Board(), int(time.time() * 1000) - 60_000
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "1.csv").write_text(f"tag,ts,value\nTK1.LT,{now},3250\n")
    connection = {
        "id": "diode", "type": "files", "folder": str(drop), "every": "50ms",
        "tags": {"LT": {"name": "TK1.LT", "from": "mm"}},
    }  # fmt: skip
    with running(written(tmp_path, [connection]), board):
        eventually(lambda: bool(board.states))
        eventually(lambda: bool(board.readings("LT")))
    told = GatewayState.model_validate(board.states[0])
    assert (told.waiting, told.dead_letters) == (0, 0)
    [one] = told.connections
    assert (one.id, one.type, one.tags[0].tag, one.tags[0].address) == (
        "diode", "files", "LT", "TK1.LT",
    )  # fmt: skip

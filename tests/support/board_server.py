"""A room with its board on the live socket, in a process of its own, whose rows can be spoilt.

    python -m tests.support.board_server PORT FOLDER

Real desk, journal, board, hub and socket, wired as the program wires them. Tokens are role names.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import flask
from gevent.pywsgi import WSGIServer

from command_center.domain.actor import Role
from command_center.domain.reading import Quality, Reading
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.live.identity import Identity
from command_center.live.socket import attach
from tests.support.factories import ControlRoom


def build(folder: Path) -> flask.Flask:
    app = flask.Flask("board")
    room = ControlRoom(folder / "journal.sqlite")
    numbers = iter(range(1, 10**9))

    def current() -> bool:
        return board.complete and hub.seq >= room.state.seq

    hub = Hub("run-1", lambda: room.now, current=current)
    board = Board(room.site, hub)
    board.start(room.state, room.facts(), {}, {})
    room.desk.listen(board.take_facts)
    alarm = room.alarm()
    value = room.state.alarms[alarm].value

    def authenticate(environ: Mapping[str, Any], auth: Mapping[str, Any]) -> Identity:
        return Identity(Role(auth["token"]))

    attach(app, hub, authenticate, hosts={"127.0.0.1"})

    @app.post("/report")
    def report() -> Any:
        room.does("ann", "report.receive", channel="call", place="tank", text="It smells")
        return {"seq": room.state.seq}

    @app.post("/reading")
    def reading() -> Any:
        board.take_readings([Reading("LT-T", next(numbers), 1.0, Quality.GOOD, "gw")])
        return {}

    @app.post("/spoil")
    def spoil() -> Any:
        """From here on the alarm's row cannot be made, and a fact comes that needs it."""
        room.state.alarms[alarm].value = {1, 2}  # type: ignore[assignment]  # on purpose
        room.does("ann", "alarm.ack", alarm=alarm)
        return {"seq": room.state.seq}

    @app.post("/mend")
    def mend() -> Any:
        room.state.alarms[alarm].value = value
        board.try_again()
        return {}

    @app.get("/seqs")
    def seqs() -> Any:
        return {"journal": room.journal.head().seq, "hub": hub.seq}

    return app


if __name__ == "__main__":
    server = build(Path(sys.argv[2]))
    WSGIServer(("127.0.0.1", int(sys.argv[1])), server, log=None).serve_forever()

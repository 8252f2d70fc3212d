"""A room with its board on the live socket, in a process of its own. A row of it can be spoilt, or all of it jammed.

    python -m tests.support.board_server PORT FOLDER

Real desk, journal, board, hub and socket, wired as the program wires them. Tokens are role names. It looks at itself
(the program does once a second) when it is told to.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import flask
from gevent.pywsgi import WSGIServer

from command_center.domain.actor import Role
from command_center.domain.notifications.channel_state import ChannelsNow
from command_center.domain.reading import Quality, Reading
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.center_watch import CenterWatch
from command_center.live.hub import Hub
from command_center.live.identity import Identity
from command_center.live.rows.row import Change
from command_center.live.socket import attach
from command_center.store.presence import Presence
from tests.support.factories import ControlRoom


class JammingHub(Hub):
    """A hub that can be jammed: then it takes nothing, and that is no row's fault."""

    jammed = False

    def change(
        self, changes: Iterable[Change], *, seq: int | None = None, urgent: bool = True
    ) -> int:
        """As a hub's. Raises RuntimeError while it is jammed."""
        if self.jammed:
            raise RuntimeError("jammed")
        return super().change(changes, seq=seq, urgent=urgent)


def build(folder: Path) -> flask.Flask:
    app = flask.Flask("board")
    room = ControlRoom(folder / "journal.sqlite")
    numbers = iter(range(1, 10**9))

    def current() -> bool:
        return board.complete and hub.seq >= room.state.seq

    faults = room.desk.faults
    hub = JammingHub("run-1", lambda: room.now, current=current, faults=faults)
    board = Board(room.site, hub, faults=faults)
    watch = CenterWatch(hub, "run-1", lambda: room.now, faults.standing)
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

    @app.post("/ack")
    def ack() -> Any:
        room.does("ann", "alarm.ack", alarm=alarm)
        return {}

    @app.post("/spoil")
    def spoil() -> Any:
        """From here on the alarm's row cannot be made."""
        room.state.alarms[alarm].value = {1, 2}  # type: ignore[assignment]  # on purpose
        return {}

    @app.post("/mend")
    def mend() -> Any:
        room.state.alarms[alarm].value = value
        return {}

    @app.post("/jam")
    def jam() -> Any:
        """From here on the board cannot be told anything."""
        hub.jammed = True
        return {}

    @app.post("/free")
    def free() -> Any:
        hub.jammed = False
        return {}

    @app.post("/look")
    def look() -> Any:
        """What the program does once a second (`Center.look`)."""
        board.try_again()
        watch.take(Presence([], None), ChannelsNow(silent=False, kinds=[], down=[], trouble=False))
        return {}

    @app.get("/board")
    def whole() -> Any:
        rev = flask.request.args.get("since", type=int)
        return app.response_class(hub.since(Audience(Role.VIEWER), hub.epoch, rev).plain)

    @app.get("/seqs")
    def seqs() -> Any:
        return {"journal": room.journal.head().seq, "hub": hub.seq}

    return app


if __name__ == "__main__":
    server = build(Path(sys.argv[2]))
    WSGIServer(("127.0.0.1", int(sys.argv[1])), server, log=None).serve_forever()

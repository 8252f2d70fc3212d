"""The auditor: what nobody does shows, and the heartbeat stops; what is in order beats."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.notify.heartbeat import Heartbeat
from command_center.notify.outbox import Outbox
from command_center.store.outbox.health import AUDITOR
from command_center.store.outbox.reading import OutboxReader
from tests.support.factories import ControlRoom
from tests.support.hand_time import HandTime
from tests.support.outbox import Told, outbox_on
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of real works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works(simulated=False))


def outbox(room: ControlRoom) -> Outbox:
    time = HandTime(room.clock.now)
    return outbox_on(room.desk, room.journal.engine, room.clock, {"im": Told()}, time=time)


def finding(room: ControlRoom) -> tuple[str, str]:
    found = OutboxReader(room.journal.engine, room.site.id, HandTime(room.clock.now)).health()
    [row] = [one for one in found if one.channel == AUDITOR]
    return row.state, row.why


def test_a_chain_whose_step_nobody_fires_is_found_and_is_clean_once_it_is_fired(
    room: ControlRoom,
) -> None:
    sends = outbox(room)
    room.orders(room.leak_under("joe"), to="chief")
    sends.run_once(room.now)
    assert sends.auditor.audit()
    room.later(39)  # the repeat is due after 30 s
    assert sends.auditor.audit()
    room.later(2)
    assert not sends.auditor.audit()
    assert finding(room)[0] == "down"
    assert "DIR-1 repeat" in finding(room)[1]
    assert not sends.clean
    room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-1", step="repeat")
    sends.run_once(room.now)
    assert sends.auditor.audit()
    assert finding(room) == ("up", "")
    assert sends.clean


def test_urgent_pages_that_nobody_sends_are_found(room: ControlRoom) -> None:
    """The workers are dead, or elsewhere and not there."""
    room.orders(room.leak_under("joe"), to="chief")
    sends = outbox(room)
    sends._planner.begin()
    sends._planner.plan()
    room.later(11)
    assert not sends.auditor.audit()
    assert "nobody tries them" in finding(room)[1]


class _Watcher(HTTPServer):
    """A watcher outside that counts the signs of life."""

    asked = 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Watcher

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def test_a_watcher_outside_is_told_and_one_that_is_away_stops_nothing() -> None:
    watcher = _Watcher()
    thread = threading.Thread(target=watcher.serve_forever, daemon=True)
    thread.start()
    beats = Heartbeat(f"http://127.0.0.1:{watcher.server_address[1]}/key", 60, lambda: True)
    beats.beat()
    assert (watcher.asked, beats.failed) == (1, False)
    watcher.shutdown()
    watcher.server_close()
    thread.join()
    beats.beat()
    assert beats.failed


def test_it_beats_only_while_the_audit_is_clean() -> None:
    beaten: list[bool] = []
    clean = [False, False, True]
    done = threading.Event()

    class Counted(Heartbeat):
        def beat(self) -> None:
            beaten.append(not clean)
            done.set()

    beats = Counted("http://127.0.0.1:9/", 0.001, lambda: clean.pop(0) if clean else False)
    thread = threading.Thread(target=beats.run)
    thread.start()
    assert done.wait(60)
    beats.stop()
    thread.join(60)
    assert beaten == [True]

"""Cursor on Target by servers of taky and of node-cot: positions come in, the board's marks go out where enabled."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.gateway.connections.cot_events import Cutter, event, position, removal
from command_center.gateway.file.reading import check_gateway, read_gateway
from tests.gateway.files import SMALL, written
from tests.gateway.running import Board, running
from tests.support.node_cot import NodeCot
from tests.support.taky import Taky
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

INCIDENT = {
    "id": "I-1",
    "title": {"en": "Leak at T1"},
    "place": "T1",
    "status": "open",
    "hot_zone_m": 60.0,
}


@pytest.fixture
def tak(tmp_path: Path) -> Iterator[Taky]:
    try:
        made = Taky(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


@pytest.fixture
def node_cot() -> Iterator[NodeCot]:
    try:
        made = NodeCot()
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


class User:
    """A TAK user: tells where it is, and keeps what the server sends."""

    def __init__(self, port: int, uid: str) -> None:
        self._uid = uid
        self._socket = socket.create_connection(("127.0.0.1", port), 60)
        self._socket.settimeout(None)
        self.heard = b""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while data := self._socket.recv(65_536):
                self.heard += data

    def tell(self, lat: float, lon: float) -> None:
        now = datetime.now(UTC)
        at, stale = (
            one.strftime("%Y-%m-%dT%H:%M:%S.%fZ") for one in (now, now + timedelta(minutes=5))
        )
        self._socket.sendall(
            f'<?xml version="1.0"?><event version="2.0" uid="{self._uid}" type="a-f-G-U-C" how="m-g" time="{at}" '
            f'start="{at}" stale="{stale}"><point lat="{lat}" lon="{lon}" hae="1" ce="1" le="1"/>'
            f'<detail><contact callsign="{self._uid}-call" endpoint="*:-1:stcp"/>'
            '<__group name="Cyan" role="Team Member"/></detail></event>'.encode()
        )

    def close(self) -> None:
        self._socket.close()


def test_positions_of_known_users_come_in_and_nothing_is_sent(tmp_path: Path, tak: Taky) -> None:
    people = {"ANDROID-1": "li"}
    path = written(
        tmp_path,
        [{"id": "tak", "type": "cot", "url": tak.url, "source": "radio", "people": people}],
    )
    board, stranger, known = Board(), User(tak.port, "ANDROID-9"), User(tak.port, "ANDROID-1")
    try:
        with running(path, board):

            def came() -> list[Any]:
                stranger.tell(10.2, 20.2)
                known.tell(10.1, 20.1)
                return [one for body in board.bodies for one in body.get("positions", ())]

            found = eventually(came)
        assert {body["source"] for body in board.bodies if "positions" in body} == {"radio"}
        assert {(one["person"], one["lat"], one["lon"]) for one in found} == {("li", 10.1, 20.1)}
    finally:
        stranger.close()
        known.close()


COUNTS: dict[str, list[dict[str, Any]]] = {}


@contextmanager
def board_of(
    incidents: list[dict[str, Any]], counts: dict[str, list[dict[str, Any]]] = COUNTS
) -> Iterator[str]:
    """A board that tells these incidents, and their headcounts by muster point."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.headers["Authorization"] == "Bearer secret"
            told: dict[str, Any] = {"rows": {"incident": {one["id"]: one for one in incidents}}}
            if self.path.endswith("/muster-counts"):
                told = {"incidents": counts}
            data = orjson.dumps(told)
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def out(
    folder: Path, tak: Taky | NodeCot, url: str, *, enabled: bool, site: str = str(SMALL)
) -> Path:
    one = {"id": "tak", "type": "cot_out", "url": tak.url, "every": "200ms", "enabled": enabled,
           "token": {"file": str(folder / "token")}}  # fmt: skip
    return written(folder, [one], gateway={"board": url, "site": site})


def test_tak_users_see_incident_and_hot_zone_until_it_is_closed(tmp_path: Path, tak: Taky) -> None:
    incidents = [dict(INCIDENT)]
    user = User(tak.port, "ANDROID-1")
    user.tell(10.1, 20.1)
    try:
        with board_of(incidents) as url, running(out(tmp_path, tak, url, enabled=True), Board()):
            eventually(lambda: b"cc-small-I-1-hot" in user.heard)
            assert b"Leak at T1" in user.heard
            assert b'major="60"' in user.heard
            incidents[0]["status"] = "closed"
            eventually(lambda: b"t-x-d-d" in user.heard)
    finally:
        user.close()


def test_positions_that_node_cot_sends_come_in(tmp_path: Path, node_cot: NodeCot) -> None:
    connection = {"id": "tak", "type": "cot", "url": node_cot.url, "people": {"RADIO-7": "li"}}
    board = Board()
    with running(written(tmp_path, [connection]), board):

        def came() -> list[Any]:
            node_cot.tell("RADIO-7", 10.1, 20.1)
            return [one for body in board.bodies for one in body.get("positions", ())]

        found = eventually(came)
    assert {(one["person"], one["lat"], one["lon"]) for one in found} == {("li", 10.1, 20.1)}
    assert node_cot.heard == []


def test_node_cot_reads_the_headcount_of_each_muster_point(
    tmp_path: Path, node_cot: NodeCot
) -> None:
    site = tmp_path / "site.yaml"
    point = "musters: [{id: north, name: {zh: 北门, en: North gate}, x: 60, y: 35}]\n"
    site.write_text(SMALL.read_text(encoding="utf-8") + point, encoding="utf-8")
    evacuation = {"zones": ["z"], "checked_in": 2, "assigned": 1, "not_accounted": 3, "missing": 1}
    row = {"muster": "north", "checked_in": 2, "not_accounted": 3, "missing": 1}
    counts = {"I-1": [row]}
    uid = "cc-small-muster-north"
    with (
        board_of([dict(INCIDENT) | {"evacuation": evacuation}], counts) as url,
        running(out(tmp_path, node_cot, url, enabled=True, site=str(site)), Board()),
    ):
        eventually(lambda: node_cot.newest(uid) and node_cot.newest("cc-small-I-1-hot"))
        told = node_cot.newest(uid)
        incident, zone = (node_cot.newest(f"cc-small-I-1{part}") for part in ("", "-hot"))
        row |= {"checked_in": 6, "not_accounted": 0, "missing": 0}
        eventually(lambda: "Missing: 0" in str(node_cot.newest(uid)))
    assert not [one for one in node_cot.heard if "error" in one]
    assert told is not None
    assert told["headcount"] == {"checked_in": "2", "not_accounted": "3", "missing": "1"}
    properties = told["feature"]["properties"]
    assert properties["remarks"] == "Accounted for: 2. Not accounted for: 3. Missing: 1."
    assert properties["marker-color"] == "#FF0000"
    assert incident is not None
    assert incident["headcount"] == {"checked_in": "3", "not_accounted": "3", "missing": "1"}
    assert zone is not None
    assert zone["feature"]["geometry"]["type"] == "Polygon"
    newest = node_cot.newest(uid)
    assert newest is not None
    assert newest["feature"]["properties"]["marker-color"] == "#00FF00"


def test_nothing_goes_out_unless_it_is_enabled(tmp_path: Path) -> None:
    tak = type("Nowhere", (), {"url": "tcp://127.0.0.1:1"})()
    assert read_gateway(out(tmp_path, tak, "http://127.0.0.1:1", enabled=False)).connections == ()
    (tmp_path / "clear").mkdir()
    far = {"id": "tak", "type": "cot", "url": "tcp://tak.plant:8087", "people": {"A": "li"}}
    codes = [one.code for one in check_gateway(written(tmp_path / "clear", [far]))]
    assert codes == ["gateway.tak_in_the_clear"]


def test_odd_events_are_refused_without_harm() -> None:
    bomb = b'<!DOCTYPE e [<!ENTITY a "aaaa">]><event uid="x" type="a-f"><point lat="&a;" lon="1"/></event>'
    (piece,) = Cutter().feed(bomb)
    with pytest.raises(ValueError, match="no XML"):
        position(piece)
    assert Cutter().feed(b"<event>" + b"x" * 100_000 + b"</event>") == []
    cutter = Cutter()
    assert cutter.feed(b"<event a") == []
    assert cutter.feed(b"/></event><event></ev") == [b"<event a/></event>"]
    nowhere = (
        b'<event uid="x" type="a-f" time="2026-01-01T00:00:00Z"><point lat="0" lon="0"/></event>'
    )
    assert position(nowhere) is None


def test_marks_are_events_that_we_read_ourselves() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    mark = {"lat": 1.0, "lon": 2.0, "name": "<&>", "type": "a-h-G", "color": "0", "radius_m": 5.0}
    found = position(event("u", mark, now, timedelta(minutes=1)))
    assert found is not None
    assert (found.uid, found.callsign, found.lat, found.lon) == ("u", "<&>", 1.0, 2.0)
    assert position(removal("u", now)) is None

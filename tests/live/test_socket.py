"""The /live namespace over a real socket: who gets in, what arrives, and who is put out."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from typing import Any

import orjson
import pytest
import socketio
import websocket

from tests.live.conftest import Connect
from tests.support.board_client import BoardClient
from tests.support.live_line import Line, LiveServer
from tests.support.waiting import PATIENCE_S, eventually


def test_hello_then_frames_that_follow_each_other(server: LiveServer, connect: Connect) -> None:
    line = connect()
    hello = line.join("viewer")
    assert set(hello) == {"epoch", "rev", "seq", "server_ms"}
    last = hello["rev"]
    for number in range(3):
        server.post("/change", {"changes": [["levels", "LI-follow", {"v": number}]]})
        frame = _next_with(line, "LI-follow")
        assert frame["from"] >= last
        assert frame["rows"] == {"levels": {"LI-follow": {"v": number}}}
        last = frame["rev"]


def test_the_client_library_follows_the_board(server: LiveServer, connect: Connect) -> None:
    messages: Queue[tuple[str, Any]] = Queue()
    client = socketio.Client(reconnection=False)
    client.on("hello", lambda hello: messages.put(("hello", hello)), namespace="/live")
    client.on("frame", lambda frame: messages.put(("frame", frame)), namespace="/live")
    url, auth = f"http://127.0.0.1:{server.port}", {"token": "commander"}
    client.connect(url, auth=auth, namespaces=["/live"], transports=["websocket"])
    board = BoardClient(lambda epoch, rev: server.get("/board/commander"))
    name, hello = messages.get(timeout=PATIENCE_S)
    assert name == "hello"
    board.hello(hello)
    server.post("/change", {"changes": [["people", "contact:library", {"address": "119"}]]})
    while "contact:library" not in board.rows.get("people", {}):
        board.frame(messages.get(timeout=PATIENCE_S)[1])
    assert board.rows == server.get("/board/commander")["rows"]
    client.disconnect()


def test_a_silent_board_pulses(server: LiveServer, connect: Connect) -> None:
    line = connect()
    line.join("evaluator", topics=["review"])
    server.post("/later/1.1")
    first = line.event("frame")
    server.post("/later/1.1")
    second = line.event("frame")
    assert second["rows"] == {}
    assert second["from"] == first["rev"]


def test_topics_narrow_what_is_sent(server: LiveServer, connect: Connect) -> None:
    line = connect()
    line.join("viewer", topics=["people"])
    server.post(
        "/change", {"changes": [["levels", "LI-narrow", {"v": 1}], ["people", "narrow", {}]]}
    )
    assert _next_with(line, "narrow")["rows"] == {"people": {"narrow": {}}}


@pytest.mark.parametrize("wanted", ["levels", ["levles"], [1], {}, 7])
def test_topics_that_are_none_are_refused_with_the_reason(connect: Connect, wanted: Any) -> None:
    line = connect()
    answer = line.join("viewer", topics=wanted)
    assert answer is not None
    assert answer.startswith("44/live,")
    assert "topic" in answer
    assert line.rest() == []


@pytest.mark.parametrize(
    ("token", "topics", "code", "words"),
    [
        ("nobody", None, "sign_in_first", {"en": "Sign in first", "zh-CN": "请先登录"}),
        ("viewer", "levels", "topics_no_list", {"en": "list", "zh-CN": "列表"}),
        ("viewer", ["x"], "topics_unknown", {"en": "no topic x", "zh-CN": "没有主题 x"}),
        ("broken", None, "failed_here", {"en": "log", "zh-CN": "日志"}),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_refusal_is_a_code_for_programs_and_a_sentence_for_people(
    connect: Connect, lang: str, token: str, topics: Any, code: str, words: dict[str, str]
) -> None:
    line = connect(header=[f"Accept-Language: {lang}"])
    narrowed = {} if topics is None else {"topics": topics}
    answer = line.join(token, **narrowed)
    told = orjson.loads(answer.removeprefix("44/live,"))
    assert told["data"] == {"code": code}
    assert words[lang] in told["message"]


def test_a_machine_is_greeted_and_sees_nothing(server: LiveServer, connect: Connect) -> None:
    line = connect()
    assert "epoch" in line.join("gateway/plant")
    server.post("/change", {"changes": [["levels", "LI-gateway", {"v": 1}]]})
    server.post("/revoke/plant")
    assert line.rest() == []


@pytest.mark.parametrize("token", ["wrong", "duty", None, "broken", ""])
def test_a_stranger_joins_nothing_and_receives_nothing(
    server: LiveServer, connect: Connect, token: str | None
) -> None:
    """`broken` makes our own sign-in raise TypeError: that must not let anybody in either."""
    refused = server.ended("refused")
    line = connect()
    answer = line.join(token)
    assert answer is not None
    assert answer.startswith("44/live,"), "told that it was refused"
    assert line.rest() == [], "and then put out, having received nothing"
    assert server.get("/figures")["clients"] == 0
    eventually(lambda: server.ended("refused") == refused + 1)  # and not by a time limit


@pytest.mark.parametrize("auth", ['["viewer"]', '"viewer"', "7", "true"])
def test_auth_that_is_no_object_is_refused(connect: Connect, auth: str) -> None:
    line = connect()
    line.send("40/live," + auth)
    answer = line.receive()
    assert answer is None or answer.startswith("44/live,")
    assert line.rest() == []


@pytest.mark.parametrize("namespace", ["", "/,", "/admin,", "/LIVE,", "/live/,"])
def test_there_is_no_other_namespace(connect: Connect, namespace: str) -> None:
    line = connect()
    line.send(f'40{namespace}{{"token":"viewer"}}')
    assert all(message.startswith("44") for message in line.rest())


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://evil.example", "host": "evil.example"},
        {"host": "evil.example"},
        {"origin": "null"},
    ],
)
def test_a_forged_origin_or_host_gets_no_socket(connect: Connect, headers: dict[str, str]) -> None:
    options: dict[str, Any] = {"suppress_origin": "origin" not in headers, **headers}
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(**options)
    assert refused.value.status_code == 403
    assert "access-control-allow-origin" not in (refused.value.resp_headers or {})


def test_our_own_page_gets_one(server: LiveServer, connect: Connect) -> None:
    line = connect(origin=f"http://127.0.0.1:{server.port}", suppress_origin=False)
    assert "epoch" in line.join("viewer")


def test_there_is_no_polling(server: LiveServer) -> None:
    import requests

    url = f"http://127.0.0.1:{server.port}/socket.io/"
    for method, query in [("GET", "EIO=4&transport=polling"), ("GET", "EIO=4"), ("POST", "EIO=4")]:
        answer = requests.request(method, f"{url}?{query}", data="40/live,", timeout=PATIENCE_S)
        assert answer.status_code == 400
        assert "sid" not in answer.text
    upgradeless = requests.get(f"{url}?EIO=4&transport=websocket", timeout=PATIENCE_S)
    assert upgradeless.status_code == 400


def test_a_withdrawn_session_closes_its_transport_and_no_other(
    server: LiveServer, connect: Connect
) -> None:
    gone, kept = connect(), connect()
    gone.join("viewer/gone")
    kept.join("viewer/kept")
    assert server.post("/revoke/gone") == {"dropped": 1}
    server.post("/change", {"changes": [["levels", "LI-revoked", {"v": 1}]]})
    assert not any("LI-revoked" in message for message in gone.rest())
    assert _next_with(kept, "LI-revoked")
    back = connect()
    assert back.join("viewer/gone").startswith("44/live,")


def test_a_token_withdrawn_while_it_signs_in_does_not_slip_through(
    server: LiveServer, connect: Connect
) -> None:
    line = connect()
    with ThreadPoolExecutor(1) as pool:
        joining = pool.submit(line.join, "viewer/hesitant")
        assert server.get("/at_gate") == {"waiting": True}
        server.post("/revoke/hesitant")
        server.post("/open_gate")
        assert joining.result(PATIENCE_S).startswith("44/live,")
    assert line.rest() == []


def test_a_session_that_runs_out_ends_its_connection(server: LiveServer, connect: Connect) -> None:
    line = connect()
    line.join("viewer/short")
    expired = server.ended("expired")
    server.post("/later/61.0")
    line.rest()
    eventually(lambda: server.ended("expired") == expired + 1)


def test_who_leaves_the_namespace_is_put_out(server: LiveServer, connect: Connect) -> None:
    line = connect()
    line.join("viewer")
    left = server.ended("left")
    line.send("41/live,")
    assert not any("hello" in message for message in line.rest())
    eventually(lambda: server.ended("left") == left + 1)


def test_who_never_joins_is_put_out(server: LiveServer, connect: Connect) -> None:
    line = connect()
    never = server.ended("never joined")
    server.post("/later/11.0")
    line.rest()
    eventually(lambda: server.ended("never joined") == never + 1)


def test_who_answers_no_ping_is_put_out_and_who_does_stays(
    server: LiveServer, connect: Connect
) -> None:
    silent, lively = connect(), connect()
    silent.join("viewer")
    lively.join("viewer")
    server.post("/later/10.5")
    _answer_ping(lively)
    server.post("/later/5.0")  # its pong has arrived by the time a frame has gone round
    server.post("/change", {"changes": [["levels", "LI-ping", {"v": 1}]]})
    _next_with(lively, "LI-ping")
    server.post("/later/5.5")
    silent.rest()
    server.post("/change", {"changes": [["levels", "LI-ping", {"v": 2}]]})
    assert _next_with(lively, "LI-ping")
    eventually(lambda: server.ended("silent") >= 1)


def _next_with(line: Line, key: str) -> Any:
    while True:
        frame = line.event("frame")
        if any(key in rows for rows in frame["rows"].values()):
            return frame


def _answer_ping(line: Line) -> None:
    while line.receive() != "2":
        pass
    line.send("3")

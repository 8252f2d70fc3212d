"""The live socket through the whole door, on a real server: who joins, and who is put out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import gevent
import pytest
import websocket
from gevent.pywsgi import WSGIServer

from command_center.domain.actor import Role
from command_center.live.socket import Live, attach
from command_center.web.live_door import authenticating, dropping, rechecking
from command_center.web.request.callers import Callers
from command_center.web.request.door import SESSION_COOKIE, content_policy, front
from command_center.web.sign_in.ended import change_role, withdraw_token
from tests.support.waiting import PATIENCE_S
from tests.web.center import Caller, Center

T = TypeVar("T")
PATH = "/socket.io/?EIO=4&transport=websocket"


class Running:
    """A center with its socket behind the door, served by gevent."""

    def __init__(self, folder: Path) -> None:
        self.center = Center(folder)
        server = self.center.server
        callers = Callers(self.center.accounts, self.center.clock)
        # As in the composition root: the socket inside, the door outermost.
        server.wsgi_app = self.center.inner  # type: ignore[method-assign]  # Flask's way
        self.live: Live = attach(
            server,
            self.center.hub,
            authenticating(callers),
            hosts=self.center.settings.hosts,
            elapsed=self.center.clock.elapsed,  # stands still: nobody is put out by a time limit
        )
        self.drop = dropping(self.live)
        wsgi = front(
            server.wsgi_app, self.center.settings, policy=content_policy([]), language="en"
        )
        server.wsgi_app = wsgi  # type: ignore[method-assign,assignment]  # Flask's way
        self.listener = WSGIServer(("127.0.0.1", 0), wsgi, log=None, error_log=None)
        self.listener.start()

    @property
    def port(self) -> int:
        port = self.listener.server_port
        assert port is not None
        return port


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    started = Running(tmp_path)
    yield started
    started.live.close()
    started.listener.stop(timeout=0.1)


def beside(work: Callable[[], T]) -> T:
    """Run a blocking client in a thread while the server's loop turns in this one."""
    done: T = gevent.get_hub().threadpool.apply(work)
    return done


def dial(running: Running, **options: Any) -> websocket.WebSocket:
    return websocket.create_connection(
        f"ws://127.0.0.1:{running.port}{PATH}", timeout=PATIENCE_S, **options
    )


def said(link: websocket.WebSocket) -> str:
    words = link.recv()
    assert isinstance(words, str)
    return words


def hang_up(link: websocket.WebSocket) -> None:
    link.shutdown()  # type: ignore[no-untyped-call]  # published without types


def joined(running: Running, auth: dict[str, Any] | None = None, **options: Any) -> list[str]:
    """What a client is sent after it asked to join; `hello` means that it is in."""

    def talk() -> list[str]:
        link = dial(running, **options)
        told = [said(link)]
        link.send("40/live," + json.dumps(auth or {}))
        told.append(said(link))
        if told[-1].startswith("40"):
            told.append(said(link))
        hang_up(link)
        return told

    return beside(talk)


def cookie_of(caller: Caller) -> str:
    found = caller.flask.get_cookie(SESSION_COOKIE)
    assert found is not None
    return f"{SESSION_COOKIE}={found.value}"


def test_a_signed_in_browser_joins_with_its_cookie(running: Running) -> None:
    running.center.user("chen", Role.COMMANDER)
    cookie = cookie_of(running.center.browser("chen"))
    origin = f"http://127.0.0.1:{running.port}"
    assert "hello" in joined(running, cookie=cookie, origin=origin)[-1]


def test_a_machine_joins_with_its_token_and_no_origin(running: Running) -> None:
    secret = running.center.token(Role.VIEWER)
    assert "hello" in joined(running, {"token": secret}, suppress_origin=True)[-1]


HALF = {"token": "\ud800"}
"""Half of a surrogate pair: JSON can say it, UTF-8 cannot."""


@pytest.mark.parametrize("auth", [None, {"token": "made up"}, {"token": 5}, {"token": ""}, HALF])
def test_a_stranger_does_not_join(running: Running, auth: dict[str, Any] | None) -> None:
    told = joined(running, auth, suppress_origin=True)
    assert told[-1].startswith("44/live"), told
    assert json.loads(told[-1].removeprefix("44/live,"))["data"] == {"code": "sign_in_first"}
    assert running.live.clients == 0


@pytest.mark.parametrize(
    "options",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"suppress_origin": True},
        {"origin": "http://evil.example", "host": "evil.example"},
        {"origin": "http://evil.example:80", "host": "evil.example:80"},
    ],
)
def test_a_forged_origin_or_host_joins_nothing_and_receives_nothing(
    running: Running, options: dict[str, Any]
) -> None:
    """With a good cookie, as a browser would send it for any page that asks."""
    running.center.user("chen", Role.COMMANDER)
    cookie = cookie_of(running.center.browser("chen"))

    def talk() -> int:
        try:
            dial(running, cookie=cookie, **options)
        except websocket.WebSocketBadStatusException as refused:
            return int(refused.status_code)
        raise AssertionError("the socket opened")

    assert beside(talk) in (400, 403)
    assert running.live.clients == 0


def ended_by(
    running: Running, end: Callable[[], None], auth: dict[str, Any], **options: Any
) -> str:
    """Join, let `end` happen on the server, and say how the connection ended."""

    def talk() -> str:
        link = dial(running, **options)
        link.recv()
        link.send("40/live," + json.dumps(auth))
        while "hello" not in said(link):
            pass
        loop.run_callback_threadsafe(end)
        try:
            while link.recv():  # an empty answer is the server's closing frame
                pass
        except websocket.WebSocketConnectionClosedException:
            pass
        except websocket.WebSocketTimeoutException:
            return "open"
        finally:
            hang_up(link)
        return "closed"

    loop = gevent.get_hub().loop
    return beside(talk)


def test_a_withdrawn_token_closes_its_sockets(running: Running) -> None:
    secret = running.center.token(Role.VIEWER, name="wall")
    [token] = running.center.accounts.tokens()

    def end() -> None:
        withdraw_token(running.center.accounts, token.id, running.drop)

    ended = ended_by(running, end, {"token": secret}, suppress_origin=True)
    assert ended == "closed"
    assert running.live.clients == 0


@pytest.mark.parametrize("way", ["token", "cookie"])
def test_what_another_process_withdrew_without_a_word_is_found_in_the_database(
    running: Running, way: str
) -> None:
    """The bus may lose the word; a role that was taken away must not go on watching for days."""
    center = running.center
    user, secret = center.user("chen", Role.COMMANDER), center.token(Role.VIEWER, name="wall")
    [token] = center.accounts.tokens()
    recheck = rechecking(running.live, center.journal.engine)

    def end() -> None:
        recheck()
        assert running.live.clients == 1, "what stands, stays"
        center.accounts.revoke_token(token.id)
        center.accounts.set_role(user, Role.VIEWER)
        recheck()

    if way == "token":
        ended = ended_by(running, end, {"token": secret}, suppress_origin=True)
    else:
        origin = f"http://127.0.0.1:{running.port}"
        cookie = cookie_of(center.browser("chen"))
        ended = ended_by(running, end, {}, cookie=cookie, origin=origin)
    assert ended == "closed"
    assert running.live.clients == 0


def test_a_changed_role_closes_the_persons_sockets_and_nobody_elses(running: Running) -> None:
    user = running.center.user("chen", Role.COMMANDER)
    running.center.user("wang", Role.VIEWER)
    chen, wang = (cookie_of(running.center.browser(name)) for name in ("chen", "wang"))
    origin = f"http://127.0.0.1:{running.port}"

    def sit() -> websocket.WebSocket:
        link = dial(running, cookie=wang, origin=origin)
        link.recv()
        link.send("40/live,{}")
        while "hello" not in said(link):
            pass
        return link

    others = beside(sit)

    def end() -> None:
        change_role(running.center.accounts, user, Role.VIEWER, running.drop)

    assert ended_by(running, end, {}, cookie=chen, origin=origin) == "closed"
    assert running.live.clients == 1
    hang_up(others)

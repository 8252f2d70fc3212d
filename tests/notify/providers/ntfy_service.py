"""An ntfy server that behaves as it is told: the real `ntfy serve`, or a fake of it, behind a door that
answers, hangs and breaks as the test says.

The fake knows what our provider uses. `test_ntfy.py` runs the same tests against both, which shows that
it is faithful; where the real one is not installed the fake's tests still run.
"""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import requests
from pydantic import SecretStr

from command_center.domain.state.notices.notice import Error
from command_center.notify.providers.ntfy import NtfyProvider, Settings, provider
from tests.notify.providers.counterpart import Behaviour
from tests.support.debian import program
from tests.support.ports import free_port, wait_until_listening

TOPICS = "pages-"
"""What the topics of the plant begin with; the board's user may use these alone."""
TOPIC = "pages-7f3kq9x2mw"
CONFIG = """\
listen-http: "127.0.0.1:{port}"
cache-file: "{folder}/cache.db"
auth-file: "{folder}/auth.db"
auth-default-access: "{strangers}"
visitor-request-limit-exempt-hosts: "{exempt}"
"""
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Answer:
    """What the server says to one request."""

    status: int
    body: bytes
    """JSON, one object a line."""


class Ntfy(Protocol):
    """A server, real or fake."""

    token: str

    def answer(self, method: str, path: str, auth: str | None, body: bytes) -> Answer: ...


class RealNtfy:
    """`ntfy serve` with a user of its own for the board."""

    def __init__(
        self, folder: Path, strangers: str = "deny-all", exempt: str = "127.0.0.1"
    ) -> None:
        self._program = program("ntfy")
        port = free_port()
        self._config = folder / "server.yml"
        self._config.write_text(
            CONFIG.format(port=port, folder=folder, strangers=strangers, exempt=exempt)
        )
        self.url = f"http://127.0.0.1:{port}"
        with (folder / "log").open("wb") as log:
            self._server = subprocess.Popen(
                [self._program, "serve", "--config", str(self._config)], stdout=log, stderr=log
            )
        wait_until_listening(port, self._server)
        self._run("user", "add", "board", password="of the board")
        self._run("access", "board", f"{TOPICS}*", "read-write")
        said = self._run("token", "add", "board")
        self.token = re.search(r"tk_\w+", said)[0]  # type: ignore[index]

    def _run(self, *words: str, password: str = "") -> str:
        command, *rest = words
        made = subprocess.run(
            [self._program, command, "--config", str(self._config), *rest],
            env={"NTFY_PASSWORD": password}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return made.stdout + made.stderr

    def answer(self, method: str, path: str, auth: str | None, body: bytes) -> Answer:
        headers = {} if auth is None else {"Authorization": auth}
        with requests.Session() as session:
            session.trust_env = False
            made = session.request(
                method, self.url + path, data=body, headers=headers, timeout=PATIENCE_S
            )
            return Answer(made.status_code, made.content)

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait()


class FakeNtfy:
    """The part of ntfy that our provider uses."""

    token = "tk_0123456789abcdef0123456789abc"

    def __init__(self) -> None:
        self._numbers = count(1)
        self._kept: list[dict[str, Any]] = []

    def answer(self, method: str, path: str, auth: str | None, body: bytes) -> Answer:
        parts = urlsplit(path)
        if auth not in (None, f"Bearer {self.token}"):
            return error(401, 40101, "unauthorized")
        if parts.path == "/v1/health":
            return Answer(200, b'{"healthy":true}\n')
        if parts.path == "/v1/account":
            return Answer(200, b'{"username":"board","stats":{"messages_remaining":17278}}\n')
        if method == "POST":
            given = json.loads(body)
            if not re.fullmatch(r"[-_A-Za-z0-9]{1,64}", given["topic"]):
                return error(400, 40009, "invalid request: topic invalid")
            return self._publish(given) if self._may(auth, given["topic"]) else FORBIDDEN
        topic = parts.path.split("/")[1]
        if not self._may(auth, topic):
            return FORBIDDEN
        if parts.path.endswith("/auth"):
            return Answer(200, b'{"success":true}\n')
        wanted = set(parse_qs(parts.query).get("tags", []))
        found = [one for one in self._kept if one["topic"] == topic and wanted <= {*one["tags"]}]
        return Answer(200, b"".join(json.dumps(one).encode() + b"\n" for one in found))

    def _may(self, auth: str | None, topic: str) -> bool:
        return auth is not None and topic.startswith(TOPICS)

    def _publish(self, given: Mapping[str, Any]) -> Answer:
        kept = {"id": f"m{next(self._numbers)}", "event": "message", "tags": [], **given}
        self._kept.append(kept)
        return Answer(200, json.dumps(kept).encode() + b"\n")

    def stop(self) -> None:
        """It has no process."""


def error(status: int, code: int, why: str) -> Answer:
    """An error as ntfy words it."""
    return Answer(status, json.dumps({"code": code, "http": status, "error": why}).encode() + b"\n")


FORBIDDEN = error(403, 40301, "forbidden")
SAID = {
    "busy": error(429, 42901, "limit reached: too many requests"),
    "refuses_address": error(400, 40009, "invalid request: topic invalid"),
    "refuses_us": error(401, 40101, "unauthorized"),
    "fails": Answer(500, b'{"code":50001,"http":500,"error":"internal server error"}\n'),
    "is_no_ntfy": Answer(200, b"<html>Sign in to the network</html>"),
}


class NtfyService:
    """The door before a server. `behaviour` takes more words than the contract's: the keys of `SAID`,
    `breaks_after_taking`."""

    address = TOPIC
    behaviours: frozenset[Behaviour] = frozenset(
        {"accepts", "busy", "refuses_address", "refuses_us", "hangs_after_taking", "away"}
    )
    refusal: Error = "rejected"

    def __init__(self, server: Ntfy) -> None:
        self.server = server
        self.secrets: Sequence[str] = (server.token,)
        self.behaviour: str = "accepts"
        self.port = free_port()
        self._over = Event()
        self._door: ThreadingHTTPServer | None = None
        self.start()

    def start(self) -> None:
        service = self

        class Door(BaseHTTPRequestHandler):
            def _handle(self) -> None:
                service.handle(self)

            do_GET = do_POST = _handle  # noqa: N815 - the library's names

            def log_message(self, *_: object) -> None:
                """Nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

        self._door = Server(("127.0.0.1", self.port), Door)
        Thread(target=self._door.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self._over.set()
        self._close()

    def _close(self) -> None:
        if self._door is not None:
            self._door.shutdown()
            self._door.server_close()
            self._door = None

    def behave(self, behaviour: str) -> None:
        self.behaviour = behaviour
        if behaviour == "away":
            self._close()
        elif self._door is None:
            self.start()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request as told."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        answer = SAID.get(self.behaviour)
        if answer is None:
            auth = request.headers.get("Authorization")
            answer = self.server.answer(request.command, request.path, auth, body)
        if self.behaviour == "hangs_after_taking":
            self._over.wait(PATIENCE_S)
            return
        if self.behaviour == "breaks_after_taking":
            return
        request.send_response(answer.status)
        request.send_header("Content-Length", str(len(answer.body)))
        request.end_headers()
        request.wfile.write(answer.body)

    def settings(self, **changed: Any) -> Settings:
        given = {
            "id": "push", "type": "ntfy", "url": f"http://127.0.0.1:{self.port}",
            "token": SecretStr(self.server.token),
        }  # fmt: skip
        return Settings.model_validate({**given, **changed})

    def provider(self, timeout_s: float) -> NtfyProvider:
        return provider(self.settings(timeout_s=timeout_s))

    def phone(self, topic: str = TOPIC) -> list[dict[str, Any]]:
        """What a phone that subscribes to the topic gets, oldest first."""
        auth = f"Bearer {self.server.token}"
        answer = self.server.answer("GET", f"/{topic}/json?poll=1&since=all", auth, b"")
        return [json.loads(line) for line in answer.body.splitlines()]

    def taken(self) -> Sequence[str]:
        return [one["message"] for one in self.phone()]


@contextmanager
def ntfy_service(real: bool = False) -> Iterator[NtfyService]:
    """A service before the real server, or before the fake. Raises Unavailable."""
    with ExitStack() as ending:
        server: RealNtfy | FakeNtfy
        if real:
            server = RealNtfy(Path(ending.enter_context(tempfile.TemporaryDirectory())))
        else:
            server = FakeNtfy()
        ending.callback(server.stop)
        service = NtfyService(server)
        ending.callback(service.stop)
        yield service

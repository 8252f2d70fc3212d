"""The example of docs/howto-channel.md is a provider that works."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
from pydantic import SecretStr

from command_center.notify.provider import Accepted, Permanent, Provider, Temporary
from tests.notify.providers.counterpart import message_to

PAGE = Path(__file__).parents[2] / "docs" / "howto-channel.md"


def example() -> Any:
    """The module that the page shows."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    module = ModuleType("pager")
    exec(compile(code, str(PAGE), "exec"), module.__dict__)
    return module


@contextmanager
def pager_server(status: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    posted: list[dict[str, str]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append(json.loads(body) | {"token": self.headers["X-Token"]})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b'{"id": 7}')

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", posted
        server.shutdown()


def provider_at(url: str) -> Provider:
    module = example()
    entry = {"id": "pagers", "type": "pager", "url": url, "token": SecretStr("t0ken")}
    made: Provider = module.provider(module.Settings.model_validate(entry))
    return made


def test_the_example_sends() -> None:
    message = message_to("4711")
    with pager_server(200) as (url, posted):
        assert provider_at(url).send(message) == Accepted("7")
    assert posted == [{"id": message.ref, "to": "4711", "text": message.text, "token": "t0ken"}]


@pytest.mark.parametrize(("status", "error"), [(403, "provider"), (404, "not_in_service")])
def test_the_example_tells_faults_apart(status: int, error: str) -> None:
    with pager_server(status) as (url, _), pytest.raises(Permanent) as why:
        provider_at(url).send(message_to("4711"))
    assert why.value.error == error


def test_the_example_tries_a_busy_server_again() -> None:
    with pager_server(503) as (url, _), pytest.raises(Temporary):
        provider_at(url).send(message_to("4711"))

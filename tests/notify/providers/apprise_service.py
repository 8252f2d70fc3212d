"""A web service that Apprise reaches by its `json://` addresses, and that behaves as it is told."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from pydantic import SecretStr

from command_center.domain.state.notices.notice import Error
from command_center.notify.providers.apprise import AppriseProvider, Settings, provider
from tests.notify.providers.counterpart import Behaviour
from tests.support.ports import free_port

STATUS = {"busy": 503, "refuses_us": 401}
PATIENCE_S = 60.0


class AppriseService:
    """Keeps what is posted to it, and where."""

    address = "13800000001"
    secrets: Sequence[str] = ("hunter2-of-the-plant", "webhook-T0K3N")
    # The library does not tell a refused address from a service that is away.
    behaviours: frozenset[Behaviour] = frozenset(
        {"accepts", "busy", "refuses_us", "hangs_after_taking", "away"}
    )
    refusal: Error = "rejected"

    def __init__(self) -> None:
        self.behaviour: str = "accepts"
        self.port = free_port()
        self.posted: list[tuple[str, dict[str, Any]]] = []
        self._over = Event()
        self._door: ThreadingHTTPServer | None = None
        self._open()

    def _open(self) -> None:
        service = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = STATUS.get(service.behaviour, 200)
                if status == 200:
                    service.posted.append((self.path, json.loads(body)))
                if service.behaviour == "hangs_after_taking":
                    service._over.wait(PATIENCE_S)
                    return
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

        self._door = Server(("127.0.0.1", self.port), Door)
        Thread(target=self._door.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._over.set()
        if self._door is not None:
            self._door.shutdown()
            self._door.server_close()
            self._door = None

    def behave(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        if behaviour == "away":
            self.close()
        elif self._door is None:
            self._open()

    @property
    def url(self) -> SecretStr:
        user, token = self.secrets
        return SecretStr(f"json://board:{user}@127.0.0.1:{self.port}/{token}/{{address}}")

    def settings(self, **changed: Any) -> Settings:
        given = {"id": "tail", "type": "apprise", "kind": "im", "urls": [self.url]}
        return Settings.model_validate({**given, "allow_abroad": True, **changed})

    def provider(self, timeout_s: float) -> AppriseProvider:
        return provider(self.settings(timeout_s=timeout_s))

    def taken(self) -> Sequence[str]:
        return [body["message"] for _, body in self.posted]


@contextmanager
def apprise_service() -> Iterator[AppriseService]:
    service = AppriseService()
    try:
        yield service
    finally:
        service.close()

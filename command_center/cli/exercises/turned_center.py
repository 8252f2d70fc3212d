"""A private command center for one headless drill: a data folder, tokens, and a process driven through a pipe."""

import os
import subprocess
import sys
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from command_center.domain.actor import ActorKind, Role
from command_center.domain.site.model import Site
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.virtual_tokens import provide_tokens
from command_center.store.database.databases import Databases, databases
from command_center.store.sealed import Kept, SealedDrills
from simulations.tokens import Tokens


class CenterFailed(RuntimeError):
    """The private server ended, or refused what the run needs. The message is its last output."""


class TurnedCenter:
    """Runs `python -m command_center.boot.clock_driven` in `folder`, with its clock starting at `start_ms`.

    `kept` holds sealed contents by commitment. Only `turn` advances time. `ask` sends a request to its doors.
    """

    def __init__(
        self, path: Path, site: Site, folder: Path, start_ms: int, kept: tuple[str, Kept]
    ) -> None:
        self._path, self._site, self._folder, self._start_ms = path, site, folder, start_ms
        self._settings = Settings(data_dir=folder / "var", site=path)
        with databases(self._settings) as stores:
            self.tokens = Tokens(**provide_tokens(stores.journal, site, start_ms))
            self._secret = Accounts(stores.journal).add_token(
                "drill-run", Role.CONTROLLER, start_ms, actor_kind=ActorKind.CONTROLLER
            )
            SealedDrills(stores.journal, site.id).keep(*kept, start_ms)
        self.seq = 0

    def __enter__(self) -> Self:
        """Start the process; return when the board is ready."""
        environ = {k: v for k, v in os.environ.items() if not k.startswith("CC_")}
        environ |= {
            "CC_SITE": str(self._path),
            "CC_DATA_DIR": str(self._settings.data_dir),
            "CC_LOG_LEVEL": "error",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "command_center.boot.clock_driven", str(self._start_ms)],
            env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.rev = self._told()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the process by closing its standard input."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.close()
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def turn(self, by_ms: int) -> int:
        """Advance the time; return the board's `rev`. Raises CenterFailed."""
        self._write({"turn": by_ms})
        self.rev = self._told()
        return self.rev

    def ask(self, method: str, path: str, secret: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request with the token `secret`; return the status and body of the answer. Raises CenterFailed."""
        asked = {"method": method, "path": path, "secret": secret, "bytes": len(body)}
        self._write(asked, body)
        answer = self._line()
        assert self._process.stdout is not None
        return answer["status"], self._process.stdout.read(answer["bytes"])

    def _write(self, asked: Mapping[str, Any], body: bytes = b"") -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(orjson.dumps(asked) + b"\n" + body)
            self._process.stdin.flush()
        except OSError as error:
            raise CenterFailed(str(error)) from error

    def _line(self) -> dict[str, int]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise CenterFailed(f"status {self._process.wait()}")
        told: dict[str, int] = orjson.loads(line)
        return told

    def _told(self) -> int:
        told = self._line()
        self.seq = told["seq"]
        return told["rev"]

    def command(self, kind: str, **data: Any) -> list[dict[str, Any]]:
        """Give a command as the controller; return its facts. Raises CenterFailed when it is refused."""
        body = orjson.dumps({"kind": kind, "data": data})
        status, answer = self.ask("POST", "/api/v1/commands", self._secret, body)
        if status != HTTPStatus.OK:
            raise CenterFailed(f"{kind}: {answer.decode()}")
        facts: list[dict[str, Any]] = orjson.loads(answer)["facts"]
        return facts

    def stores(self) -> Any:
        """Its databases, after it has stopped."""
        return databases(self._settings)


__all__ = ["CenterFailed", "Databases", "TurnedCenter"]

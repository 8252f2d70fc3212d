"""A whole command center as its own process, as a user runs it: started, killed, started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import requests

from command_center.clock import Clock
from command_center.domain.actor import ActorKind, Role
from command_center.domain.site.model import Site
from command_center.settings import JOURNAL, Settings
from command_center.site_file import load
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.damage import FEEDS
from command_center.store.database.databases import databases
from tests.support import forked
from tests.support.empty_database import empty_at
from tests.support.ports import free_port, wait_until_ready
from tests.support.requesting import ask
from tests.support.waiting import PATIENCE_S, eventually

REPOSITORY = Path(__file__).resolve().parents[2]
DEMO = REPOSITORY / "sites" / "demo"


@cache
def demo_site() -> Site:
    """The demonstration's plant, read once in a test process: its file takes a second to read."""
    return load(DEMO)


class RunningCenter:
    """One `web` process. `environ` adds CC_* settings; `token` makes a caller before it starts.

    `program` is the module to run, one that serves like `command_center`. `authority`: the certificate to trust,
    of a center that speaks HTTPS.
    """

    def __init__(
        self,
        folder: Path,
        site: Path = DEMO,
        authority: Path | None = None,
        /,
        *,
        program: str = forked.PROGRAM,
        **environ: str,
    ) -> None:
        self._program = program
        self.handles: tuple[int, int] | None = None
        """The soft and the hard limit of its file handles from the next start on; None: as this process."""
        self.port = free_port()
        self.url = f"{'https' if authority else 'http'}://127.0.0.1:{self.port}"
        self._verify = str(authority) if authority else True
        self.site = site
        self._process: subprocess.Popen[bytes] | forked.Forked | None = None
        self._log = folder / f"center-{self.port}.log"
        self._settings = {
            "CC_SITE": str(site),
            "CC_DATA_DIR": str(folder / "var"),
            "CC_PORT": str(self.port),
            "CC_DEMO": "true",
            "CC_LOG_LEVEL": "warning",
            **environ,
        }
        self.clock = Clock(self.settings().clock_offset_ms)
        self._copy_empty_databases()

    def _copy_empty_databases(self) -> None:
        """A new data folder begins with databases that are migrated: each first start would migrate two, a third of it.
        The command line's tests begin without any."""
        settings = self.settings()
        if settings.database_url is None and not settings.data_dir.exists():
            for name in (JOURNAL, FEEDS):
                empty_at(settings.data_dir / name)

    def settings(self) -> Settings:
        """The settings as the process reads them."""
        given = {key.removeprefix("CC_").lower(): value for key, value in self._settings.items()}
        return Settings.model_validate(given)

    def migrate(self) -> None:
        """Bring a shared database to today's schema, as an administrator does first."""
        with databases(self.settings(), migrating=True):
            pass

    def token(
        self,
        name: str,
        role: Role,
        person: str | None = None,
        kind: ActorKind = ActorKind.HUMAN,
    ) -> str:
        """A token's secret; only while an embedded center does not run."""
        with databases(self.settings()) as stores:
            accounts = Accounts(stores.journal)
            return accounts.add_token(name, role, self.clock.now(), person=person, actor_kind=kind)

    def start(self, until: str = "readyz") -> "RunningCenter":
        """Start, and return when it is ready; `until` healthz when it only lives."""
        environ = {**os.environ, **self._settings}
        if self._program == forked.PROGRAM and self.handles is None:
            self._process = forked.start(environ, self._log)
        else:
            command = [sys.executable, "-m", self._program]
            if self.handles is not None:
                soft, hard = self.handles
                limited = f'ulimit -Sn {soft} && ulimit -Hn {hard} && exec "$@"'
                command = ["sh", "-c", limited, "sh", *command]
            with self._log.open("ab") as out:
                self._process = subprocess.Popen(
                    command, env=environ, stdout=out, stderr=out, cwd=REPOSITORY
                )
        wait_until_ready(self._process, lambda: self._answers(until))
        return self

    @property
    def pid(self) -> int:
        """The process that serves; only while it runs."""
        assert self._process is not None
        return self._process.pid

    def _answers(self, path: str) -> None:
        ask("GET", f"{self.url}/{path}", verify=self._verify).raise_for_status()

    def later(self, minutes: float) -> "RunningCenter":
        """Stopped, and started again as if so much time had passed meanwhile."""
        self.stop()
        offset = int(self._settings.get("CC_CLOCK_OFFSET_MS", "0"))
        self._settings["CC_CLOCK_OFFSET_MS"] = str(offset + round(minutes * 60_000))
        self.clock = Clock(self.settings().clock_offset_ms)
        return self.start()

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as a service manager stops it."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE_S)

    @property
    def log(self) -> str:
        """What it wrote."""
        return self._log.read_text()

    def post(self, path: str, secret: str, body: Any) -> requests.Response:
        """A program's POST with its token."""
        headers = {"Authorization": f"Bearer {secret}"}
        return ask(
            "POST", f"{self.url}/api/v1/{path}", json=body, headers=headers, verify=self._verify
        )

    def get(self, path: str, secret: str) -> Any:
        """A program's GET, as JSON; raises for anything but 200.

        A board that is behind (503: on a machine with other work it could not look at its journal
        in time) is asked again, as its `Retry-After` says.
        """
        headers = {"Authorization": f"Bearer {secret}"}

        def answered() -> list[requests.Response]:
            answer = ask("GET", f"{self.url}/api/v1/{path}", headers=headers, verify=self._verify)
            behind = answer.status_code == requests.codes.unavailable
            return [] if behind and "Retry-After" in answer.headers else [answer]

        [answer] = eventually(answered)
        answer.raise_for_status()
        return answer.json()

    def command(self, secret: str, kind: str, key: str | None = None, **data: Any) -> Any:
        """A command that must be accepted; returns its answer."""
        body = {"kind": kind, "data": data, **({"idempotency_key": key} if key else {})}
        answer = self.post("commands", secret, body)
        assert answer.status_code == requests.codes.ok, answer.text
        return answer.json()


@contextmanager
def running(
    folder: Path,
    site: Path = DEMO,
    authority: Path | None = None,
    /,
    *,
    program: str = forked.PROGRAM,
    **environ: str,
) -> Iterator[RunningCenter]:
    """A center that is stopped at the end, whatever happened."""
    center = RunningCenter(folder, site, authority, program=program, **environ)
    try:
        yield center
    finally:
        center.stop()

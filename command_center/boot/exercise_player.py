"""Plays the virtual people of a drill: `python -m simulations --exercise`, a child of the leading `web` process that
lives as long as a drill does.

It comes in by a listener of its own on the loopback address, so that it needs no name and no certificate of the
server. Its tokens are new at each start of it, and withdrawn at its end.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gevent
from sqlalchemy import Engine

from command_center import log
from command_center.boot.patience import PatientServer
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import ActorKind
from command_center.store.accounts.virtual_tokens import provide_tokens, withdraw_tokens
from command_center.web.connections import Connections

LOOK_S = 1.0
AGAIN_S = 10.0
"""A player that ended by itself is started again after so long."""
ENDS_S = 5.0
VALID_MS = 24 * 3_600_000
"""A killed server cannot withdraw the tokens: they end by themselves."""
MOST = 10_000
"""Each virtual person keeps a connection."""
KEPT = "exercise.jsonl"
"""In the data folder: what lets a restarted player go on with its drill."""

_log = log.get(__name__)


class ExercisePlayer:
    """Starts the player when a drill begins here, starts it again when it dies, and ends it with the drill.

    `wsgi` serves the board, `host` is a name by which it may be asked; `leading` says whether this process has the
    duties. `plant` is the site file: who plays is told the plant of the drill by the board.
    """

    def __init__(
        self,
        desk: Desk,
        engine: Engine,
        clock: Clock,
        plant: Path,
        data: Path,
        wsgi: Callable[..., Any],
        host: str,
        leading: Callable[[], bool],
    ) -> None:
        self._desk, self._engine, self._clock = desk, engine, clock
        self._plant, self._kept = plant, data / KEPT
        self._wsgi, self._host, self._leading = wsgi, host, leading
        self._listener: PatientServer | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._start_at = 0.0

    @property
    def playing(self) -> int | None:
        """The number of the player's process, while it lives."""
        alive = self._child is not None and self._child.poll() is None
        return self._child.pid if alive and self._child is not None else None

    def run(self) -> None:
        """Look until killed."""
        while True:
            try:
                self.look()
            except Exception:
                _log.exception("the player of the drill could not be seen to")
            gevent.sleep(LOOK_S)

    def look(self) -> None:
        """Start or end the player, as the drills on the board ask."""
        state = self._desk.state
        wanted = self._leading() and any(
            one.live and one.commitment for one in state.drills.values()
        )
        if not wanted:
            self.stop()
        elif self.playing is None and time.monotonic() >= self._start_at:
            if self._child is not None:
                _log.warning("the player of the drill ended", status=self._child.returncode)
            self._start_at = time.monotonic() + AGAIN_S
            self._start()

    def stop(self) -> None:
        """End the player, if it lives, and withdraw its tokens."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(ENDS_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        self._start_at = 0.0
        withdraw_tokens(self._engine)

    def _start(self) -> None:
        if self._listener is None:
            own = Connections(MOST, None, lambda why, address: None)
            self._listener = PatientServer(("127.0.0.1", 0), self._asked_by_name, own)
            self._listener.start()
        now = self._clock.now()
        tokens = provide_tokens(
            self._engine,
            self._desk.state.site,
            now,
            plant=ActorKind.VIRTUAL,
            expires_at=now + VALID_MS,
        )
        told = json.dumps({**tokens, "clock_offset_ms": self._clock.offset_ms}).encode()
        url = f"http://127.0.0.1:{self._listener.server_port}"
        command = [sys.executable, "-m", "simulations", "--exercise", "--site", str(self._plant)]
        command += ["--url", url, "--state", str(self._kept), "--parent", str(os.getpid())]
        # In a session of its own: Ctrl-C ends the server, and the server ends the player.
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(told)
            self._child.stdin.close()
        except BrokenPipeError:
            pass  # it died at once, and will be seen to be dead
        _log.info("the player of the drill began", process=self._child.pid)

    def _asked_by_name(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        environ["HTTP_HOST"] = self._host
        environ.pop("HTTP_ORIGIN", None)  # tells whose page a browser shows; the player shows none
        return self._wsgi(environ, start)

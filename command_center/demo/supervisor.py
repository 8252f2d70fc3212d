"""Runs the demonstration: a server, a simulated plant and its people, on this machine only.

Three child processes run side by side and use only each other's public doors. A child that dies is restarted, so that
`kill -9` of the server can be part of the demonstration.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests
from ruamel.yaml import YAML

from command_center.clock import Clock
from command_center.demo.devices import PROTOCOLS, Ports, gateway_file
from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Site
from command_center.settings import JOURNAL, Settings
from command_center.site_file import load
from command_center.store.accounts.virtual_tokens import provide_tokens
from command_center.store.database.databases import databases
from command_center.store.reference import read_meta, write_meta

NIGHT_BEGINS = (2, 10)
"""Local time at which a new demonstration begins: the source article's leak is at night."""
NIGHT_LASTS = timedelta(hours=3)
RESTART_S = 1.0
ANSWERS_S = 2.0
OFFSET = "demo.clock_offset_ms"
PLANT = "demo.plant"
"""The folder of the plant that a demonstration was begun with: it goes on with its people and their language."""
KEPT, KEPT_EXERCISE = "plant.jsonl", "exercise.jsonl"
"""In the data folder: what lets a restarted plant go on with its night, and with its drill."""

LiveWeek = Callable[[Path, ZoneInfo, Path, int, int], bool]
"""`live(site_path, zone, folder, now, seed)`: lives the plant's past before `now` into a folder without databases, and
shows how far it is; False where the plant has no such past."""
Say = Callable[..., None]
"""`say(key, **params)`: a sentence of the catalogue, to whoever started the demonstration."""


@dataclass(slots=True)
class Child:
    """One process of the demonstration and how to restart it. `waits` says that it needs a running board first."""

    name: str
    command: list[str]
    environ: dict[str, str]
    stdin: bytes = b""
    waits: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process; secrets are passed by standard input, never by the command line."""
        self.process = subprocess.Popen(self.command, env=self.environ, stdin=subprocess.PIPE)
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(self.stdin)
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it died at once, and will be seen to be dead
        self.started.append(time.monotonic())

    def stop(self) -> None:
        """Ask the process to end, and kill it after five seconds."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def night_offset(site: Site, kept: str | None, now: int) -> int:
    """Return the clock's shift in ms: the stored one while its night lasts, else the shift to the last 02:10."""
    if kept is not None:
        shifted = datetime.fromtimestamp((now + int(kept)) / 1000, site.zone)
        if timedelta() <= shifted - _beginning(shifted) < NIGHT_LASTS:
            return int(kept)
    local = datetime.fromtimestamp(now / 1000, site.zone)
    night = _beginning(local)
    if night > local:
        night -= timedelta(days=1)
    return round((night - local).total_seconds() * 1000)


def _beginning(local: datetime) -> datetime:
    hour, minute = NIGHT_BEGINS
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def run_demo(
    settings: Settings,
    site_path: Path,
    *,
    seed: int,
    leak: bool,
    fresh: bool,
    say: Say,
    live: LiveWeek | None = None,
    gateway: bool = False,
    asked_for: bool = True,
) -> int:
    """Run until interrupted; return the exit status. A new demonstration first generates its week with `live`, if
    given. With `gateway` the plant speaks through devices that a gateway reads. A plant that nobody has `asked_for`
    is used only for a new demonstration.
    """
    site = load(site_path)
    say("demo.data", folder=str(settings.data_dir.absolute()))
    if fresh:
        _put_aside(settings.data_dir, say)
    offset = _offset(settings, site, say)
    if not asked_for and (begun := _begun_with(settings)) is not None:
        site_path, site = begun, load(begun)
    if live is not None and not (settings.data_dir / JOURNAL).exists():
        say("demo.week")
        begins = Clock(offset).now()
        if not live(site_path, site.zone, settings.data_dir, begins, seed):
            say("demo.no_week")
        offset = begins - Clock().now()  # the night begins when the week is over
    with databases(settings) as stores:
        write_meta(stores.journal, OFFSET, str(offset))
        write_meta(stores.journal, PLANT, str(site_path.absolute()))
        tokens = provide_tokens(stores.journal, site, Clock(offset).now())
    url = f"http://127.0.0.1:{settings.port}"
    environ = {
        **os.environ,
        "CC_SITE": str(site_path),
        "CC_DATA_DIR": str(settings.data_dir),
        "CC_HOST": "127.0.0.1",
        "CC_PORT": str(settings.port),
        "CC_DEMO": "true",
        "CC_CLOCK_OFFSET_MS": str(offset),
        "CC_LOG_LEVEL": settings.log_level,
    }
    told = json.dumps({**tokens, "clock_offset_ms": offset}).encode()
    arguments = ["--site", str(site_path), "--url", url, "--seed", str(seed)]
    arguments += ["--state", str(settings.data_dir / KEPT)]
    if leak:
        arguments.append("--leak")
    played = ["--exercise", "--site", str(site_path), "--url", url]
    played += ["--state", str(settings.data_dir / KEPT_EXERCISE)]
    gateways: list[Child] = []
    if gateway:
        ports = _free_ports()
        file = _gateway_file(settings.data_dir, site, site_path, url, tokens["readings"], ports)
        arguments += ["--devices", *(str(ports.of(one)) for one in PROTOCOLS)]
        command = [sys.executable, "-m", "command_center.cli.main", "gateway", "run", str(file)]
        shifted = {**os.environ, "CC_CLOCK_OFFSET_MS": str(offset)}
        gateways.append(Child("gateway", command, shifted, waits=True))
        told_ports = {one: str(ports.of(one)) for one in PROTOCOLS}
        say("demo.devices", **told_ports)
        say("demo.gateway_file", file=str(file), metrics=str(ports.metrics))
    children = [
        Child("server", [sys.executable, "-m", "command_center"], environ),
        *gateways,
        Child("plant", [sys.executable, "-m", "simulations", *arguments], dict(os.environ), told),
        Child("exercise", [sys.executable, "-m", "simulations", *played], dict(os.environ), told),
    ]
    say("demo.starting")
    return _watch_over(children, url, say)


def _free_ports() -> Ports:
    """The protocols' usual ports where they are free (Modbus' own is for administrators), else any."""
    with ExitStack() as held:
        found: list[int] = []
        for wanted in (4840, 5020, 1883, 9464):
            for port in (wanted, 0):
                taken = held.enter_context(socket.socket())
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with suppress(OSError):
                    taken.bind(("127.0.0.1", port))
                    found.append(taken.getsockname()[1])
                    break
        return Ports(*found)


def _gateway_file(
    folder: Path, site: Site, site_path: Path, url: str, secret: str, ports: Ports
) -> Path:
    """Write the gateway's file and its token beside the demonstration's data."""
    own = folder / "gateway"
    own.mkdir(mode=0o700, exist_ok=True)
    token, file = own / "token", own / "gateway.yaml"
    token.touch(mode=0o600)
    token.write_text(secret)
    whole = gateway_file(site, str(site_path.absolute()), url, str(token.absolute()), ports)
    with file.open("w", encoding="utf-8") as out:
        YAML().dump(whole, out)
    return file


def _offset(settings: Settings, site: Site, say: Say) -> int:
    """The clock's shift; a demonstration whose night is over is put aside."""
    kept = None
    if (settings.data_dir / JOURNAL).exists():
        with databases(settings) as stores:
            kept = read_meta(stores.journal, OFFSET)
    offset = night_offset(site, kept, Clock().now())
    if kept not in (None, str(offset)):
        say("demo.night_over")
        _put_aside(settings.data_dir, say)
    return offset


def _begun_with(settings: Settings) -> Path | None:
    """The plant of the demonstration that lies here; None where there is none, or its folder is gone."""
    if not (settings.data_dir / JOURNAL).exists():
        return None
    with databases(settings) as stores:
        kept = read_meta(stores.journal, PLANT)
    return Path(kept) if kept is not None and Path(kept).exists() else None


def _watch_over(children: list[Child], url: str, say: Say) -> int:
    asked: list[int] = []  # a handler may take no lock, as an Event would

    def stop(number: int, _frame: object) -> None:
        asked.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for child in children:
        if not child.waits:
            child.start()
    open_ = False
    try:
        while not asked:
            time.sleep(0.2)
            if not open_ and _answers(url):
                open_ = True
                say("demo.open", url=url)
                for child in children:
                    if child.waits:
                        child.start()
            for child in children:
                if child.process is None or child.process.poll() is None:
                    continue
                recent = [t for t in child.started if t > time.monotonic() - 20]
                how = _how_it_ended(child.process.returncode)
                if len(recent) > 4:
                    say("demo.stays_down", child=Phrase(f"demo.child.{child.name}"), how=how)
                    return 1
                time.sleep(RESTART_S)
                if asked:  # Ctrl-C reaches the children too, and may reach them first
                    break
                say("demo.again", child=Phrase(f"demo.child.{child.name}"), how=how)
                child.start()
    finally:
        for child in reversed(children):
            child.stop()
    return 0


def _answers(url: str) -> bool:
    """Whether a page that is opened now would be shown. Loopback: no proxy of the environment."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.get(f"{url}/readyz", timeout=ANSWERS_S).ok
        except requests.RequestException:
            return False


def _how_it_ended(status: int) -> Phrase:
    """Nobody asked it to end: status 0 is no better than another, and is said."""
    if status < 0:
        return Phrase("demo.by_signal", {"number": -status})
    return Phrase("demo.unasked", {"status": status})


def _put_aside(folder: Path, say: Say) -> None:
    """Nothing is deleted: an earlier demonstration's data keeps its own folder."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    stamp = datetime.fromtimestamp(Clock().now() / 1000).astimezone().strftime("%Y%m%d-%H%M%S")
    aside = folder.with_name(f"{folder.name}-{stamp}")
    folder.rename(aside)
    say("demo.kept", folder=str(aside))

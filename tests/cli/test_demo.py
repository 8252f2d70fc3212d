"""The demonstration's two processes: whichever dies comes back, and nothing is left at the end."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pytest
import requests

from command_center.cli.main import DEMO_SITES, _live_week
from command_center.clock import Clock
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from tests.support import waiting
from tests.support.ports import free_port
from tests.support.running_center import REPOSITORY
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.slow


def eventually(look: Callable[[], Any], what: str) -> Any:
    try:
        return waiting.eventually(look)
    except AssertionError as failure:
        raise AssertionError(what) from failure


HAN = re.compile(r"[\u4e00-\u9fff]")
COMMAND = [sys.executable, "-m", "command_center.cli.main", "demo"]


class Demonstration:
    """`command-center demo` as a person starts it, on a machine where a real plant's board is set up
    too: its port and folder are taken from the settings, the real plant's database is not touched.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.port = free_port()
        self.folder = folder
        self._log = folder / "demo.log"
        elsewhere = {
            "CC_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            "CC_REDIS_URL": "redis://127.0.0.1:1/0",
        }
        own = {"CC_PORT": str(self.port), "CC_DATA_DIR": str(folder), "CC_LANG": "en"}
        self.environ = os.environ | elsewhere | own
        with self._log.open("wb") as out:
            self.process = subprocess.Popen(
                [*COMMAND, *arguments], stdout=out, stderr=out, cwd=REPOSITORY, env=self.environ
            )

    def said(self) -> str:
        """Its lines, however wide the terminal."""
        return " ".join(self._log.read_text("utf-8").split())

    def child(self, module: str) -> int | None:
        """The process id of the child that runs `python -m` with these words."""
        for process in psutil.Process(self.process.pid).children():
            try:
                command = process.cmdline()
            except psutil.Error:  # it ended meanwhile
                continue
            if f" -m {module} " in f" {' '.join(command)} ":
                return process.pid
        return None

    def below(self, words: str) -> int | None:
        """The process id of any process below, whose command line has these words."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if f" {words} " in f" {' '.join(process.cmdline())} ":
                    return process.pid
            except psutil.Error:
                continue
        return None

    def end(self) -> None:
        """Ask it to end, if it runs, and wait."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE_S)

    def ready(self) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=PATIENCE_S).ok
        except requests.RequestException:
            return False

    def opens(self) -> bool:
        """Whether a page can be opened at its address."""
        return requests.get(f"http://127.0.0.1:{self.port}/", timeout=PATIENCE_S).ok

    def another_than(self, module: str, old: int) -> int | None:
        now = self.child(module)
        return now if now != old else None


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Demonstration]:
    found = Demonstration(tmp_path)
    try:
        yield found
    finally:
        found.end()


SERVER, PLANT = "command_center", "simulations --site"


def test_each_child_that_dies_comes_back_and_an_interrupt_ends_all(
    demonstration: Demonstration,
) -> None:
    demo = demonstration
    eventually(lambda: "in a browser" in demo.said(), "the server never came up")
    assert demo.opens()  # its address is told when a page can be opened there
    eventually(demo.ready, "the server did not stay ready")
    assert (demo.folder / "demo" / "journal.db").is_file()
    server = eventually(lambda: demo.child(SERVER), "no server")
    plant = eventually(lambda: demo.child(PLANT), "no plant")

    second = subprocess.run(
        COMMAND, cwd=REPOSITORY, capture_output=True, text=True, check=False, env=demo.environ
    )
    assert second.returncode == 1
    assert f"Port {demo.port} on 127.0.0.1 cannot be used" in second.stderr

    os.kill(server, signal.SIGKILL)
    server = eventually(lambda: demo.another_than(SERVER, server), "the server stayed away")
    eventually(demo.ready, "the server did not come back")
    assert "The server was ended by signal 9; starting it again." in demo.said()

    os.kill(plant, signal.SIGKILL)
    plant = eventually(lambda: demo.another_than(PLANT, plant), "the plant stayed away")
    assert "The plant was ended by signal 9; starting it again." in demo.said()

    os.kill(server, signal.SIGTERM)  # a server that is asked to end ends with status 0
    server = eventually(lambda: demo.another_than(SERVER, server), "the server stayed away")
    eventually(demo.ready, "the server did not come back")
    assert "The server ended unasked (status 0); starting it again." in demo.said()

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(PATIENCE_S) == 0
    eventually(lambda: not any(map(running, (server, plant))), "a child was left")
    assert not demo.ready()

    written = filled_in(demo.folder / "demo")
    assert len(written) > 300
    assert [one for one in written if HAN.search(one)] == []  # the terminal is not Chinese

    again = Demonstration(demo.folder, "--lang", "zh-CN")
    try:
        eventually(again.ready, "it did not go on")
        begun_with = f"simulations --site {REPOSITORY / 'sites' / 'demo-en'}"
        eventually(lambda: again.child(begun_with), "its people speak another language")
    finally:
        again.end()


def filled_in(folder: Path) -> list[str]:
    """What the people of a demonstration filled in, a text a matter, a move or a visitor."""
    with databases(Settings(data_dir=folder)) as stores:
        facts = Journal(stores.journal, "demo", Clock().now).read(0, 100_000)
    visitors = [str(fact.data) for fact in facts if fact.kind == "visitor.registered"]
    assert visitors
    of_matters = [fact.data for fact in facts if fact.kind in ("matter.opened", "matter.moved")]
    return [*visitors, *(str(data["fields"]) for data in of_matters if data.get("fields"))]


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_demo_plant_is_the_same_in_either_language() -> None:
    chinese, english = (
        load(REPOSITORY / "sites" / DEMO_SITES[lang]).model_dump() for lang in ("zh-CN", "en")
    )
    assert (chinese.pop("language"), english.pop("language")) == ("zh-CN", "en")
    companies = [
        {person["company"] for person in plant["people"] if person["company"]}
        for plant in (chinese, english)
    ]
    assert all(HAN.search(name) for name in companies[0])
    assert not any(HAN.search(name) for name in companies[1])
    assert len(companies[0]) == len(companies[1])
    for plant in (chinese, english):
        for person in plant["people"]:
            del person["company"]
    assert chinese == english


def test_a_first_start_says_what_it_does_and_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def generated(*asked: Any) -> bool:
        asked[-1](70)
        return asked[:-1] == (Path("plant"), zone, Path("var"), 0, 7)

    zone = ZoneInfo("UTC")
    monkeypatch.setattr("command_center.cli.lived_week.week.generate_week", generated)
    for seed, share in ((8, "70%"), (7, "100%")):
        assert _live_week(Path("plant"), zone, Path("var"), 0, seed) is (seed == 7)
        told = " ".join(capsys.readouterr().out.split())
        assert "permits" in told
        assert told.endswith(share)

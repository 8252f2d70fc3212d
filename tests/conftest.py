"""Fixtures for everyone, and the rule that a test which cannot run is never passed over in silence."""

import gc
import os
import runpy
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import leash, resting
from tests.support.told_at_once import ToldAtOnce

pytest_plugins = [
    "tests.support.rooms",
    "tests.support.services",
    "tests.support.crisis",
    "tests.support.rows",
    "tests.support.failed_listeners",
]

# A container's user may have no home, and Chromium's driver wants to know one.
os.environ.setdefault("HOME", tempfile.gettempdir())

# Hundreds of processes are started here. Where nothing may be written, each would compile the product anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# The same examples in every run, however long they take: a run that fails fails again. With
# CC_TEST_SEARCH=1 others are looked for.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=os.environ.get("CC_TEST_SEARCH") != "1",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")

# Before anything of a test is imported or started: whatever comes to be ends with this process.
leash.begin()

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def deno_files() -> None:
    """What deno reads beside the kept scripts: types and modules that are made, of today's declarations."""
    runpy.run_path(str(HERE.parent / "tools" / "browser_types.py"))["write"]()


MANY_HANDLES = 300


@pytest.fixture(autouse=True, scope="module")
def closed_handles() -> Generator[None]:
    """Closes the databases that no test uses any more. Each is closed when it is collected, which a process with many
    long-lived objects does so seldom that it ran out of the 1,024 handles that select() knows."""
    yield
    if len(os.listdir("/dev/fd")) > MANY_HANDLES:
        gc.collect()


LONGEST_FIRST = ("test_types.py", "e2e", "simulations", "cli", "contracts")
"""What takes seconds and more for each test: begun last, one of them would keep a process busy while
the others have nothing left to do."""

PEERS = HERE / "notify" / "providers"
"""A browser, or a program that others wrote, may fail for reasons of its own: what failed beside one is run once
more, and the summary names it. A fault of ours fails twice."""

AGAIN = int(os.environ.get("CC_TEST_RERUNS", "1"))
"""CC_TEST_RERUNS=0 shows what fails only once in a while."""

NO_SKIP = os.environ.get("CC_TEST_NO_SKIP") == "1"

RESTING, WHY_RESTING = resting.resting_here()
"""`make test` leaves these files to `make thorough`."""

WHAT_IS_AWAKE = "not thorough"
"""What `make test` asks for with -m."""


def _rests(file: Path) -> bool:
    return file.relative_to(HERE.parent).as_posix() in RESTING


def _refuse_skip(report: Any) -> None:
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} may not be skipped here (CC_TEST_NO_SKIP=1): {reason}"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(ToldAtOnce())


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    leash.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _refuse_skip(report)
    return report


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that rests is not even imported: each process of `make test` would import every one."""
    asked_for_awake = config.option.markexpr == WHAT_IS_AWAKE
    return True if asked_for_awake and _rests(collection_path) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def turn(item: pytest.Item) -> int:
        folder = item.path.relative_to(HERE).parts[0]
        return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=turn)  # a stable sort: each folder in its own order
    for item in items:
        if _rests(item.path):
            item.add_marker(pytest.mark.thorough)
    for item in items:
        if item.get_closest_marker("e2e") or PEERS in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=AGAIN, rerun_except=["from pytest-timeout"]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    again = terminalreporter.stats.get("rerun", [])
    if again:
        terminalreporter.section("FAILED ONCE, RUN AGAIN", sep="!", yellow=True, bold=True)
        for report in again:
            terminalreporter.write_line(f"  {report.nodeid}", yellow=True)
    if RESTING:
        terminalreporter.write_line(
            f"{len(RESTING)} files rest (tests/resting.toml): {WHY_RESTING}; `make thorough` runs them"
        )
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    terminalreporter.section("NOT TESTED ON THIS MACHINE", sep="!", red=True, bold=True)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"  {report.nodeid}\n      {reason}", red=True)

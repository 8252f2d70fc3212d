"""A run that is broken off has said what failed and what stands still."""

import threading
from types import SimpleNamespace
from typing import Any

from tests.support.told_at_once import ToldAtOnce


def report(outcome: str, message: str) -> Any:
    crash = SimpleNamespace(message=message)
    return SimpleNamespace(
        outcome=outcome, nodeid="t.py::one", when="call", longrepr=SimpleNamespace(reprcrash=crash)
    )


def test_a_failure_and_a_first_failure_are_told_in_a_line() -> None:
    said: list[str] = []
    told = ToldAtOnce(said.append)
    for outcome in ("passed", "failed", "rerun"):
        told.pytest_runtest_logreport(report(outcome, "AssertionError: no\nassert 1 == 2"))
    assert said == [
        "FAILED t.py::one (call): AssertionError: no", "RERUN t.py::one (call): AssertionError: no",
    ]  # fmt: skip


def test_what_stands_still_is_named_until_it_ends() -> None:
    said: list[str] = []
    heard = threading.Event()

    def write(line: str) -> None:
        said.append(line)
        heard.set()

    told = ToldAtOnce(write, stands_s=0.05)
    told.pytest_sessionstart()
    told.pytest_runtest_logstart("t.py::two")
    assert heard.wait(240)
    told.pytest_runtest_logfinish("t.py::two")
    told.pytest_sessionfinish()
    assert said[0].startswith("STILL RUNNING after ")
    assert said[0].endswith(": t.py::two")

"""Logs as a collector gets them, in a process of their own: logging is global."""

import json
import subprocess
import sys

import pytest

SPEAK = """
import logging
from command_center import log
log.configure("info", as_json={as_json})
log.get("command_center.web").warning("sign-in failed", account="chen")
log.get("command_center.web").debug("not shown")
log.get("command_center.web").warning("sign-in failed", account="\\x1b[2Jevil\\x07\\u2028")
logging.getLogger("some.library").error("it %s", "broke")
logging.getLogger("engineio").info("chatter")
def divide(password):
    raise ZeroDivisionError("by \\x1b[2J")
try:
    divide("-".join(["a", "secret"]))
except ZeroDivisionError as error:
    log.get("x").error("request failed", exc_info=error)
"""


def spoken(as_json: bool) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SPEAK.format(as_json=as_json)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "", "standard output belongs to commands, not to logs"
    return done.stderr.splitlines()


def test_a_collector_gets_one_object_a_line_from_us_and_from_libraries() -> None:
    ours, stranger, library, failed = (json.loads(line) for line in spoken(as_json=True))
    assert (ours["event"], ours["account"], ours["level"], ours["logger"]) == (
        "sign-in failed",
        "chen",
        "warning",
        "command_center.web",
    )
    assert stranger["account"] == "\x1b[2Jevil\x07\u2028"
    assert ours["timestamp"].endswith("Z")
    assert (library["event"], library["logger"]) == ("it broke", "some.library")
    assert failed["exception"][0]["exc_type"] == "ZeroDivisionError"


def test_eyes_get_plain_lines_without_colour_codes_when_redirected() -> None:
    told = "\n".join(spoken(as_json=False))
    assert "sign-in failed" in told
    assert "ZeroDivisionError" in told
    assert "chatter" not in told
    assert "not shown" not in told
    assert not set("\x1b\x07\u2028") & set(told), "a stranger's name draws on the terminal"


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_tells_no_variable_of_its_frames(as_json: bool) -> None:
    told = "\n".join(spoken(as_json))
    assert "ZeroDivisionError" in told
    assert "divide" in told
    assert "a-secret" not in told

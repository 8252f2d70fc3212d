"""The demonstration as somebody starts it, with the half year that its plant has lived, and a gateway that reads it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.ports import free_port, wait_until_ready
from tests.support.running_center import REPOSITORY

PROGRAM = (sys.executable, "-m", "command_center.cli.main")
OWES = "zou-jianhua"
"""The lead of the utilities: a hazard, a duty and a round wait for this person tonight."""


@dataclass(frozen=True)
class StagedHalfYear:
    """The board's address, and the token of somebody who owes something."""

    url: str
    token: str


@contextmanager
def staged_half_year(folder: Path, language: str) -> Iterator[StagedHalfYear]:
    """Lives the half year first, whose people write the language; gateways are seen from the second start on."""
    with _demonstration(folder, language):
        pass
    made = subprocess.run(
        [*PROGRAM, "token", "add", "pictures", "--role", "responder", "--person", OWES, "--lang", "en"],
        env=os.environ | {"CC_DATA_DIR": str(folder)}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    with _demonstration(folder, language, "--gateway") as url:
        yield StagedHalfYear(url, made.stdout.split()[-1])


@contextmanager
def _demonstration(folder: Path, language: str, *more: str) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    given = ["demo", "--lang", language, "--port", str(port), "--data-dir", str(folder), *more]
    process = subprocess.Popen([*PROGRAM, *given], cwd=REPOSITORY)
    try:
        wait_until_ready(
            process, lambda: requests.get(f"{url}/sign-in", timeout=2).raise_for_status()
        )
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)

"""A run of pytest for `tests/test_left_behind.py` to kill: everything that tests start stands, and it waits."""

import os
import signal
from pathlib import Path

import pytest

from tests.support.running_center import running

STANDS = "CC_TEST_STANDS"
"""The file that says so when it is there."""


@pytest.mark.usefixtures("postgres_url", "redis_server")
def test_that_never_ends(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    browser = request.getfixturevalue("browser")
    page = browser.new_page()
    with running(tmp_path) as center:
        center.start()
        page.goto(f"{center.url}/readyz")
        Path(os.environ[STANDS]).touch()
        signal.pause()

"""Waiting for what must come about. How long that takes on a busy machine is never what is tested."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE_S = float(os.environ.get("CC_TEST_PATIENCE_S", "240"))
"""After so long it is taken for broken. A machine that merely has other work is much quicker; who
waits for a failing test may say CC_TEST_PATIENCE_S=30."""


def eventually(look: Callable[[], T], seconds: float = PATIENCE_S) -> T:
    """The first true answer of `look`, asked again and again; fails when none comes."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"it never became true; the last answer was {found!r}"
        time.sleep(0.05)
    return found

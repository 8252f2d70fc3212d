"""Waiting for what a benchmark needs: every wait has an end, and says then what did not come about."""

import time
from collections.abc import Callable

LONGEST_S = 240.0


def comes(look: Callable[[], bool], longest_s: float = LONGEST_S, every_s: float = 0.05) -> bool:
    """Wait for it; False where it did not come within `longest_s` seconds."""
    end = time.monotonic() + longest_s
    while not look():
        if time.monotonic() > end:
            return False
        time.sleep(every_s)
    return True


def until(
    look: Callable[[], bool], what: str, longest_s: float = LONGEST_S, every_s: float = 0.05
) -> None:
    """Wait for it; raises TimeoutError that names `what` where it did not come within `longest_s` seconds."""
    if not comes(look, longest_s, every_s):
        raise TimeoutError(f"not within {longest_s:g} s: {what}")

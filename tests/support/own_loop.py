"""Running a coroutine where the thread of the test may have a loop of its own already (Playwright's stays)."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def in_own_loop(told: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns or raises, run to its end in a thread with a loop of its own."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, told).result()

"""Cancels tasks reliably."""

import asyncio
from collections.abc import Collection
from typing import Any

AGAIN_S = 5.0
"""How long a task may take to end before it is asked again (ours): longer than a connection takes to close."""


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks and return when all have ended; their exceptions are dropped.

    A task can lose a cancellation that arrives just as its awaited call ends: `asyncio.wait_for` of Python 3.11
    swallows it, and libraries use that. So tasks that still run are cancelled again.
    """
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)

"""Ends tasks for certain."""

import asyncio
from collections.abc import Collection
from typing import Any

AGAIN_S = 5.0
"""How long a task may take to end before it is asked again (ours): longer than a connection takes to close."""


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancels tasks and returns when all of them have ended; what they raise is dropped.

    A task loses a cancellation that arrives while what it waits for ends: `asyncio.wait_for` of Python 3.11 swallows
    it, and libraries use that. So whatever still runs is cancelled again.
    """
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)

"""A task that loses a cancellation is ended all the same."""

import asyncio

import pytest

from command_center.gateway import ending
from command_center.gateway.ending import end
from tests.support.own_loop import in_own_loop


def test_a_task_that_swallows_a_cancellation_is_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ending, "AGAIN_S", 0.01)
    asked: list[int] = []

    async def stubborn() -> None:
        while len(asked) < 3:
            try:
                await asyncio.sleep(600)
            except asyncio.CancelledError:
                asked.append(len(asked))

    async def failing() -> None:
        raise OSError("the line is cut")

    async def story() -> list[bool]:
        tasks = [asyncio.create_task(one()) for one in (stubborn, failing)]
        await asyncio.sleep(0)
        await end(tasks)
        return [task.done() for task in tasks]

    assert in_own_loop(story()) == [True, True]
    assert asked == [0, 1, 2]

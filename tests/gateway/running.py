"""A gateway that runs in this process, with a board that remembers what was posted to it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from command_center.clock import Clock
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.posting.post import Answer, Outcome
from command_center.gateway.runner import run


class Board:
    """Takes what is posted. `answers` are given first, one for each post."""

    def __init__(self, *answers: Answer) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.states: list[dict[str, Any]] = []
        self.answers = list(answers)
        self.up = True

    def __call__(self, path: str, body: dict[str, Any]) -> Answer:
        if not self.up:
            return Answer(Outcome.LATER, "503 away")
        if path == "/api/v1/gateway-state":
            self.states.append(body)
            return Answer(Outcome.TAKEN)
        self.bodies.append({"path": path, **body})
        return self.answers.pop(0) if self.answers else Answer(Outcome.TAKEN)

    def readings(self, tag: str, lane: str | None = None) -> list[dict[str, Any]]:
        """The readings of a tag that were posted (in a lane), in order."""
        return [
            one
            for body in self.bodies
            if lane in (None, body.get("lane"))
            for one in body.get("readings", ())
            if one["tag"] == tag
        ]

    def values(self, tag: str) -> list[float | None]:
        """The values of a tag that were posted."""
        return [one["value"] for one in self.readings(tag)]


@contextmanager
def running(file: Path, board: Board) -> Iterator[None]:
    """The gateway of a file in a thread of its own, until the block ends."""
    gateway = read_gateway(file)
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    failed: list[BaseException] = []

    def go() -> None:
        try:
            loop.run_until_complete(run(gateway, Clock(), post=board, stop=stop))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(60)
        loop.close()
        assert not failed, failed


Look = Callable[[], Any]

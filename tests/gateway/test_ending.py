"""A task that loses a cancellation is ended all the same."""

import asyncio
import random
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_center.clock import Clock
from command_center.gateway import browsing, ending
from command_center.gateway.ending import end
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.intake import intake_of
from command_center.gateway.posting.post import Answer, Outcome
from command_center.gateway.sirens.ledger import Kept, Ledger
from command_center.gateway.sirens.link import SirenLink
from command_center.gateway.sirens.way import Kind, NotReached, Reached
from tests.gateway.files import written
from tests.gateway.sirens import siren
from tests.support.own_loop import in_own_loop
from tests.support.waiting import PATIENCE_S


class NeverReached:
    """The way to a siren that nobody reaches."""

    tried = False

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def carry(self, kind: Kind, document: str, good_for_s: float) -> Reached | None:
        self.tried = True
        raise NotReached("nobody")

    async def look(self) -> str:
        return "nobody"


class Told(asyncio.Event):
    """An event that says when somebody waits for it, of times when `counts`."""

    def __init__(self, counts: Callable[[], bool]) -> None:
        super().__init__()
        self.waited = asyncio.Event()
        self._counts = counts

    async def wait(self) -> bool:  # type: ignore[override]
        if self._counts():
            asyncio.get_running_loop().call_soon(self.waited.set)  # after it has begun to wait
        return bool(await super().wait())


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


def test_a_siren_whose_board_never_answers_ends_though_news_comes_as_it_is_stopped(
    tmp_path: Path,
) -> None:
    gateway = read_gateway(
        written(tmp_path, [{"id": "t", "type": "files", "folder": "/srv", "tags": {}}])
    )
    given = siren("http://127.0.0.1:9/cap")
    silent = threading.Event()

    def never(path: str) -> tuple[Answer, Any]:
        silent.wait()
        return Answer(Outcome.LATER, "at last"), None

    posted, way, file, now = (
        threading.Event(),
        NeverReached(),
        tmp_path / "north.sqlite3",
        Clock().now(),
    )
    ledger = Ledger(file)
    ledger.take(Kept("a", "I-1", 1, "Alert", "<alert/>", now + 3_600_000, 0, 0, now))
    ledger.close()

    def post(path: str, body: dict[str, Any]) -> Answer:
        posted.set()
        return Answer(Outcome.LATER, "503")

    link = SirenLink(
        given, intake_of(gateway, given, Clock()), way, never, post, file, lambda: None,
        random.Random(1),
    )  # fmt: skip
    news = {"_carry": Told(lambda: way.tried), "_tell": Told(posted.is_set)}
    link._fresh, link._words = news["_carry"], news["_tell"]

    async def story() -> list[str]:
        whole = asyncio.create_task(link.run())
        parts = dict[str, asyncio.Task[Any]]()
        for name, one in news.items():
            await one.waited.wait()
            parts[name] = next(
                task for task in asyncio.all_tasks() if task.get_coro().__name__ == name  # type: ignore[union-attr]
            )  # fmt: skip
            one.waited.clear()
            await one.waited.wait()
            one.set()  # in one turn: the news comes, and the end
            parts[name].cancel()
        await asyncio.wait([parts[name] for name in news], timeout=PATIENCE_S)
        ended = [name for name in news if parts[name].done()]
        silent.set()
        await end([whole])
        return ended

    assert in_own_loop(story()) == ["_carry", "_tell"]


def test_a_look_at_a_server_that_never_answers_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "ANSWER_S", 0.1)
    monkeypatch.setattr(browsing, "CLOSING_S", 0.1)

    with socket.create_server(
        ("127.0.0.1", 0)
    ) as silent:  # a connection stands, and nobody serves it
        told = {
            "id": "ua", "type": "opcua", "url": f"opc.tcp://127.0.0.1:{silent.getsockname()[1]}",
            "tags": {},
        }  # fmt: skip
        gateway = read_gateway(written(tmp_path, [told]))
        with pytest.raises((TimeoutError, ConnectionError)):
            in_own_loop(browsing.browsed(gateway, gateway.connections[0], 1))

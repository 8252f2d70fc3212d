"""A center behind a real HTTP socket that answers anything, and a gateway whose waits move a clock by hand."""

import asyncio
import json
import math
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from command_center.domain.reading import Quality, Reading
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.item import PASSAGE, Event
from command_center.gateway.buffer.store import Store
from command_center.gateway.posting.dead_letters import DeadLetters
from command_center.gateway.posting.post import BoardPost
from command_center.gateway.posting.sender import Sender
from tests.support.hand_clock import HandClock

BEGIN = 1_790_000_000_000
Body = dict[str, Any]
Raw = bytes | None
"""The bytes of an answer as they go out on the socket; None: the connection is closed without one."""
TAKES = b"takes"


@dataclass
class OddCenter:
    """Keeps what it takes. `says(path, body)` gives TAKES, or the bytes that are sent instead."""

    says: Callable[[str, Body], Raw] = lambda path, body: TAKES
    url: str = ""
    closes_after_s: float = 0.0
    """How long after an answer that is not the board's own the connection is still open."""
    bodies: list[Body] = field(default_factory=list)
    taken: list[tuple[str, Any, Any]] = field(default_factory=list)
    """(door, item's key, value) of each new item; a repeat adds nothing, as at the real door."""

    def answer(self, path: str, body: Body) -> tuple[Raw, bool]:
        """The answer to a batch, and whether it is the board's own."""
        self.bodies.append(body)
        told = self.says(path, body)
        if told != TAKES:
            return told, False
        return taken(len(self.keep(path, body))), True

    def keep(self, path: str, body: Body) -> list[Body]:
        """Take a batch."""
        items: list[Body] = next(
            body[name] for name in ("readings", "passages", "alarms", "positions") if name in body
        )
        for one in items:
            key = (path, one.get("tag", one.get("event")), one.get("ts"))
            if key not in self.taken:
                self.taken.append(key)
        return items

    def of(self, tag: str) -> list[int]:
        """The times of a tag's readings, in the order in which they came."""
        return [ts for _, name, ts in self.taken if name == tag]


def http(status: int, data: bytes, *headers: str, length: int | None = None) -> bytes:
    """An HTTP answer; `length` may lie about its body."""
    size = len(data) if length is None else length
    lines = (f"HTTP/1.1 {status} x", f"Content-Length: {size}", *headers, "", "")
    return "\r\n".join(lines).encode() + data


def taken(count: int, *rejected: Body, last: bool = False) -> bytes:
    """The board's own 202; `last` says that the connection is closed after it."""
    told = {"accepted": count - len(rejected), "rejected": list(rejected)}
    return http(202, json.dumps(told).encode(), *(["Connection: close"] if last else []))


@contextmanager
def center(says: Callable[[str, Body], Raw]) -> Iterator[OddCenter]:
    """A center that listens until the block ends."""
    made = OddCenter(says)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline():
                path = line.split()[1].decode()
                length = 0
                while (head := self.rfile.readline().strip()) != b"":
                    name, _, told = head.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(told)
                answer, is_own = made.answer(path, json.loads(self.rfile.read(length)))
                if answer is not None:
                    self.wfile.write(answer)
                if not is_own:
                    time.sleep(made.closes_after_s)
                    return  # whatever it promised: the connection is closed

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        made.url = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


class Longest:
    """A chance that is none: the whole of each wait."""

    def random(self) -> float:
        return 1.0


class HandGateway:
    """Buffer and sender of a gateway. Waits end when nothing is posted and everybody waits; then the clock is moved."""

    def __init__(self, folder: Path, url: str) -> None:
        self.clock = HandClock(BEGIN)
        self.folder = folder
        self.buffer = Buffer(lambda: Store(folder, 10**9, 10**10, ()), self.clock)
        self.letters = DeadLetters(folder)
        self._in_threads = 0
        self.sender = Sender(
            "gw", self.buffer, BoardPost(url, "secret"), self.letters, self.clock,
            Longest(),  # type: ignore[arg-type]  # only `random` is asked of it
            self._wait,
        )  # fmt: skip
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._number = 0

    async def __aenter__(self) -> "HandGateway":
        loop = asyncio.get_running_loop()
        run = loop.run_in_executor

        def counted(*given: Any) -> asyncio.Future[Any]:
            self._in_threads += 1
            future = run(*given)
            future.add_done_callback(lambda _: self._back())
            return future

        loop.run_in_executor = counted  # type: ignore[method-assign, assignment]  # to know when nobody works
        await self.buffer.start()
        lanes = (self.sender.live, self.sender.backfill, self.sender.set_aside)
        self._tasks = [asyncio.create_task(lane()) for lane in lanes]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.sender.close()
        await self.buffer.close()

    async def keep(self, tag: str = "LT") -> int:
        """Keep one more numbered value of a tag; its time."""
        self._number += 1
        ts = self.clock.now()
        self.buffer.keep([Reading(tag, ts, float(self._number), Quality.GOOD, "DCS")])
        await self.buffer.commit()
        return ts

    async def passes(self) -> int:
        """Keep one more passage of a gate."""
        self._number += 1
        ts = self.clock.now()
        body = json.dumps(
            {"event": f"p{self._number}", "ts": ts, "gate": "g", "person": "p", "direction": "in"}
        )
        self.buffer.keep([Event(PASSAGE, ts, body, "ACS")])
        await self.buffer.commit()
        return ts

    async def let_pass(self, seconds: float) -> None:
        """Let time pass: each wait that ends in it ends at its time."""
        end = self.clock.elapsed() + seconds
        while True:
            await self._settle()
            due = min((at for at, _ in self._sleepers), default=end)
            if due > end:
                self.clock.move(max(0.0, end - self.clock.elapsed()))
                return
            self.clock.move(max(0.0, due - self.clock.elapsed()))
            woken = [one for one in self._sleepers if one[0] <= self.clock.elapsed() + 0.0005]
            self._sleepers = [one for one in self._sleepers if one not in woken]
            for _, future in woken:
                if not future.done():
                    future.set_result(None)
            if not self._sleepers and due >= end:
                return

    async def _settle(self) -> None:
        """Until every lane waits: for time, or for news."""
        quiet = 0
        while quiet < 10:
            if self._in_threads:
                quiet = 0
                await asyncio.sleep(0.0002)
                continue
            quiet += 1
            await asyncio.sleep(0)
        for one in self._tasks:
            if one.done():
                one.result()

    def _back(self) -> None:
        self._in_threads -= 1

    async def _wait(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.clock.elapsed() + math.ceil(seconds * 1000 + 1) / 1000, future))
        await future

"""A center and a browser with a bad line between them: frames are lost, doubled and overtaken, the
process is restarted, an answer is late. The center's end is the real hub."""

from typing import Any
from urllib.parse import parse_qs

import orjson

from command_center.domain.actor import Role
from command_center.live.audience import Audience
from command_center.live.hub import Hub
from tests.browser_store.browser_board import BrowserBoard

VIEWER = Audience(Role.VIEWER)
KEPT_DELETIONS = 2
"""So few that a browser which missed some must be given the whole board."""


class BadLine:
    """What happens to one browser, step by step; `settle` ends it with a working line."""

    def __init__(self, board: BrowserBoard) -> None:
        self.board = board
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.runs = 0
        self.under_way: list[tuple[str, bytes]] = []
        self.answer: bytes | None = None
        self._start()

    def _start(self) -> None:
        self.runs += 1
        self.hub = Hub(f"run-{self.runs}", lambda: 0, kept_deletions=KEPT_DELETIONS)
        self.hub.change([(topic, key, row) for (topic, key), row in self.rows.items()])
        self.hub.flush()
        self.under_way.append(("hello", self.hub.join(VIEWER)))

    def restart(self) -> None:
        """Another process run: the same rows, another epoch, revisions from the beginning."""
        self._start()

    def reconnect(self) -> None:
        """The same run greets the browser again; what it was owed by the old line is gone."""
        self.hub.leave(VIEWER)
        self.under_way.append(("hello", self.hub.join(VIEWER)))

    def change(self, topic: str, key: str, value: int | None) -> None:
        """A row becomes another, or is gone."""
        row = None if value is None else {"value": value}
        if row is None:
            self.rows.pop((topic, key), None)
        else:
            self.rows[topic, key] = row
        self.hub.change([(topic, key, row)])

    def flush(self) -> None:
        """Everything changed leaves as a frame."""
        self.under_way += [("frame", frame) for _, frame in self.hub.flush()]

    def pulse(self) -> None:
        """An empty frame leaves, if it may."""
        if frame := self.hub.pulse(VIEWER):
            self.under_way.append(("frame", frame))

    def deliver(self, which: int, *, keep: bool) -> None:
        """Some message under way arrives, not always the oldest; kept, it will arrive again."""
        if self.under_way:
            index = which % len(self.under_way)
            kind, said = self.under_way[index] if keep else self.under_way.pop(index)
            self.board.take(kind, said)

    def lose(self, which: int) -> None:
        """Some message under way never arrives."""
        if self.under_way:
            self.under_way.pop(which % len(self.under_way))

    def ask(self) -> None:
        """A browser that is behind asks for the board; the answer is made now, and travels."""
        if self.board.behind and self.answer is None:
            asked = parse_qs(self.board.query.removeprefix("?"))
            since = int(asked["since"][0]) if "since" in asked else None
            epoch = asked["epoch"][0] if "epoch" in asked else None
            told = self.hub.board(VIEWER) if since is None else self.hub.since(VIEWER, epoch, since)
            self.answer = told.plain

    def receive(self) -> None:
        """The answer arrives."""
        if self.answer is not None:
            self.board.take("answer", self.answer)
            self.answer = None

    def settle(self) -> None:
        """What is under way is lost but for one last pulse, and then every question is answered."""
        self.under_way.clear()
        self.receive()
        self.flush()
        self.under_way.clear()
        self.pulse()
        self.deliver(0, keep=False)
        for _ in range(3):
            self.ask()
            self.receive()

    @property
    def fresh(self) -> dict[str, Any]:
        """The rows a browser would get that comes now."""
        rows: dict[str, Any] = orjson.loads(self.hub.board(VIEWER).plain)["rows"]
        return rows

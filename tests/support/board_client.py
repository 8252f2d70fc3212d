"""The client rule of the live protocol, as a third party would write it down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
Rows = dict[str, dict[str, Any]]
Ask = Callable[[str | None, int | None], Message]
"""`GET /api/v1/board?epoch=...&since=...`: the answer, decoded."""


@dataclass
class BoardClient:
    """Follows one board. Feed it every `hello` and `frame`; it asks `ask` when it must catch up.

    Between `begin_catch_up` and `finish_catch_up` frames are kept and judged afterwards, as in a
    browser whose request is on its way. `patient=False` finishes at once.
    """

    ask: Ask
    patient: bool = False
    epoch: str | None = None
    last: int | None = None
    rows: Rows = field(default_factory=dict)
    catch_ups: int = 0
    _answer: Message | None = None
    _kept: list[Message] = field(default_factory=list)

    def hello(self, hello: Message) -> None:
        """A (new) connection: what it says lies behind is fetched."""
        if hello["epoch"] != self.epoch or self.last is None or hello["rev"] > self.last:
            self.begin_catch_up()

    def frame(self, frame: Message) -> None:
        """`from == last`: apply; `rev <= last`: drop; otherwise, or another epoch: catch up."""
        if self._answer is not None:
            self._kept.append(frame)
        elif frame["epoch"] == self.epoch and frame["from"] == self.last:
            self._merge(frame["rows"])
            self.last = frame["rev"]
        elif frame["epoch"] == self.epoch and self.last is not None and frame["rev"] <= self.last:
            return
        else:
            self.begin_catch_up()

    def begin_catch_up(self) -> None:
        if self._answer is None:
            self.catch_ups += 1
            self._answer = self.ask(self.epoch, self.last)
            if not self.patient:
                self.finish_catch_up()

    def finish_catch_up(self) -> None:
        """The answer arrives, then what was kept is judged by the rule."""
        answer, self._answer = self._answer, None
        if answer is None:
            return
        if answer["whole"]:
            self.rows = {}
        self._merge(answer["rows"])
        self.epoch, self.last = answer["epoch"], answer["rev"]
        kept, self._kept = self._kept, []
        for frame in kept:
            self.frame(frame)

    def _merge(self, rows: Rows) -> None:
        for topic, changed in rows.items():
            known = self.rows.setdefault(topic, {})
            for key, row in changed.items():
                if row is None:
                    known.pop(key, None)
                else:
                    known[key] = row
            if not known:
                del self.rows[topic]

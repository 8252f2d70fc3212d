"""Heartbeat messages of gate readers: the reader works, or it fails. A heartbeat is valid only now and is never
stored: posted an hour late, it would claim something that nobody knows.
"""

from collections.abc import Iterator
from typing import Any

from command_center.gateway.connections.message import (
    Unreadable,
    json_of,
    matches,
    moment,
    parts_of,
    stands_at,
)
from command_center.gateway.file.json_path import steps
from command_center.gateway.file.model import ReaderTopic
from command_center.gateway.intake import Intake
from command_center.gateway.sample import Beat

LONGEST = 40
OLD_MS = 30_000
"""A heartbeat that says of itself that it is older proves nothing (ours)."""
UP, DOWN = (
    frozenset({"true", "1", "up", "online", "ok"}),
    frozenset({"false", "0", "down", "offline"}),
)
"""Words that need no map."""


class HeartbeatReader:
    """Reads the messages of one topic. `filter` is the subscription sent to the broker."""

    def __init__(self, topic: str, said: ReaderTopic, source: str) -> None:
        self.said, self._source = said, source
        self._levels = topic.split("/")
        self.filter = topic.replace(said.PLACE, "+")

    def matches(self, topic: str) -> bool:
        """Whether a message's topic belongs to this reader."""
        return matches(self._levels, topic, self.said.PLACE)

    def beats(
        self, topic: str, payload: bytes, intake: Intake, *, retained: bool
    ) -> Iterator[Beat]:
        """Yield the heartbeats of a message. A retained message never proves that a reader works, but it may report a
        failure (a last will). Raises Unreadable.
        """
        said = self.said
        for one in parts_of(_content(payload), said.each):
            up = _up(one, said)
            if said.ts is not None:
                ts = moment(stands_at(one, steps(said.ts.path)), said.ts.unit)
                now = intake.now()
                if now - intake.timed(ts, now) > OLD_MS:
                    continue
            if not (retained and up):
                name = self._name(topic, one)
                yield Beat(self._source, said.names.get(name, name), up)

    def _name(self, topic: str, one: Any) -> str:
        if self.said.reader is None:
            return topic.split("/")[self._levels.index(self.said.PLACE)]
        found = stands_at(one, steps(self.said.reader.path))
        if not isinstance(found, str | int) or isinstance(found, bool):
            raise Unreadable(f"{self.said.reader.path} is no text")
        return str(found)[:LONGEST]


def _content(payload: bytes) -> Any:
    try:
        return json_of(payload)
    except Unreadable:
        return json_of(payload, plain=True)


def _up(one: Any, said: ReaderTopic) -> bool:
    if said.up is None:
        return True
    word = str(stands_at(one, steps(said.up.path))).strip().lower()
    if said.up.map is not None:
        words = {key.lower(): value for key, value in said.up.map.items()}
        if word in words:
            return bool(words[word])
    elif word in UP | DOWN:
        return word in UP
    raise Unreadable(f"{said.up.path} says neither that it works nor that it fails: {word[:20]}")

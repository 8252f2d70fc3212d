"""Messages about people: a gate passage or a position. They are posted unchanged."""

from collections.abc import Iterator
from typing import Any

import orjson

from command_center.gateway.buffer.item import PASSAGE, POSITION, Event
from command_center.gateway.connections.message import (
    Unreadable,
    json_of,
    matches,
    moment,
    parts_of,
    stands_at,
)
from command_center.gateway.file.json_path import steps
from command_center.gateway.file.model import PassageTopic, PathMap, PathText, PositionTopic
from command_center.gateway.intake import Intake

LONGEST = 120


class EventReader:
    """Reads the messages of one topic. `filter` is the subscription sent to the broker."""

    def __init__(self, topic: str, said: PassageTopic | PositionTopic, source: str) -> None:
        self.said, self._source = said, source
        self._levels = topic.split("/")
        self.filter = topic.replace(said.PLACE, "+")

    def matches(self, topic: str) -> bool:
        """Whether a message's topic belongs to this reader."""
        return matches(self._levels, topic, self.said.PLACE)

    def events(self, topic: str, payload: bytes, intake: Intake) -> Iterator[Event]:
        """Yield the events of a message. Raises Unreadable."""
        for one in parts_of(json_of(payload), self.said.each):
            yield self._event(topic, one, intake)

    def _event(self, topic: str, one: Any, intake: Intake) -> Event:
        said = self.said
        arrived = intake.now()
        given = (
            None if said.ts is None else moment(stands_at(one, steps(said.ts.path)), said.ts.unit)
        )
        ts = intake.timed(given, arrived)
        if isinstance(said, PassageTopic):
            body = self._passage(said, topic, one) | {"ts": ts}
            return Event(PASSAGE, ts, orjson.dumps(body).decode(), self._source)
        person = self._named(said.person, topic, one)
        body = {
            "person": said.names.get(person, person), "ts": ts,
            "lat": _degrees(one, said.lat), "lon": _degrees(one, said.lon),
        }  # fmt: skip
        return Event(POSITION, ts, orjson.dumps(body).decode(), self._source)

    def _passage(self, said: PassageTopic, topic: str, one: Any) -> dict[str, Any]:
        body: dict[str, Any] = {
            "event": _text(one, said.event),
            "direction": _direction(one, said.direction),
        }
        if said.gate is not None:
            body["gate"] = said.gate
        if said.PLACE in "/".join(self._levels) or said.reader is not None:
            reader = self._named(said.reader, topic, one)
            body["reader"] = said.names.get(reader, reader)
        for name, where in (("badge", said.badge), ("person", said.person)):
            if where is not None:
                body[name] = _text(one, where)
        return body

    def _named(self, where: PathText | None, topic: str, one: Any) -> str:
        if where is not None:
            return _text(one, where)
        return topic.split("/")[self._levels.index(self.said.PLACE)]


def _text(one: Any, where: PathText) -> str:
    found = stands_at(one, steps(where.path))
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise Unreadable(f"{where.path} is no text")
    return str(found)[:LONGEST]


def _direction(one: Any, where: PathMap) -> str:
    """`in` or `out`. In the file a map's numbers are 1 for in and 0 for out."""
    found = str(stands_at(one, steps(where.path))).strip().lower()
    if where.map is None:
        if found not in ("in", "out"):
            raise Unreadable(f"{where.path} is neither in nor out: {found[:20]}")
        return found
    words = {key.lower(): value for key, value in where.map.items()}
    if found not in words:
        raise Unreadable(f"{where.path} has a word without a meaning: {found[:20]}")
    return "in" if words[found] else "out"


def _degrees(one: Any, where: PathText) -> float:
    try:
        return float(stands_at(one, steps(where.path)))
    except (TypeError, ValueError) as error:
        raise Unreadable(f"{where.path} is no number") from error

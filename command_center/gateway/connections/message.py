"""Reads a tag value out of an MQTT message: which tag, which value, when, and its quality."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from command_center.domain.reading import Quality
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.json_path import Absent, Steps, at, steps
from command_center.gateway.file.model import Topic
from command_center.gateway.sample import Raw

LONGEST_WHY = 200
PER_MS = {"ms": 1.0, "s": 1000.0, "us": 0.001}


class Unreadable(ValueError):
    """A message does not match what the file says of its topic."""


class TopicReader:
    """Reads the messages of one topic of the file. `filter` is the subscription sent to the broker."""

    def __init__(self, topic: str, said: Topic) -> None:
        self._topic, self._said = topic, said
        self._levels = topic.split("/")
        self.filter = topic.replace("{tag}", "+")
        self.plain = said.value is None and said.each is None
        self._value = steps(said.value.path) if said.value is not None else ()
        self._ts = None if said.ts is None else steps(said.ts.path)
        self._tag_at = None if said.tag_at is None else steps(said.tag_at.path)
        self._status = None if said.status_at is None else steps(said.status_at.path)
        words = (
            said.value.map if said.value is not None and said.value.map is not None else said.map
        )
        self.conversion: Conversion = said.model_copy(
            update={"map": None if words is None else {k.lower(): v for k, v in words.items()}}
        )

    def matches(self, topic: str) -> bool:
        """Whether a message's topic belongs to this reader."""
        return matches(self._levels, topic, "{tag}")

    def raws(self, topic: str, payload: bytes, arrived: int, *, retained: bool) -> Iterator[Raw]:
        """Yield the raw values of a message. Raises Unreadable."""
        if retained and self._said.retained == "ignore":
            return
        message = self._message(payload)
        for one in parts_of(message, self._said.each):
            raw = self._raw(topic, one, arrived)
            if retained and self._said.retained == "initial_uncertain":
                raw = raw._replace(quality=Quality.UNCERTAIN)
            yield raw._replace(initial=retained)

    def _message(self, payload: bytes) -> Any:
        return json_of(payload, plain=self.plain and self._ts is None)

    def _raw(self, topic: str, one: Any, arrived: int) -> Raw:
        value = stands_at(one, self._value) if not self.plain or self._ts is not None else one
        if not isinstance(value, str | int | float | None):
            raise Unreadable("the value is no number, word or null")
        ts = None if self._ts is None else self._time(stands_at(one, self._ts))
        status = None if self._status is None else str(stands_at(one, self._status))
        return Raw(self._tag(topic, one), value, ts, arrived, status=status)

    def _tag(self, topic: str, one: Any) -> str:
        said = self._said
        if said.tag is not None:
            return said.tag
        if self._tag_at is not None:
            name = str(stands_at(one, self._tag_at))
        else:
            name = topic.split("/")[self._levels.index("{tag}")]
        return said.names.get(name, name)

    def _time(self, given: Any) -> int:
        return moment(given, self._said.ts.unit if self._said.ts is not None else "ms")


def matches(levels: Sequence[str], topic: str, place: str) -> bool:
    """Whether a topic matches the pattern `levels`; `place` matches any one level, as `+` does."""
    given = topic.split("/")
    for index, level in enumerate(levels):
        if level == "#":
            return True
        if index >= len(given) or (level not in ("+", place) and level != given[index]):
            return False
    return len(given) == len(levels)


def json_of(payload: bytes, *, plain: bool = False) -> Any:
    """Return a message's JSON; with `plain` its text. Raises Unreadable."""
    try:
        text = payload.decode("utf-8")
        return text if plain else json.loads(text)
    except RecursionError as error:
        raise Unreadable("no JSON: it is too deep") from error
    except ValueError as error:  # an integer of thousands of digits too
        raise Unreadable(f"no JSON: {str(error)[:LONGEST_WHY]}") from error


def parts_of(message: Any, each: str | None) -> list[Any]:
    """Return the items of the list at `each`, or the message itself if `each` is None. Raises Unreadable."""
    if each is None:
        return [message]
    listed = stands_at(message, steps(each))
    if not isinstance(listed, list):
        raise Unreadable(f"{each} is no list")
    return listed


def moment(given: Any, unit: str) -> int:
    """Convert a time in a message to UTC epoch ms. Raises Unreadable."""
    try:
        if unit == "iso":
            told = datetime.fromisoformat(str(given))
            told = told if told.tzinfo else told.replace(tzinfo=UTC)
            return round(told.timestamp() * 1000)
        found = float(given) * PER_MS[unit]
        return int(found) if 0 <= found < 2**53 else int("beyond")
    except (ValueError, TypeError, OverflowError) as error:
        raise Unreadable(f"no time: {str(given)[:40]}") from error


def stands_at(message: Any, where: Steps) -> Any:
    """Return the value at a path in a message. Raises Unreadable."""
    try:
        return at(message, where)
    except Absent as error:
        raise Unreadable(f"nothing at {error}") from error

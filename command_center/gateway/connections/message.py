"""What a message of a topic says: which tag, which value, when, and in which state."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from command_center.domain.reading import Quality
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.json_path import Absent, Steps, at, steps
from command_center.gateway.file.model import Topic
from command_center.gateway.sample import Raw

PER_MS = {"ms": 1.0, "s": 1000.0, "us": 0.001}


class Unreadable(ValueError):
    """A message is not what the file says of its topic."""


class TopicReader:
    """Reads the messages of one topic of the file. `filter` is what the broker is asked for."""

    def __init__(self, topic: str, said: Topic) -> None:
        self._topic, self._said = topic, said
        self._levels = topic.split("/")
        self.filter = topic.replace("{tag}", "+")
        self.plain = said.value is None and said.each is None
        self._each = None if said.each is None else steps(said.each)
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
        """Whether a message's topic is one of these."""
        given = topic.split("/")
        for index, level in enumerate(self._levels):
            if level == "#":
                return True
            if index >= len(given) or (level not in ("+", "{tag}") and level != given[index]):
                return False
        return len(given) == len(self._levels)

    def raws(self, topic: str, payload: bytes, arrived: int, *, retained: bool) -> Iterator[Raw]:
        """The values of a message. Raises Unreadable."""
        if retained and self._said.retained == "ignore":
            return
        message = self._message(payload)
        for one in self._parts(message):
            raw = self._raw(topic, one, arrived)
            if retained and self._said.retained == "initial_uncertain":
                raw = raw._replace(quality=Quality.UNCERTAIN)
            yield raw._replace(initial=retained)

    def _message(self, payload: bytes) -> Any:
        try:
            text = payload.decode("utf-8")
            return text if self.plain and self._ts is None else json.loads(text)
        except ValueError as error:
            raise Unreadable(f"no JSON: {error}") from error

    def _parts(self, message: Any) -> list[Any]:
        if self._each is None:
            return [message]
        listed = self._at(message, self._each)
        if not isinstance(listed, list):
            raise Unreadable(f"{self._said.each} is no list")
        return listed

    def _raw(self, topic: str, one: Any, arrived: int) -> Raw:
        value = self._at(one, self._value) if not self.plain or self._ts is not None else one
        if not isinstance(value, str | int | float | None):
            raise Unreadable("the value is no number, word or null")
        ts = None if self._ts is None else self._time(self._at(one, self._ts))
        status = None if self._status is None else str(self._at(one, self._status))
        return Raw(self._tag(topic, one), value, ts, arrived, status=status)

    def _tag(self, topic: str, one: Any) -> str:
        said = self._said
        if said.tag is not None:
            return said.tag
        if self._tag_at is not None:
            name = str(self._at(one, self._tag_at))
        else:
            name = topic.split("/")[self._levels.index("{tag}")]
        return said.names.get(name, name)

    def _time(self, given: Any) -> int:
        unit = self._said.ts.unit if self._said.ts is not None else "ms"
        try:
            if unit == "iso":
                moment = datetime.fromisoformat(str(given))
                moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
                return round(moment.timestamp() * 1000)
            found = float(given) * PER_MS[unit]
            return int(found) if 0 <= found < 2**53 else int("beyond")
        except (ValueError, TypeError, OverflowError) as error:
            raise Unreadable(f"no time: {str(given)[:40]}") from error

    def _at(self, message: Any, where: Steps) -> Any:
        try:
            return at(message, where)
        except Absent as error:
            raise Unreadable(f"nothing at {error}") from error

"""The board as a virtual person sees it: rows by topic and key, as the live door sends them."""

from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, Row | None]]


class View:
    """The rows known so far. `now_ms` is the board's clock, UTC epoch ms."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._rows: dict[str, dict[str, Row]] = {}

    def replace(self, rows: Rows) -> None:
        """A whole board: what is not in it is not on the board."""
        self._rows = {}
        self.merge(rows)

    def merge(self, rows: Rows) -> None:
        """A frame's changes; None deletes."""
        for topic, changed in rows.items():
            here = self._rows.setdefault(topic, {})
            for key, row in changed.items():
                if row is None:
                    here.pop(key, None)
                else:
                    here[key] = row

    def topic(self, topic: str) -> Mapping[str, Row]:
        """All rows of a topic."""
        return self._rows.get(topic, {})

    def row(self, topic: str, key: str) -> Row | None:
        """One row."""
        return self._rows.get(topic, {}).get(key)

    def incidents(self) -> Iterator[Row]:
        """Open incidents, oldest first."""
        found = (r for r in self.topic("incident").values() if r.get("status") == "open")
        return iter(sorted(found, key=lambda r: r["opened_at"]))

    def directives(self, incident: str) -> Iterator[Row]:
        """Every directive of an incident."""
        return (r for r in self.topic("directives").values() if r.get("incident") == incident)

    def ticker(self) -> Iterator[Row]:
        """The last facts, oldest first."""
        return iter(sorted(self.topic("ticker").values(), key=lambda r: r["seq"]))

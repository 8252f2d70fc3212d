"""The board as a virtual person sees it: rows by topic and key, as the live door sends them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

BoardRow = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, BoardRow | None]]


class News(NamedTuple):
    """Rows as the live door sent them: the `whole` board, or what changed on it."""

    whole: bool
    rows: Rows


LEAK_ASKED = "simulation.leak_asked"
"""The fact by which somebody at the board asks for the leak."""
VALVE_REPORTED = "valve.reported"
"""The fact by which somebody says how a valve stands."""
REPORTED = "report.received"
"""The fact of a report by telephone, radio or patrol."""
BY_HAND = frozenset({
    VALVE_REPORTED, "kit.drawn", "resource.arrived", "entry.ready", "entry.in", "entry.out",
})  # fmt: skip
"""What people say that they have done to the plant and its kit."""


class View:
    """The rows known so far. `now_ms` is the board's clock, UTC epoch ms."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._rows: dict[str, dict[str, BoardRow]] = {}

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

    def topic(self, topic: str) -> Mapping[str, BoardRow]:
        """All rows of a topic."""
        return self._rows.get(topic, {})

    def changes(self, news: Sequence[News]) -> dict[str, dict[str, BoardRow | None]]:
        """What the news change in what people look at; the view itself is left as it is."""
        if not news:
            return {}
        rows = {topic: dict(here) for topic, here in self._rows.items()}
        for whole, sent in news:
            if whole:
                rows = {}
            for topic, changed in sent.items():
                here = rows.setdefault(topic, {})
                for key, row in changed.items():
                    seen = _looked_at(topic, key, row)
                    if seen is None:
                        here.pop(key, None)
                    else:
                        here[key] = seen
        found: dict[str, dict[str, BoardRow | None]] = {}
        for topic in (*rows, *self._rows):
            before, after = self._rows.get(topic, {}), rows.get(topic, {})
            differing: dict[str, BoardRow | None] = {k: None for k in before if k not in after}
            differing |= {k: row for k, row in after.items() if before.get(k) != row}
            if differing:
                found[topic] = differing
        return found

    @property
    def rows(self) -> Rows:
        """All of them."""
        return self._rows

    def row(self, topic: str, key: str) -> BoardRow | None:
        """One row."""
        return self._rows.get(topic, {}).get(key)

    def incidents(self) -> Iterator[BoardRow]:
        """Open incidents, oldest first."""
        found = (r for r in self.topic("incident").values() if r.get("status") == "open")
        return iter(sorted(found, key=lambda r: r["opened_at"]))

    def directives(self, incident: str) -> Iterator[BoardRow]:
        """Every directive of an incident."""
        return (r for r in self.topic("directives").values() if r.get("incident") == incident)

    def ticker(self) -> Iterator[BoardRow]:
        """The last facts, oldest first."""
        return iter(sorted(self.topic("ticker").values(), key=lambda r: r["seq"]))


def _looked_at(topic: str, key: str, row: BoardRow | None) -> BoardRow | None:
    """As much of a row as any virtual person looks at: what is not kept cannot surprise a replay."""
    if row is None:
        return None
    if topic == "people":
        return {"account": row.get("account"), "stood_down_at": row.get("stood_down_at")}
    if topic == "resources":
        return row if key.startswith("dispatch:") else None
    if topic == "review":  # that somebody is reminded of it; what they make of it is theirs
        told = row.get("attempts")
        return {"id": row["id"], "attempts": told} if told else None
    if topic == "pages":  # what was sent to one person
        told = row.get("attempts")
        return {"id": row["id"], "attempts": told} if told else None
    if topic == "ticker":
        by_hand = row["kind"] in BY_HAND and row["actor_kind"] == "human"
        return row if by_hand or row["kind"] in (REPORTED, LEAK_ASKED) else None
    return row

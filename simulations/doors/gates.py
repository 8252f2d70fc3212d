"""Simulates the gates: people pass, readers stay alive, and a few visitors are admitted.

They use a real plant's doors: passages with the gateway's token, visitors through the gate desk. Everything follows
from the seed and the night's start, so a restarted process reports each event as before; repeating it changes
nothing.
"""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from command_center import log
from command_center.domain.payload import Words
from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Gate
from command_center.words import spoken
from simulations.doors.http import Door

HEARTBEAT_S = 20.0
"""How often readers say that they are alive."""
CAME_MIN = (20, 45)
"""Minutes before the start at which people came in."""
MOVES_EVERY_S = 60.0
"""How often somebody passes an inner gate, if the plant has one."""
BATCH = 500
"""Passages told at once, at most."""

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor of the demonstration."""

    kind: str
    name: Words | None
    company: Words
    plate: Words | None
    badge: str


HUAJIAN = Words(zh="华建检修", en="Huajian Maintenance")
GUESTS = (
    Guest(
        "driver",
        Words(zh="韩立新", en="Han Lixin"),
        Words(zh="顺达危运", en="Shunda Hazardous Haulage"),
        Words(zh="苏E·H6721", en="Su E·H6721"),
        "V-031",
    ),
    Guest("contractor", Words(zh="罗志强", en="Luo Zhiqiang"), HUAJIAN, None, "V-017"),
    Guest("contractor", None, HUAJIAN, None, "V-018"),
    Guest(
        "visitor",
        Words(zh="蒋敏", en="Jiang Min"),
        Words(zh="区应急局", en="District emergency bureau"),
        None,
        "V-004",
    ),
)
"""A tank lorry's driver, two of a contractor of whom one has only a badge, and an inspector."""


class Gates:
    """The gates of one plant; a thread calls `send` once a second.

    `desk` is the gate desk's token, None if there is no desk. `people` are on site at `began`, the night's start;
    `now` is the board's clock. Both times are UTC epoch ms.
    """

    def __init__(
        self, url: str, gateway: str, desk: str | None, site: Site, people: Iterable[str], seed: int,
        run: str, began: int, now: Callable[[], int],
    ) -> None:  # fmt: skip
        self._door = Door(url, gateway)
        self._desk = Door(url, desk) if desk is not None else None
        self._gates = [gate for gate in site.gates if gate.readers]
        self._language = site.language
        self._seed, self._run, self._began, self._now = seed, run, began, now
        self._people = sorted(people)
        self._pending = self._arrivals()
        self._moves = self._all_moves()
        self._next_move = began
        self._guests_came = False
        self._next_beat = 0

    def send(self) -> None:
        """Send what is due. Raises Unreachable; the same is then sent again."""
        if not self._gates:
            return
        now = self._now()
        if not self._guests_came:
            self._guests()
            self._guests_came = True
        while self._next_move <= now:
            self._pending += next(self._moves)
            self._next_move += round(MOVES_EVERY_S * 1000)
        while batch := self._pending[:BATCH]:
            self._post({"source": "gates", "passages": batch})
            del self._pending[:BATCH]
        if now >= self._next_beat:
            readers = [{"reader": one, "up": True} for gate in self._gates for one in gate.readers]
            self._post({"source": "gates", "readers": readers})
            self._next_beat = now + round(HEARTBEAT_S * 1000)

    def _guests(self) -> None:
        """Lets visitors in. One who is in already keeps the badge and is refused a second time."""
        if self._desk is None:
            return
        gate = next((one.id for one in self._gates if not one.inner), None)
        visitors = [
            {
                "kind": one.kind, "name": self._said(one.name), "company": self._said(one.company),
                "plate": self._said(one.plate), "badge": one.badge, "gate": gate,
            }
            for one in GUESTS
        ]  # fmt: skip
        reply = self._desk.post("visitors", {"visitors": visitors})
        if reply.status != 200:
            _log.warning("visitors not let in", status=reply.status, answer=reply.body)

    def _said(self, words: Words | None) -> str:
        """The words in the language of the plant's desk."""
        return str(spoken(self._language, words)) if words else ""

    def _arrivals(self) -> list[dict[str, Any]]:
        outer = [gate for gate in self._gates if not gate.inner]
        if not outer:
            return []
        chance = random.Random(f"{self._seed} arrivals")
        return [
            self._passage(
                chance, f"came-{person}", chance.choice(outer), person, "in",
                self._began - round(chance.uniform(*CAME_MIN) * 60_000),
            )
            for person in self._people
        ]  # fmt: skip

    def _all_moves(self) -> Iterator[list[dict[str, Any]]]:
        """All moves between areas in their order since the begin of the night."""
        by_id = {gate.id: gate for gate in self._gates if gate.inner}
        chance = random.Random(f"{self._seed} moves")
        inside: dict[str, str] = {}
        for number in itertools.count(1):
            if not by_id or not self._people:
                yield []
                continue
            gate, person = chance.choice(list(by_id.values())), chance.choice(self._people)
            if len(inside) >= 3:
                person = next(iter(inside))
            direction = "out" if person in inside else "in"
            if direction == "in":
                inside[person] = gate.id
            else:
                gate = by_id[inside.pop(person)]
            ts = self._began + round((number - 1) * MOVES_EVERY_S * 1000)
            yield [self._passage(chance, f"move-{number}", gate, person, direction, ts)]

    def _passage(
        self, chance: random.Random, event: str, gate: Gate, person: str, direction: str, ts: int
    ) -> dict[str, Any]:
        reader = chance.choice(gate.readers)
        return {
            "event": f"{self._run}-{event}", "reader": reader, "person": person,
            "direction": direction, "ts": ts,
        }  # fmt: skip

    def _post(self, body: dict[str, Any]) -> None:
        reply = self._door.post("passages", body)
        if reply.status != 202 or reply.body["rejected"]:
            _log.warning("passages not taken", status=reply.status, answer=reply.body)

"""People pass the gates of the simulated plant, its readers stay alive, and a few visitors are let in.

They come by the doors of a real plant: passages by the gateway's token, visitors by the gate desk. Everything
follows from the seed, so the same night has the same visitors; sent again it changes nothing.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from command_center import log
from command_center.domain.site.model import Site
from command_center.domain.site.plant import Gate
from simulations.doors.http import Door

HEARTBEAT_S = 20.0
"""How often readers say that they are alive."""
CAME_MIN = (20, 45)
"""Minutes before the start at which people came in."""
MOVES_EVERY_S = 60.0
"""How often somebody passes an inner gate, if the plant has one."""

_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor of the demonstration."""

    kind: str
    name: str
    company: str
    plate: str
    badge: str


GUESTS = (
    Guest("driver", "韩立新", "顺达危运", "苏E·H6721", "V-031"),
    Guest("contractor", "罗志强", "华建检修", "", "V-017"),
    Guest("contractor", "", "华建检修", "", "V-018"),
    Guest("visitor", "蒋敏", "区应急局", "", "V-004"),
)
"""A tank lorry's driver, two of a contractor of whom one has only a badge, and an inspector."""


class Gates:
    """The gates of one plant; `send` is called once a second by a thread of its own.

    `desk` is the token that keeps the gate desk, None where nobody does. `now` is UTC epoch ms.
    """

    def __init__(
        self, url: str, gateway: str, desk: str | None, site: Site, people: Iterable[str], seed: int,
        run: str, now: Callable[[], int],
    ) -> None:  # fmt: skip
        self._door = Door(url, gateway)
        self._desk = Door(url, desk) if desk is not None else None
        self._gates = [gate for gate in site.gates if gate.readers]
        self._chance = random.Random(f"{seed} gates")
        self._run, self._now = run, now
        self._people = sorted(people)
        self._inner: dict[str, str] = {}
        self._moves = 0
        self._came = False
        self._next_beat = self._next_move = 0

    def send(self) -> None:
        """Send what is due. Raises Unreachable: the same is sent again."""
        if not self._gates:
            return
        now = self._now()
        if not self._came:
            self._guests()
            self._tell(self._arrivals(now))
            self._came = True
        if now >= self._next_beat:
            readers = [{"reader": one, "up": True} for gate in self._gates for one in gate.readers]
            self._post({"source": "gates", "readers": readers})
            self._next_beat = now + round(HEARTBEAT_S * 1000)
        if now >= self._next_move:
            self._tell(self._move(now))
            self._next_move = now + round(MOVES_EVERY_S * 1000)

    def _guests(self) -> None:
        """One that is let in already keeps the badge, and is refused a second time."""
        if self._desk is None:
            return
        gate = next((one.id for one in self._gates if not one.inner), None)
        visitors = [
            {
                "kind": one.kind, "name": one.name, "company": one.company, "plate": one.plate,
                "badge": one.badge, "gate": gate,
            }
            for one in GUESTS
        ]  # fmt: skip
        reply = self._desk.post("visitors", {"visitors": visitors})
        if reply.status != 200:
            _log.warning("visitors not let in", status=reply.status, answer=reply.body)

    def _arrivals(self, now: int) -> list[dict[str, Any]]:
        outer = [gate for gate in self._gates if not gate.inner]
        if not outer:
            return []
        return [
            self._passage(
                f"came-{person}", self._chance.choice(outer), person, "in",
                now - round(self._chance.uniform(*CAME_MIN) * 60_000),
            )
            for person in self._people
        ]  # fmt: skip

    def _move(self, now: int) -> list[dict[str, Any]]:
        """Somebody goes into an area or out of it."""
        inner = [gate for gate in self._gates if gate.inner]
        if not inner or not self._people:
            return []
        gate, person = self._chance.choice(inner), self._chance.choice(self._people)
        if len(self._inner) >= 3:
            person, gate_id = next(iter(self._inner.items()))
            gate = next(one for one in inner if one.id == gate_id)
        direction = "out" if person in self._inner else "in"
        if direction == "in":
            self._inner[person] = gate.id
        else:
            gate = next(one for one in inner if one.id == self._inner.pop(person))
        self._moves += 1
        return [self._passage(f"move-{self._moves}", gate, person, direction, now)]

    def _passage(
        self, event: str, gate: Gate, person: str, direction: str, ts: int
    ) -> dict[str, Any]:
        reader = self._chance.choice(gate.readers)
        return {
            "event": f"{self._run}-{event}", "reader": reader, "person": person,
            "direction": direction, "ts": ts,
        }  # fmt: skip

    def _tell(self, passages: list[dict[str, Any]]) -> None:
        if passages:
            self._post({"source": "gates", "passages": passages})

    def _post(self, body: dict[str, Any]) -> None:
        reply = self._door.post("passages", body)
        if reply.status != 202 or reply.body["rejected"]:
            _log.warning("passages not taken", status=reply.status, answer=reply.body)

"""Gates of a plant of 2,000 people at 300 passages a minute: sent twice, late and out of order, with restarts.

The truth is kept apart from the product: `really_inside` plays the passages back in the order in which they
happened. Everything comes from one seed.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Engine

from command_center.boot.people.inside import Inside
from command_center.clock import Clock
from command_center.domain.people.expected_inside import expected_inside
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.ingest.batch import DAY_MS, Window
from command_center.ingest.passages import PassagesDoor, Sender
from command_center.store.people.passages import Passages
from command_center.store.people.visitors import VisitorBook
from tests.support.gates import gated_site
from tests.support.small_site import named

PEOPLE = 2_000
A_MINUTE = 300
START_MS = 1_790_000_000_000
SENDER = Sender("gw")


@dataclass(frozen=True, slots=True)
class SetClock(Clock):
    """Shows what it is set to."""

    at: list[int] = field(default_factory=lambda: [START_MS])

    def now(self) -> int:
        return self.at[0]

    def elapsed(self) -> float:
        return self.at[0] / 1000


def big_gated_site(people: int = PEOPLE) -> Site:
    """So many people; the first two hold the posts."""
    return gated_site(
        people=[{"id": f"p{n}", "name": named(f"Person {n}")} for n in range(1, people + 1)]
    )


class BusyGates:
    """The plant, its door, and what really happened."""

    def __init__(self, engine: Engine, seed: int, people: int = PEOPLE) -> None:
        self.site, self.engine, self.clock = big_gated_site(people), engine, SetClock()
        self.chance = random.Random(seed)
        self.people = [person.id for person in self.site.people]
        self.truth: dict[str, str] = {}
        self.at = dict.fromkeys(self.people, START_MS)
        self.held: list[dict[str, object]] = []
        self.sent: list[dict[str, object]] = []
        self.events = 0
        self.state = State.start(self.site)
        self.inside, self.door = self._begun()

    def _begun(self) -> tuple[Inside, PassagesDoor]:
        window = Window(7 * DAY_MS, 5_000)
        inside = Inside(
            self.site, Passages(self.engine, self.site.id), VisitorBook(self.engine, self.site.id),
            b"bench", self.clock, window, shared=False,
        )  # fmt: skip
        door = PassagesDoor(
            lambda: self.site, inside.gates, inside.passages, visitors=tuple,
            stranger=inside.stranger, publish=lambda names, readers: None,
            now=self.clock.now, window=window,
        )  # fmt: skip
        return inside, door

    def restart(self) -> None:
        """The process dies and another begins on the same database."""
        self.inside, self.door = self._begun()

    def happens(self, passages: int) -> None:
        """People pass, one after the other, at 300 a minute; nothing is sent yet."""
        for _ in range(passages):
            self.clock.at[0] += 60_000 // A_MINUTE
            who = self.chance.choice(self.people)
            direction = "out" if self.truth.get(who) == "in" else "in"
            self.truth[who] = direction
            self.events += 1
            self.held.append({
                "event": f"e{self.events}", "reader": "R-1", "person": who,
                "direction": direction, "ts": self.clock.now(),
            })  # fmt: skip

    def batches(self, *, settle: bool) -> Iterator[bytes]:
        """What the gateway sends of it: shuffled, some again, and (unless they settle) some held back."""
        self.chance.shuffle(self.held)
        keep = 0 if settle else self.chance.randrange(len(self.held) // 3 + 1)
        now, self.held = self.held[keep:], self.held[:keep]
        again = self.chance.sample(self.sent, min(len(self.sent), len(now) // 5))
        self.sent.extend(now)
        batch = [*now, *again]
        self.chance.shuffle(batch)
        for start in range(0, len(batch), 100):
            yield json.dumps({"source": "gw", "passages": batch[start : start + 100]}).encode()

    def send(self, *, settle: bool) -> int:
        """Send through the door; returns how many were taken."""
        return sum(self.door.take(body, SENDER).accepted for body in self.batches(settle=settle))

    def really_inside(self) -> set[str]:
        """Who is inside by what really happened."""
        return {who for who, direction in self.truth.items() if direction == "in"}

    def headcount(self) -> set[str]:
        """Who is inside by the product."""
        return {one.who for one in expected_inside(self.state, self.site, self.inside.gates)}

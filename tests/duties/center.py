"""One process as the duties see it: a desk, a journal and a clock moved by hand."""

from typing import Any

from sqlalchemy import Engine

from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.domain.site.model import Site
from command_center.duties import Duties
from command_center.store.database_time import Time
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from tests.domain.tank_story import Story
from tests.domain.watched_site import T0
from tests.support.hand_clock import HandClock
from tests.support.hand_time import HandTime

COMMANDER = Actor("board", Role.COMMANDER, person="anna")
TTL_MS = 5_000


class Center:
    """One process: desk, duties and a clock of its own over a shared database.

    `time` is the database's clock; without one it is always what this process's own shows.
    """

    def __init__(
        self,
        engine: Engine,
        site: Site,
        *,
        holder: str | None = None,
        time: Time | None = None,
        ahead_ms: int = 0,
    ) -> None:
        self.clock = HandClock(T0 + ahead_ms)
        self.journal = Journal(engine, site.id, self.clock.now)
        self.desk = Desk(site, self.journal, self.clock)
        self.desk.catch_up()
        self.time = time or HandTime(self.clock.now)
        lease = self.lease(engine, holder) if holder else None
        self.duties = Duties(self.desk, site, self.clock, lease)

    def lease(self, engine: Engine, holder: str) -> Lease:
        return Lease(engine, duties_of(self.desk.site.id), holder, TTL_MS, self.time)

    def beat(self, seconds: float = 0.5) -> None:
        self.duties.run_once(self.clock.move(seconds))

    def live(self, story: Story, until_s: float | None = None) -> None:
        """Let the readings of a story come, with two beats a second."""
        for reading in story.readings():
            if until_s is not None and reading.ts >= T0 + until_s * 1000:
                break
            while self.clock.now() + 500 <= reading.ts:
                self.beat()
            self.duties.take([reading])

    def told(self, *kinds: str) -> list[dict[str, Any]]:
        """The data of the facts of these kinds, in order; silence is left out."""
        return told(self.journal, *kinds)

    def done(self, kind: str, **data: Any) -> None:
        answer = self.desk.submit(kind, data, COMMANDER)
        assert isinstance(answer, Accepted), answer


def told(journal: Journal, *kinds: str) -> list[dict[str, Any]]:
    return [
        dict(fact.data)
        for fact in journal.read(0, 10_000)
        if fact.kind in kinds and not str(fact.data.get("alarm", "")).endswith("STALE")
    ]

"""Records the tapes of `tests/recorded/`: every scenario of the library, and two incidents at once.

    python -m tests.support.record_tapes                    # all of them: about six minutes
    python -m tests.support.record_tapes NAME DATA_FOLDER   # what a center of any release has kept

The second form needs nothing but the two databases in the folder, so an older release can write them.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from command_center.cli.exercises.headless import run_headless
from command_center.desk import Accepted
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.fact import Fact
from command_center.domain.reading import Position, Quality, Reading
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.schema import positions, readings, site_versions
from simulations.scenarios import library
from simulations.surprise import played
from tests.simulations.sites import DEMO, demo
from tests.support.crisis_story import tell
from tests.support.staged_night import KeptNight
from tests.support.tape import Tape, merged, thinned, write

SEED = 7
UNHURRIED = 1e9
READINGS_MS, POSITIONS_MS = 10_000, 60_000
"""Of each tag and person the recordings keep one value in so much time."""
CHUNK = 1_000
LEAK_AT_S, SECOND_AT_S, END_S = 60, 360, 480
SECOND_PLACE = "TF"
"""A place of the demonstration's plan that is no part of the tank that leaks."""


def scenario(name: str, folder: Path) -> None:
    """A whole drill without people; kept as a tape under the scenario's name."""
    site, truth = demo()
    plan = played(library()[name], site, SEED)
    assert isinstance(plan, DrillPlan)
    run_headless(DEMO, site, truth, plan, speed=UNHURRIED, folder=folder)
    of_folder(name, folder / "var", "demo")


def of_folder(name: str, folder: Path, site_name: str) -> None:
    """What a center kept in its data folder, as a tape."""
    journal_engine = open_engine(f"sqlite:///{folder / 'journal.db'}")
    feeds = open_engine(f"sqlite:///{folder / 'readings.db'}")
    migrate(journal_engine)
    migrate(feeds)
    with journal_engine.connect() as connection:
        text = connection.scalars(
            select(site_versions.c.yaml).order_by(site_versions.c.version.desc())
        ).first()
    assert text is not None
    site = Site.model_validate_json(text)
    facts = list(_every(Journal(journal_engine, site.id, lambda: 0)))
    values, places = _readings(feeds), _positions(feeds)
    moves = merged(facts, thinned(values, READINGS_MS), thinned(places, POSITIONS_MS))
    write(Tape(name, site, list(moves)), site_name)


def _every(journal: Journal) -> Iterator[Fact]:
    after = 0
    while facts := journal.read(after, CHUNK):
        yield from facts
        after = facts[-1].seq


def _readings(feeds: Engine) -> list[Reading]:
    with feeds.connect() as connection:
        rows = connection.execute(select(readings).order_by(readings.c.ts)).all()
    return [Reading(r.tag, r.ts, r.value, Quality(r.quality), r.source) for r in rows]


def _positions(feeds: Engine) -> list[Position]:
    with feeds.connect() as connection:
        rows = connection.execute(select(positions).order_by(positions.c.ts)).all()
    return [Position(r.person, r.ts, r.lat, r.lon, r.source) for r in rows]


class _Located(KeptNight):
    """A night that keeps where its people were, too."""

    positions: list[Position]

    def _send_readings(self) -> None:
        super()._send_readings()
        kept = self.__dict__.setdefault("positions", [])
        now = self.clock.now()
        for person, place in self.night.shift.positions().items():
            kept.append(Position(person, now, *to_wgs84(self.site.anchor, *place), "locator"))


def two_incidents(folder: Path) -> None:
    """The demonstration's night, and a second incident at another tank in the middle of it."""
    site, truth = demo()
    night = _Located(site, truth, SEED, folder)
    night.run(LEAK_AT_S)
    night.night.plant.start_leak()
    night.run(SECOND_AT_S)

    def give(kind: str, **data: Any) -> Any:
        person = site.people[0].id
        for role in (Role.COMMANDER, Role.ADMINISTRATOR):
            with suppress(Exception):
                answer = night.desk.submit(kind, data, Actor("desk", role, ActorKind.HUMAN, person))
                if isinstance(answer, Accepted):
                    return [{"kind": f.kind, "data": f.data, "incident": f.incident, "seq": f.seq}
                            for f in answer.facts]  # fmt: skip
        return []

    tell(site, SECOND_PLACE, give, lambda words: words)
    night.run(END_S)
    assert len(night.desk.state.open_incidents) > 1
    moves = merged(
        night.facts, thinned(night.readings, READINGS_MS), thinned(night.positions, POSITIONS_MS)
    )
    write(Tape("two-incidents", site, list(moves)), "demo")


def main() -> None:
    """Record."""
    if len(sys.argv) > 2:
        name, folder = sys.argv[1:3]
        of_folder(name, Path(folder), f"{name}-site")
        return
    with tempfile.TemporaryDirectory() as made:
        two_incidents(Path(made))
        for name in sorted(library()):
            scenario(name, Path(made) / name)


if __name__ == "__main__":
    main()

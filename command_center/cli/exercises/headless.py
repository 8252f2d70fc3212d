"""Plays a whole drill without people and without waiting: composed, sealed, played, ended and revealed."""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from command_center.cli.exercises.turned_center import CenterFailed, TurnedCenter
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.drills.observing.not_played import Why
from command_center.domain.drills.projection import projection, sha256_of
from command_center.domain.drills.sealing import NONCE_BYTES, commitment_of
from command_center.domain.fact import Fact
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.domain.site.model import Site
from command_center.reports.dossiers import dossier_of
from command_center.reports.export.dossier import Dossier
from command_center.reports.sources import Sources
from command_center.store.database.databases import Databases
from command_center.store.journal.journal import Journal
from command_center.store.sealed import Kept
from command_center.store.series.readings import Readings
from simulations.exercise.clock import ExerciseRow
from simulations.exercise.night import begins_at
from simulations.exercise.playing import Playing
from simulations.exercise.turn_by_turn import SPEED, TURN_MS, TurnedDoors
from simulations.scenario import Scenario

BY_HAND = 1
"""A sealed start so long ago that it means: at once."""

CHUNK = 1_000
Progress = Callable[[float], None]
"""Told after each turn how many seconds of the exercise are over."""


@dataclass(slots=True)
class Outcome:
    """The outcome of a drill: the whole journal, what could not be played, and its review if asked for."""

    drill: str
    plan: DrillPlan
    facts: list[Fact]
    undone: list[tuple[str, str, Why]]
    losses: dict[str, float]
    wall_s: float = 0.0
    exercise_s: float = 0.0
    dossier: Dossier | None = None

    @property
    def sha256(self) -> str:
        """Return the hash of the drill's canonical projection."""
        return sha256_of(projection(self.facts, self.drill))


def run_headless(
    path: Path,
    site: Site,
    scenario: Scenario,
    plan: DrillPlan,
    *,
    speed: float,
    progress: Progress = lambda _s: None,
    folder: Path | None = None,
    reviewed: bool = False,
) -> Outcome:
    """Play a plan on a center of its own. `speed` limits the exercise seconds played per second.

    `folder` keeps the data; without it they are deleted. `reviewed` adds the review dossier. Raises CenterFailed.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="command-center-drill-") as made:
            return _run(path, site, scenario, plan, speed, progress, Path(made), reviewed)
    folder.mkdir(parents=True, exist_ok=True)
    return _run(path, site, scenario, plan, speed, progress, folder, reviewed)


def _run(
    path: Path,
    site: Site,
    scenario: Scenario,
    plan: DrillPlan,
    speed: float,
    progress: Progress,
    folder: Path,
    reviewed: bool,
) -> Outcome:
    # The plant's own clock stands at the drill's hour too, so that the same shift is there in both.
    start_ms = begins_at(site, plan, Clock().now())
    kept = Kept(sealed_text(plan, BY_HAND), secrets.token_hex(NONCE_BYTES))
    commitment = commitment_of(kept.content, kept.nonce)
    began = time.monotonic()
    with TurnedCenter(path, site, folder, start_ms, (commitment, kept)) as center:
        name = plan.name.model_dump()
        drill = str(center.command("drill.plan", name=name, unannounced=True)[0]["data"]["id"])
        center.command("drill.seal", drill=drill, commitment=commitment, generator=plan.generator)
        center.command("drill.start", drill=drill, exercise_at=start_ms, virtual=True)
        center.turn(0)
        doors = TurnedDoors(center.ask, center.tokens, site, secrets.token_hex(6))
        playing = _play(center, doors, site, scenario, plan, speed, progress)
        center.turn(TURN_MS)  # the duties reveal what is over
    with center.stores() as stores:
        facts = list(_every(Journal(stores.journal, site.id, Clock().now)))
        dossier = _dossier(stores, site, drill) if reviewed else None
    return Outcome(
        drill,
        plan,
        facts,
        playing.night.acts.undone,
        {name: round(m3, 3) for name, m3 in playing.night.plant.losses().items()},
        wall_s=time.monotonic() - began,
        exercise_s=playing.life.t_s,
        dossier=dossier,
    )


def _dossier(stores: Databases, site: Site, drill: str) -> Dossier:
    """What the files of its review are made of, as its own center would have gathered it."""
    clock = Clock()
    journal = Journal(stores.journal, site.id, clock.now)
    desk = Desk(site, journal, clock)
    desk.catch_up()
    sources = Sources(desk, journal)
    subject = sources.subject(drill)
    if subject is None:
        raise CenterFailed("no review was opened")
    return dossier_of(sources, desk.state, subject, Readings(stores.feeds, site.id), clock.now())


def _every(journal: Journal) -> Iterator[Fact]:
    read = 0
    while facts := journal.read(read, CHUNK):
        yield from facts
        read = facts[-1].seq


def _play(
    center: TurnedCenter,
    doors: TurnedDoors,
    site: Site,
    scenario: Scenario,
    plan: DrillPlan,
    speed: float,
    progress: Progress,
) -> Playing:
    """Turn by turn, to the plan's end or until every incident of it is closed."""

    def begin(drill: ExerciseRow) -> Playing:
        return Playing(site, scenario, plan, drill.id, drill.began_ms, SPEED)

    last: Playing | None = None
    ended, began = False, time.monotonic()
    for playing in doors.turns(center.turn, begin, center.rev):
        last = playing
        t_s = playing.life.t_s
        progress(t_s)
        incidents = doors.incidents(playing.drill)
        over = bool(incidents) and all(row["status"] != "open" for row in incidents)
        if over and not ended:  # at the plan's end the duties end it
            center.command("drill.end", drill=playing.drill)
            ended = True
        time.sleep(max(0.0, t_s / speed - (time.monotonic() - began)))
    assert last is not None
    return last

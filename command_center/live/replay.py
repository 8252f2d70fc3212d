"""Replay: the board as it was at any second of an incident or drill, rebuilt from the journal with today's row code.

Of the past only facts, readings and positions are stored: folding them up to a second gives the screen of that
second. The fold moves forward from where it was; going back restarts at the subject's start, whose state is kept.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from threading import Lock
from typing import Any

from command_center.domain.drills.exercise_tag import drill_of_name, in_drill
from command_center.domain.fact import Fact
from command_center.domain.fold import apply
from command_center.domain.level_window import since_of
from command_center.domain.payload import Words
from command_center.domain.reading import Reading
from command_center.domain.registry import FACTS
from command_center.domain.site.described import Described, always
from command_center.domain.site.model import Site, TagKind
from command_center.domain.state import State
from command_center.live.rows.center.ticker_rows import KEPT
from command_center.live.rows.levels.level_rows import POOL_S
from command_center.live.rows.row import Change, Row
from command_center.live.scene import REMEMBERED_MS, Scene, positions_by_scene, readings_by_scene
from command_center.store.journal import Journal, steps
from command_center.store.last_in_turn import last_in_turn
from command_center.store.series.positions import Positions
from command_center.store.series.readings import Readings

WEATHER_MS = REMEMBERED_MS
WEATHER_POINTS = 2_000
"""The readings before a second from which the wind's mean is worked out."""
MARKED = (
    "alarm.raised", "incident.", "directive.issued", "evacuation.", "entry.", "valve.", "plant.",
    "inject.fired", "drill.",
)  # fmt: skip
"""Kinds of fact that the slider marks."""
NOTED = "observation.noted"


MaySee = Callable[[str, str, Row], bool]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is replayed: an incident or drill, from its first to its last fact. Times are real UTC epoch ms; `marks`
    are its outstanding facts, `plant` the plant description of that time.
    """

    id: str
    drill: str | None
    title: Words
    plant: Site
    first_seq: int
    last_seq: int
    since: int
    until: int
    marks: list[Fact]
    notes: list[Fact]


@dataclass(slots=True)
class _Reel:
    """Where one subject's fold stands: the state at its start, and the state it was wound to."""

    subject: str
    start: State
    state: State
    ticker: deque[Fact]


class Replay:
    """Replays the incidents and drills of one site. It caches the states of the subject last asked for."""

    def __init__(
        self,
        site: Site,
        journal: Journal,
        history: Readings,
        tracks: Positions,
        described: Described | None = None,
        passing: Callable[[], Iterable[int]] = tuple,
    ) -> None:
        self._passing = passing
        self._described = described or always(site)
        self._journal = journal
        self._history = history
        self._tracks = tracks
        self._reel: _Reel | None = None
        self._turn = Lock()

    def subject(self, state: State, name: str, now: int) -> Subject | None:
        """Return an incident or drill that has begun; None for any other name. `state` is today's."""
        drill, incident = state.drills.get(name), state.incidents.get(name)
        if drill is not None and drill.started_seq is not None and drill.started_at is not None:
            first, since, until = drill.started_seq, drill.started_at, drill.ended_at
            title, version = drill.name, drill.site_version
        elif incident is not None:
            first, since, until = incident.opened_seq, incident.opened_at, incident.over_at
            title, version = incident.title, incident.site_version
        else:
            return None
        scene = name if drill is not None else None
        end = until or now
        # Times of recording never decrease with the numbers: years after it are not read.
        during = takewhile(lambda fact: fact.recorded_at <= end, self._facts(first - 1))
        own = [f for f in during if (f.drill == scene if scene else f.incident == name)]
        last = own[-1].seq if own else first
        marks = [fact for fact in own if fact.kind.startswith(MARKED)]
        notes = [fact for fact in own if fact.kind == NOTED]
        plant = self._described(version)
        return Subject(name, scene, title, plant, first, last, since, end, marks, notes)

    def fact(self, seq: int) -> Fact | None:
        """Return the fact with this number, or None."""
        return next(iter(self._journal.read(seq - 1, 1)), None)

    def board(self, subject: Subject, at: int) -> tuple[int, int, list[Change]]:
        """Return the fact number that the board reflects, the time its clock showed, and its rows at real time `at`
        under plain topics. At the end of a drill this is the moment before its twin state is removed.
        """
        with self._turn:
            reel = self._wound(subject, at)
            drill = reel.state.drills.get(subject.drill or "")
            twin = reel.state.twins.get(subject.drill or "")
            shown = reel.state if twin is None else twin
            clock = at if drill is None else drill.exercise_at(at)
            scene = subject.drill if twin is not None else None
            places = positions_by_scene(self._tracks.latest(clock).values()).get(scene, [])
            kept = Scene(shown.in_force, None, {one.person: one for one in places})
            newest = readings_by_scene(self._history.latest(clock).values()).get(scene, [])
            before = self._before(subject.plant, scene, clock, newest)
            with last_in_turn():
                rows = kept.whole(
                    shown,
                    [fact for fact in reel.ticker if _scene_of(fact) == scene],
                    {one.tag: one for one in newest},
                    before,
                )
                return reel.state.seq, clock, list(rows)

    def _wound(self, subject: Subject, at: int) -> _Reel:
        reel = self._reel
        if reel is None or reel.subject != subject.id:
            start = State.start(subject.plant, self._passing())
            for fact in self._facts(0):
                if fact.seq >= subject.first_seq:
                    break
                apply(start, fact)
            reel = _Reel(subject.id, start, deepcopy(start), deque(maxlen=KEPT))
        if reel.state.seq > 0 and reel.state.recorded_at > at:
            reel.state, reel.ticker = deepcopy(reel.start), deque(maxlen=KEPT)
        self._reel = reel
        for fact in self._facts(reel.state.seq):
            ends = fact.kind == "drill.ended" and fact.drill == subject.drill
            if fact.recorded_at > at or ends:
                break
            apply(reel.state, fact)
            reel.ticker.append(fact)
        return reel

    def _facts(self, after: int) -> Iterator[Fact]:
        for page in steps(self._journal, after):
            yield from page

    def _before(
        self, plant: Site, scene: str | None, clock: int, newest: Iterable[Reading]
    ) -> list[Reading]:
        """What the windows of levels and the wind's mean follow from, in order of time: of a level
        all that the live board had of it, so that a past second shows the rate that was shown."""
        latest = {one.tag: one.ts for one in newest}
        levels = {
            in_drill(scene, tag.id): (since_of(latest[tag.id], POOL_S), latest[tag.id])
            for tag in plant.tags
            if tag.kind is TagKind.LEVEL and tag.id in latest
        }
        weather = [
            one
            for tag in plant.tags
            if tag.kind in (TagKind.WIND_FROM, TagKind.WIND_SPEED, TagKind.RAIN)
            for one in self._history.history(
                in_drill(scene, tag.id), clock - WEATHER_MS, clock + 1, WEATHER_POINTS
            )
        ]
        found = [
            one._replace(tag=drill_of_name(one.tag)[1])
            for one in (*self._history.within(levels), *weather)
        ]
        return sorted(found, key=lambda one: one.ts)


def _scene_of(fact: Fact) -> str | None:
    return None if FACTS[fact.kind].of_drill else fact.drill


def as_rows(changes: list[Change], may_see: MaySee) -> dict[str, dict[str, Any]]:
    """Return changes as rows in the form of the board's answer; `may_see(topic, key, row)` filters them."""
    rows: dict[str, dict[str, Any]] = {}
    for topic, key, row in changes:
        if row is not None and may_see(topic, key, row):
            rows.setdefault(topic, {})[key] = row
    return rows

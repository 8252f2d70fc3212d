"""Readings and positions in one process: their doors, their storage and their listeners.

They arrive from gateways through the doors, from other processes over the bus, and from the database where the bus
has lost some. Each listener hears each one once.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.alarms.found import context_since, excursions
from command_center.domain.drills.exercise_tag import STROKE, in_drill
from command_center.domain.reading import Position, Proof, Reading
from command_center.domain.site.model import Site
from command_center.ingest.batch import Window
from command_center.ingest.door import others
from command_center.ingest.event_times import EventTimes
from command_center.ingest.plant_alarms import PlantAlarmsDoor
from command_center.ingest.positions import PositionsDoor
from command_center.ingest.readings import ReadingsDoor
from command_center.ingest.source_clocks import SourceClocks
from command_center.live.neighbours import Neighbours
from command_center.live.rows.levels.level_rows import POOL_S
from command_center.store.series.positions import Positions
from command_center.store.series.readings import Readings

FAR_FUTURE, RECENT_POINTS = 2**53, 2_000
LONGEST_MS = (POOL_S + 1) * 1_000
"""No window of readings is longer."""


def alarms_door(
    desk: Desk, clock: Clock, window: Window, clocks: SourceClocks | None = None
) -> PlantAlarmsDoor:
    """Return the door for alarms of the plant's own systems; accepted alarms become facts. `clocks` correct their
    times.
    """
    return PlantAlarmsDoor(
        lambda: {one.id for one in desk.site.sources} | {tag.source for tag in desk.site.tags},
        mirror=lambda told: desk.submit("plant_alarm.mirror", told, DUTY_ACTOR),
        now=clock.now,
        window=window,
        times=EventTimes(clocks, lambda: desk.site, clock.now),
    )


class Feeds:
    """The doors for readings and positions of `site`, stored in the series database `engine`."""

    def __init__(
        self,
        site: Site,
        engine: Engine,
        desk: Desk,
        clock: Clock,
        window: Window,
        neighbours: Neighbours,
    ) -> None:
        self._desk, self._clock, self._neighbours = desk, clock, neighbours
        self.window = window
        self._of_readings: list[Callable[[Sequence[Reading]], None]] = []
        self._of_late: list[Callable[[Sequence[Reading]], None]] = []
        self._of_doubt: list[Callable[[Sequence[Reading]], None]] = []
        self._of_proofs: list[Callable[[Sequence[Proof]], None]] = []
        self._of_positions: list[Callable[[Sequence[Position]], None]] = []
        self.clocks = SourceClocks(
            lambda: desk.state.feeds.clocks,
            lambda told: desk.submit("feed.correct_clock", told, DUTY_ACTOR),
        )
        self.history, self.tracks = Readings(engine, site.id), Positions(engine, site.id)
        until = clock.now() + window.future_ms
        self.readings = ReadingsDoor(
            lambda: desk.site,
            store=self._store,
            publish=self._publish_readings,
            late=self._publish_late,
            now=clock.now,
            window=window,
            latest=self.history.latest(until),
            exercise=self._exercise_time,
            plant=desk.site_of,
            prove=self._publish_proofs,
            backfilled=self._judge_backfill,
            clocks=self.clocks,
        )
        self.positions = PositionsDoor(
            lambda: desk.site,
            store=self.tracks.add,
            publish=self._publish_positions,
            now=clock.now,
            window=window,
            latest=self.tracks.latest(until),
            exercise=self._exercise_time,
            plant=desk.site_of,
            clocks=self.clocks,
        )

    def on_readings(self, take: Callable[[Sequence[Reading]], None]) -> None:
        """Call `take` with every new reading, in order of arrival."""
        self._of_readings.append(take)

    def on_proofs(self, take: Callable[[Sequence[Proof]], None]) -> None:
        """Call `take` with every keep-alive of a tag."""
        self._of_proofs.append(take)

    def on_late(self, take: Callable[[Sequence[Reading]], None]) -> None:
        """Call `take` with every reading that is stored but not new: it came late or repeats one."""
        self._of_late.append(take)

    def on_doubt(self, take: Callable[[Sequence[Reading]], None]) -> None:
        """Call `take` with readings that may conflict with stored ones. The first reading of a tag and time wins, and
        another process may have stored a different one.
        """
        self._of_doubt.append(take)

    def on_positions(self, take: Callable[[Sequence[Position]], None]) -> None:
        """Call `take` with every new position."""
        self._of_positions.append(take)

    def hear_neighbours(self) -> None:
        """Start taking what other processes publish. The listeners must be ready for it."""
        self._neighbours.on_readings(self._hear)
        self._neighbours.on_proofs(self._proven)
        self._neighbours.on_positions(lambda told: self._placed(self.positions.absorb(told)))

    def mirror(self, drill: str) -> None:
        """Copy the plant's current readings as the starting values of the exercise `drill`."""
        now, known = self._exercise_time(drill), self.readings.latest
        if now is None:
            return
        begun = [
            one._replace(tag=in_drill(drill, tag), ts=now)
            for tag, one in list(known.items())
            if STROKE not in tag and in_drill(drill, tag) not in known
        ]
        self.history.add(begun)
        self._publish_readings(self.readings.absorb(begun))

    def make_up(self, windowed: Collection[str] = ()) -> None:
        """Fetch from the database what the bus has lost: the latest reading of each tag, and for the tags in
        `windowed` all readings stored since the last one known here.
        """
        until = self.readings.newest_possible()
        known, newest = self.readings.latest, self.history.latest(until)
        lost = {
            tag: (max(known[tag].ts + 1, newest[tag].ts - LONGEST_MS), newest[tag].ts)
            for tag in windowed
            if tag in known and tag in newest and newest[tag].ts > known[tag].ts
        }
        read = [*self.history.within(lost), *newest.values()]
        self._read(self.readings.absorb(read, stored=True))
        self._placed(self.positions.absorb(self.tracks.latest(until).values(), stored=True))

    def recent(self, tags: Iterable[str], since: int) -> list[Reading]:
        """Return the readings of these tags since a time (UTC epoch ms), in order of time."""
        found = [
            reading
            for tag in tags
            for reading in self.history.history(tag, since, FAR_FUTURE, RECENT_POINTS)
        ]
        return sorted(found, key=lambda reading: reading.ts)

    def prune(self, before: int) -> None:
        """Delete readings and positions older than `before` (UTC epoch ms)."""
        self.history.prune(before)
        self.tracks.prune(before)

    def _exercise_time(self, drill: str) -> int | None:
        found = self._desk.state.drills.get(drill)
        return found.exercise_at(self._clock.now()) if found is not None and found.live else None

    def _store(self, rows: Sequence[Reading]) -> None:
        if self.history.add(rows) < len(rows):
            for take in self._of_doubt:
                take(rows)

    def _hear(self, told: Sequence[Reading]) -> None:
        """Readings that another process took in: news to be told, or late here."""
        news = self.readings.absorb(told)
        self._read(news)
        if len(news) < len(told):
            self._come_late(others(told, news))

    def _come_late(self, late: Sequence[Reading]) -> None:
        for take in self._of_late:
            take(late)

    def _publish_late(self, late: Sequence[Reading]) -> None:
        self._come_late(late)
        latest = self.readings.latest
        recent = [
            one for one in late if one.tag in latest and one.ts >= latest[one.tag].ts - LONGEST_MS
        ]
        if recent:  # of a history that is sent in nobody's window has any
            self._neighbours.tell_readings(recent)

    def _judge_backfill(self, held_up: Sequence[Reading]) -> None:
        """Tell what the limits would have raised. It is told before the sender has its answer: a process that is killed
        before is sent the batch again, and what was told already is not told twice."""
        tags, state = self._desk.site.tag_by_id, self._desk.state
        spans: dict[str, tuple[int, int]] = {}
        for one in held_up:
            tag = tags.get(one.tag)
            if tag is not None and tag.limits is not None:
                since, until = spans.get(one.tag, (one.ts, one.ts))
                spans[one.tag] = min(since, one.ts), max(until, one.ts)
        asked = {
            name: (context_since(state, tags[name], since), until)
            for name, (since, until) in spans.items()
        }
        stored: dict[str, list[Reading]] = {}
        for one in self.history.within(asked):
            stored.setdefault(one.tag, []).append(one)
        for name, readings in stored.items():
            readings.sort(key=lambda one: one.ts)
            for found in excursions(tags[name], readings):
                told = {"tag": name, **found._asdict()}
                self._desk.submit("found_alarm.tell", told, DUTY_ACTOR)

    def _read(self, news: Sequence[Reading]) -> None:
        for take in self._of_readings:
            take(news)

    def _placed(self, news: Sequence[Position]) -> None:
        for take in self._of_positions:
            take(news)

    def _publish_readings(self, news: Sequence[Reading]) -> None:
        self._read(news)
        self._neighbours.tell_readings(news)

    def _proven(self, proofs: Sequence[Proof]) -> None:
        for take in self._of_proofs:
            take(proofs)

    def _publish_proofs(self, proofs: Sequence[Proof]) -> None:
        self._proven(proofs)
        self._neighbours.tell_proofs(proofs)

    def _publish_positions(self, news: Sequence[Position]) -> None:
        self._placed(news)
        self._neighbours.tell_positions(news)

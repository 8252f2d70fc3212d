"""Readings and positions of one process: their doors, where they are kept, and whom they are told.

They come from gateways through the doors, from other processes over the bus, and from the database
where the bus has lost some. Whoever listens hears each one once.
"""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.drills.exercise_tag import STROKE, in_drill
from command_center.domain.reading import Position, Reading
from command_center.domain.site.model import Site
from command_center.ingest.batch import Window
from command_center.ingest.positions import PositionsDoor
from command_center.ingest.readings import ReadingsDoor
from command_center.live.neighbours import Neighbours
from command_center.store.series.positions import Positions
from command_center.store.series.readings import Readings

FAR_FUTURE, RECENT_POINTS = 2**53, 2_000


class Feeds:
    """Both doors of `site`, on its opened series `engine`."""

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
        self._of_readings: list[Callable[[Sequence[Reading]], None]] = []
        self._of_positions: list[Callable[[Sequence[Position]], None]] = []
        self.history, self.tracks = Readings(engine, site.id), Positions(engine, site.id)
        until = clock.now() + window.future_ms
        self.readings = ReadingsDoor(
            site,
            store=self.history.add,
            publish=self._publish_readings,
            now=clock.now,
            window=window,
            latest=self.history.latest(until),
            exercise=self._exercise_time,
            plant=desk.site_of,
        )
        self.positions = PositionsDoor(
            site,
            store=self.tracks.add,
            publish=self._publish_positions,
            now=clock.now,
            window=window,
            latest=self.tracks.latest(until),
            exercise=self._exercise_time,
            plant=desk.site_of,
        )

    def on_readings(self, take: Callable[[Sequence[Reading]], None]) -> None:
        """Tell `take` of every reading that is news, in the order of its telling."""
        self._of_readings.append(take)

    def on_positions(self, take: Callable[[Sequence[Position]], None]) -> None:
        """Tell `take` of every position that is news."""
        self._of_positions.append(take)

    def hear_neighbours(self) -> None:
        """From now on take what other processes tell; whoever listens must be ready for it."""
        self._neighbours.on_readings(lambda told: self._read(self.readings.absorb(told)))
        self._neighbours.on_positions(lambda told: self._placed(self.positions.absorb(told)))

    def mirror(self, drill: str) -> None:
        """What the plant shows now, as what the exercise begins with."""
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

    def make_up(self) -> None:
        """Make up for readings and positions that the bus has lost, from the database."""
        until = self.readings.newest_possible()
        self._read(self.readings.absorb(self.history.latest(until).values(), stored=True))
        self._placed(self.positions.absorb(self.tracks.latest(until).values(), stored=True))

    def recent(self, tags: Iterable[str], since: int) -> list[Reading]:
        """What was read since then (UTC epoch ms), of these tags, in order of time."""
        found = [
            reading
            for tag in tags
            for reading in self.history.history(tag, since, FAR_FUTURE, RECENT_POINTS)
        ]
        return sorted(found, key=lambda reading: reading.ts)

    def prune(self, before: int) -> None:
        """Forget what is older (UTC epoch ms)."""
        self.history.prune(before)
        self.tracks.prune(before)

    def _exercise_time(self, drill: str) -> int | None:
        found = self._desk.state.drills.get(drill)
        return found.exercise_at(self._clock.now()) if found is not None and found.live else None

    def _read(self, news: Sequence[Reading]) -> None:
        for take in self._of_readings:
            take(news)

    def _placed(self, news: Sequence[Position]) -> None:
        for take in self._of_positions:
            take(news)

    def _publish_readings(self, news: Sequence[Reading]) -> None:
        self._read(news)
        self._neighbours.tell_readings(news)

    def _publish_positions(self, news: Sequence[Position]) -> None:
        self._placed(news)
        self._neighbours.tell_positions(news)

"""The positions door: takes where people's devices locate them. A position never counts anybody as safe."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from command_center.domain.drills.exercise_tag import drill_of_name
from command_center.domain.reading import Position
from command_center.domain.site.described import SiteNow, asked
from command_center.domain.site.model import Site
from command_center.ingest.batch import (
    LARGEST,
    Form,
    Rejection,
    Sources,
    Strict,
    Taken,
    Window,
    speaks_for,
)
from command_center.ingest.door import Door
from command_center.ingest.event_times import EventTimes, in_our_time
from command_center.ingest.readings import SentAt, Source
from command_center.ingest.source_clocks import SourceClocks, Times, unchanged_time


class PositionIn(TypedDict):
    """One position of one person, WGS-84 degrees; `ts` is UTC epoch ms."""

    __pydantic_config__ = ConfigDict(extra="forbid", strict=True)  # type: ignore[misc]

    person: Annotated[str, Field(max_length=61)]
    ts: int
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class _Envelope(Strict):
    """A batch whose items are not read yet: each is judged by itself."""

    source: Source
    sent_at: SentAt | None = None
    positions: list[Any] = Field(max_length=LARGEST)


class PositionsBatch(_Envelope):
    """Positions from one source, the system that located the people (gps, uwb, a gate). `sent_at` is the sender's
    clock when it sent the batch (UTC epoch ms).
    """

    positions: list[PositionIn] = Field(max_length=LARGEST)


FORM = Form(PositionsBatch, _Envelope, TypeAdapter(PositionIn), "positions")

ExerciseTime = Callable[[str], int | None]
Plant = Callable[[str], Site]
Store = Callable[[Sequence[Position]], object]
Publish = Callable[[Sequence[Position]], object]


class PositionsDoor:
    """Checks positions against the roster and the clock, stores them, and publishes what is new.

    The arguments are those of `ReadingsDoor`.
    """

    def __init__(
        self,
        site: Site | SiteNow,
        *,
        store: Store,
        publish: Publish,
        now: Callable[[], int],
        window: Window,
        latest: Mapping[str, Position] | None = None,
        exercise: ExerciseTime = lambda drill: None,
        plant: Plant | None = None,
        clocks: SourceClocks | None = None,
    ) -> None:
        self._door = Door(
            FORM,
            key=lambda one: one.person,
            store=store,
            publish=publish,
            newest=self.newest_possible,
            latest=latest,
        )
        self._site = asked(site)
        self._plant = plant or (lambda drill: self._site())
        self._now = now
        self._window = window
        self._exercise = exercise
        self._times = EventTimes(clocks, self._site, now)

    def forget(self, people: Iterable[str]) -> None:
        """Forget the latest positions of erased people."""
        for person in people:
            self._door.latest.pop(person, None)

    @property
    def latest(self) -> dict[str, Position]:
        """The newest position of each person."""
        return self._door.latest

    def take(self, body: bytes, *, only: str | None = None, sources: Sources = None) -> Taken:
        """Take a JSON batch. `only` is the one person that the sender may report, if limited; `sources` are the
        sources it may use.

        Raises as `Door.take`.
        """

        def check(
            batch: Any, items: Iterable[tuple[int, PositionIn]]
        ) -> tuple[list[Position], list[Rejection]]:
            times: Times = (
                unchanged_time  # a phone's clock is its own, and its source is that of every phone
            )
            if only is None:
                times = self._times.of(batch.source, sources, batch.sent_at)
            return self._check(batch.source, in_our_time(items, times), only, sources)

        return self._door.take(body, check)

    def absorb(self, positions: Iterable[Position], *, stored: bool = False) -> list[Position]:
        """What of these is news, as `Door.absorb`: also what another process took in and
        published, or (`stored`) what the store has. People the site does not have are none."""
        known = (one for one in positions if self._known(*drill_of_name(one.person)))
        return self._door.absorb(known, stored=stored)

    def _known(self, drill: str | None, person: str) -> bool:
        plant = self._site() if drill is None else self._plant(drill)
        return person in plant.person_by_id

    def newest_possible(self) -> int:
        """The latest time a position may have (UTC epoch ms), for queries to the store."""
        return self._now() + self._window.future_ms

    def _check(
        self,
        source: str,
        items: Iterable[tuple[int, PositionIn]],
        only: str | None,
        sources: Sources,
    ) -> tuple[list[Position], list[Rejection]]:
        now, latest = self._now(), self.latest
        first, last = now - self._window.oldest_ms, now + self._window.future_ms
        fresh: dict[tuple[str, int], Position] = {}
        refused: list[Rejection] = []
        for index, item in items:
            person, ts = item["person"], item["ts"]
            drill, plain = drill_of_name(person)
            by = now if drill is None else self._exercise(drill)
            if not speaks_for(sources, source):
                refused.append(Rejection(index, "other_token", {"source": source}))
            elif only is not None and plain != only:
                refused.append(Rejection(index, "not_own"))
            elif by is None:
                refused.append(Rejection(index, "no_such_drill", {"drill": drill or ""}))
            elif not self._known(drill, plain):
                refused.append(Rejection(index, "unknown_person", {"person": person}))
            elif not first <= ts + now - by <= last:
                refused.append(Rejection(index, *self._window.why_not(ts, by)))
            else:
                position = Position(person, ts, item["lat"], item["lon"], source)
                known = latest.get(person)
                if known is None or known.ts != ts:
                    known = fresh.setdefault((person, ts), position)
                if known != position:
                    refused.append(Rejection(index, "contradicts", {"what": person}))
        return list(fresh.values()), refused

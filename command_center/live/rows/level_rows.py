"""Rows of topics `levels` and `feeds`: the latest value of each tag, its rate, and each source's age."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from operator import mul
from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, TagKind
from command_center.domain.state import State
from command_center.domain.state.said import ValveState
from command_center.domain.water.overflow import BLOCK_MS, MINUTES, Sample, outlook
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.row import Change
from command_center.live.rows.sensed import sensed

RATE_WINDOW_MS = 120_000
"""Span over which a level's rate is fitted: short enough to show a leak, long against noise."""
RATE_LEAST_MS = 20_000
SAMPLE_MS = 1_000
OUTLOOK_EVERY_MS = 5_000
"""How often the minutes to overflow are worked out anew."""


class Overflow(TypedDict):
    """Minutes until a pool's weir runs, none where it does not fill up within six hours."""

    earliest_min: float | None
    likely_min: float | None


class LevelRow(TypedDict):
    """The latest value of a tag, in its unit, and a level's rate. `overflow` is there for a pool's level, and
    none while its readings do not allow a word on it."""

    tag: str
    value: float
    unit: str
    ts: int
    quality: Literal["good", "uncertain", "bad"]
    rate_per_min: float | None
    source: str
    overflow: NotRequired[Overflow | None]


class FeedRow(TypedDict):
    """A source of readings: when it was last heard, how many tags it has, and the shortest of their periods."""

    source: str
    last_ts: int | None
    tags: int
    period_s: float | None


class ReportedState(TypedDict):
    """What somebody last said of a valve or pump, and when."""

    state: ValveState
    at: int
    by: str


class ValveRow(TypedDict):
    """What people last reported of an element that is worked by hand."""

    element: str
    reported: ReportedState


LEVEL = RowKind("levels", "", LevelRow, readers=EVERYBODY)
VALVE = RowKind("levels", "valve:", ValveRow, readers=EVERYBODY)
FEED = RowKind("feeds", "", FeedRow, readers=EVERYBODY)


@sensed(LEVEL, FEED)
class LevelRows:
    """Turns readings into rows; keeps only what the rate needs."""

    def __init__(self, site: Site) -> None:
        self._tags = site.tag_by_id
        self._recent: dict[str, deque[tuple[int, float]]] = defaultdict(deque)
        self._to_weir = {pool.level: pool.to_weir_m3 for pool in site.pools}
        self._filling: dict[str, deque[Sample]] = defaultdict(deque)
        self._outlooks: dict[str, tuple[int, Overflow | None]] = {}
        self._last_of_tag: dict[str, int] = {}
        self._last_of_source: dict[str, int] = {}
        self._tags_of: dict[str, int] = defaultdict(int)
        self._period_of: dict[str, float] = {}
        for tag in site.tags:
            self._tags_of[tag.source] += 1
            known = self._period_of.get(tag.source, tag.period_s)
            self._period_of[tag.source] = min(known, tag.period_s)

    @property
    def remembers(self) -> frozenset[str]:
        """Level tags of pools."""
        return frozenset(self._to_weir)

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """Every source, heard or not, and every tag that has a value."""
        self.recall(before)
        yield from self.silent()
        yield from self.changes(latest.values())

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """As `changes`."""
        return self.changes(readings)

    def after(self, state: State) -> Iterator[Change]:
        """No fact moves them."""
        return iter(())

    def recall(self, before: Iterable[Reading]) -> None:
        """What pools read before the latest, in order of time; their rows come with the latest."""
        for reading in before:
            if reading.tag in self._to_weir and reading.quality is not Quality.BAD:
                self._remember(reading)

    def changes(self, readings: Iterable[Reading]) -> Iterator[Change]:
        """The rows after these readings, oldest first for each tag.

        A value from before the last one of its tag is news only when a clock was set back: what was
        known of the time in between then says nothing of the rate, or of the source's silence.
        """
        latest: dict[str, Reading] = {}
        for reading in readings:
            tag = self._tags.get(reading.tag)
            if tag is None:
                continue
            latest[reading.tag] = reading
            if reading.ts < self._last_of_tag.get(reading.tag, 0):
                self._recent.pop(reading.tag, None)
                self._filling.pop(reading.tag, None)
                self._outlooks.pop(reading.tag, None)
                self._last_of_source.pop(reading.source, None)
            self._last_of_tag[reading.tag] = reading.ts
            seen = self._last_of_source.get(reading.source, 0)
            self._last_of_source[reading.source] = max(seen, reading.ts)
            if tag.kind is TagKind.LEVEL and reading.quality is not Quality.BAD:
                self._remember(reading)
        for reading in latest.values():
            yield LEVEL.change(reading.tag, self._row(reading))
        for source in {reading.source for reading in latest.values()}:
            yield FEED.change(source, self._feed(source))

    def silent(self) -> Iterator[Change]:
        """A row for every source and tag that has not spoken yet: absence must be visible."""
        for source in self._tags_of:
            yield FEED.change(source, self._feed(source))

    def _remember(self, reading: Reading) -> None:
        _keep(self._recent[reading.tag], reading, RATE_WINDOW_MS)
        if reading.tag in self._to_weir:
            _keep(self._filling[reading.tag], reading, MINUTES * BLOCK_MS)

    def _row(self, reading: Reading) -> LevelRow:
        tag = self._tags[reading.tag]
        row: LevelRow = {
            "tag": reading.tag,
            "value": reading.value,
            "unit": tag.unit,
            "ts": reading.ts,
            "quality": reading.quality.value,
            "rate_per_min": slope_per_minute(self._recent.get(reading.tag, ())),
            "source": reading.source,
        }
        if reading.tag in self._to_weir:
            row["overflow"] = self._overflow(reading)
        return row

    def _overflow(self, reading: Reading) -> Overflow | None:
        """A pool's minutes to overflow; None while its readings do not allow a word on it."""
        known = self._outlooks.get(reading.tag)
        if known is None or reading.ts - known[0] >= OUTLOOK_EVERY_MS:
            found = outlook(list(self._filling[reading.tag]), self._to_weir[reading.tag])
            known = reading.ts, None if found is None else cast(Overflow, asdict(found))
            self._outlooks[reading.tag] = known
        return known[1]

    def _feed(self, source: str) -> FeedRow:
        return {
            "source": source,
            "last_ts": self._last_of_source.get(source),
            "tags": self._tags_of[source],
            "period_s": self._period_of.get(source),
        }


def _keep(recent: deque[Sample], reading: Reading, window_ms: int) -> None:
    """One reading a second at most, over a window."""
    if recent and reading.ts - recent[-1][0] < SAMPLE_MS:
        return
    recent.append((reading.ts, reading.value))
    while recent[0][0] < reading.ts - window_ms:
        recent.popleft()


def slope_per_minute(
    samples: Sequence[tuple[int, float]] | deque[tuple[int, float]],
) -> float | None:
    """Least-squares slope of (epoch ms, value) in units a minute; None while the span is short."""
    if len(samples) < 3 or samples[-1][0] - samples[0][0] < RATE_LEAST_MS:
        return None
    t0, n = samples[0][0], len(samples)
    times, values = [t - t0 for t, _ in samples], [v for _, v in samples]
    mean_t, mean_v = sum(times) / n, sum(values) / n
    early, high = [t - mean_t for t in times], [v - mean_v for v in values]
    below = sum(map(mul, early, early))  # in lists: it is asked for with every reading of a level
    return round(sum(map(mul, early, high)) / below * 60_000, 5) if below else None


@VALVE.moved_by("valve.reported")
def reported(fact: Fact, seen: Seen) -> Iterable[str]:
    """The element that was reported."""
    return (fact.data["element"],)


@VALVE.listed
def every_report(seen: Seen) -> Iterable[str]:
    """Whatever somebody has reported."""
    return seen.state.valves


@VALVE.made
def valve_row(seen: Seen, element: str) -> ValveRow | None:
    """What people last reported of a hand-worked element."""
    found = seen.state.valves.get(element)
    if found is None:
        return None
    return {
        "element": element,
        "reported": {"state": found.state, "at": found.at, "by": found.by},
    }

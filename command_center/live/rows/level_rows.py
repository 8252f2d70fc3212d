"""Rows of topics `levels` and `feeds`: the latest value of each tag, its rate, and each source's age."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Literal, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.level_window import (
    RATE_S,
    LevelWindow,
    Sample,
    newest,
    rate_per_minute,
    since_of,
)
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, TagKind
from command_center.domain.state import State
from command_center.domain.state.said import ValveState
from command_center.domain.water.overflow import BLOCK_MS, MINUTES, outlook
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.row import Change
from command_center.live.rows.sensed import sensed

OUTLOOK_S = MINUTES * BLOCK_MS // 1000
OUTLOOK_EVERY_S = 5
"""How often the minutes to overflow are worked out anew: at every fifth second of the readings' time."""
POOL_S = OUTLOOK_S + OUTLOOK_EVERY_S + 1
"""Seconds of a pool's readings that are held."""

Span = tuple[int, int]
"""First and last ms of a window, both in it."""


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


class PoolRow(TypedDict, total=False):
    """What a pool's level row has more than others."""

    overflow: Overflow | None


class ReportedState(TypedDict):
    """What somebody last said of a valve or pump, and when."""

    state: ValveState
    at: int
    by: str


class IndicatedState(TypedDict):
    """How the plant's own tag shows it, and since when."""

    state: str
    at: int


class ValveRow(TypedDict):
    """What people last reported of an element, and how the plant itself shows it."""

    element: str
    reported: ReportedState
    indicated: IndicatedState | None


LEVEL = RowKind("levels", "", LevelRow, readers=EVERYBODY)
VALVE = RowKind("levels", "valve:", ValveRow, readers=EVERYBODY)
FEED = RowKind("feeds", "", FeedRow, readers=EVERYBODY)


@sensed(LEVEL, FEED)
class LevelRows:
    """Turns readings into rows; holds the windows that rates and outlooks need.

    A window is to be what is stored of that span. Whoever has the store (`live/level_store.py`) compares
    `spans` with it and gives what is stored to `refill`. A window is *in doubt* at the start and when
    `doubt` says so: it is read whatever is held.
    """

    def __init__(self, site: Site) -> None:
        self._tags = site.tag_by_id
        self._to_weir = {pool.level: pool.to_weir_m3 for pool in site.pools}
        self._windows = {
            tag.id: LevelWindow(POOL_S if tag.id in self._to_weir else RATE_S)
            for tag in site.tags
            if tag.kind is TagKind.LEVEL
        }
        self._in_doubt = set(self._windows)
        self._late: dict[str, int] = defaultdict(int)
        self._outlooks: dict[str, tuple[int, Overflow | None]] = {}
        self._last: dict[str, Reading] = {}
        self._highest: dict[str, int] = {}
        self._last_of_source: dict[str, int] = {}
        self._tags_of: dict[str, int] = defaultdict(int)
        self._period_of: dict[str, float] = {}
        for tag in site.tags:
            self._tags_of[tag.source] += 1
            known = self._period_of.get(tag.source, tag.period_s)
            self._period_of[tag.source] = min(known, tag.period_s)

    @property
    def windowed(self) -> frozenset[str]:
        """The tags whose rows follow from more than the latest reading."""
        return frozenset(self._windows)

    @property
    def remembers(self) -> frozenset[str]:
        """None: whoever has the store fills the windows (`live/level_store.py`)."""
        return frozenset()

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
        """What was read before the latest; the rows come with the latest."""
        for reading in before:
            window = self._windows.get(reading.tag)
            if window is not None and reading.quality is not Quality.BAD:
                window.put(reading.ts, reading.value)

    def changes(self, readings: Iterable[Reading]) -> Iterator[Change]:
        """The rows after these readings, oldest first for each tag.

        A value from before the last one of its tag is news only when a clock was set back: the
        source's silence is then measured anew, and the window is compared with the store until the time
        that was reached before has passed.
        """
        latest: dict[str, Reading] = {}
        for reading in readings:
            tag, ts = reading.tag, reading.ts
            if tag not in self._tags:
                continue
            latest[tag] = reading
            last = self._last.get(tag)
            if last is not None and ts < last.ts:
                self._highest[tag] = max(self._highest.get(tag, 0), last.ts)
                self._outlooks.pop(tag, None)
                self._last_of_source.pop(reading.source, None)
            self._last[tag] = reading
            seen = self._last_of_source.get(reading.source, 0)
            self._last_of_source[reading.source] = max(seen, ts)
            window = self._windows.get(tag)
            if window is not None and reading.quality is not Quality.BAD:
                window.put(ts, reading.value)
        for reading in latest.values():
            yield LEVEL.change(reading.tag, self._row(reading))
        for source in {reading.source for reading in latest.values()}:
            yield FEED.change(source, self._feed(source))

    def late(self, readings: Iterable[Reading]) -> Iterator[Change]:
        """The rows after readings that are stored and older than the latest of their tag."""
        changed: dict[str, None] = {}
        for reading in readings:
            tag, window = reading.tag, self._windows.get(reading.tag)
            last = self._last.get(tag)
            if window is None or last is None or reading.quality is Quality.BAD:
                continue
            if since_of(last.ts, window.seconds) <= reading.ts <= last.ts:
                self._late[tag] += 1
                if window.put(reading.ts, reading.value):
                    changed[tag] = None
        for tag in changed:
            yield self._anew(tag)

    def doubt(self, tags: Iterable[str]) -> None:
        """More, or something else, may be stored of these tags than was heard here."""
        self._in_doubt.update(self._windows.keys() & set(tags))

    def spans(self, *, every: bool) -> dict[str, Span]:
        """The windows as they stand, by tag: every one, or those in doubt and those whose clock was
        set back."""
        for tag, ts in list(self._highest.items()):
            if self._last[tag].ts >= ts:
                del self._highest[tag]
        tags = self._windows if every else self._in_doubt | (self._highest.keys() & self._windows)
        return {
            tag: (since_of(last.ts, self._windows[tag].seconds), last.ts)
            for tag in tags
            if (last := self._last.get(tag)) is not None
        }

    def digest(self, tag: str, span: Span) -> tuple[int, int]:
        """What is held of a window, to be compared with what is stored (`LevelWindow.digest`)."""
        return self._windows[tag].digest(*span)

    def late_count(self, tag: str) -> int:
        """How many late readings of it came in: who refills must not lose one that came meanwhile."""
        return self._late[tag]

    def trust(self, tags: Iterable[str]) -> set[str]:
        """The windows of these tags are about to be what is stored; which of them were in doubt."""
        doubted = self._in_doubt & set(tags)
        self._in_doubt -= doubted
        return doubted

    def refill(self, stored: Mapping[str, tuple[Span, Iterable[Sample]]]) -> Iterator[Change]:
        """The rows after these windows were read from the store."""
        for tag, (span, samples) in stored.items():
            self._windows[tag].replace(*span, samples)
            yield self._anew(tag)

    def silent(self) -> Iterator[Change]:
        """A row for every source and tag that has not spoken yet: absence must be visible."""
        for source in self._tags_of:
            yield FEED.change(source, self._feed(source))

    def _anew(self, tag: str) -> Change:
        self._outlooks.pop(tag, None)
        return LEVEL.change(tag, self._row(self._last[tag]))

    def _row(self, reading: Reading) -> LevelRow:
        tag, window = self._tags[reading.tag], self._windows.get(reading.tag)
        rate: float | None = None
        more: PoolRow = {}
        if window is not None:
            samples = window.until(reading.ts)
            if reading.tag in self._to_weir:
                more = {"overflow": self._overflow(reading, samples)}
                samples = newest(samples, RATE_S, reading.ts)
            rate = rate_per_minute(samples)
        return {
            "tag": reading.tag,
            "value": reading.value,
            "unit": tag.unit,
            "ts": reading.ts,
            "quality": reading.quality.value,
            "rate_per_min": rate,
            "source": reading.source,
            **more,
        }

    def _overflow(self, reading: Reading, samples: list[Sample]) -> Overflow | None:
        """A pool's minutes to overflow; None while its readings do not allow a word on it.

        As of the last fifth second, so that every process works it out of the same readings.
        """
        at = since_of(reading.ts, reading.ts // 1000 % OUTLOOK_EVERY_S)
        known = self._outlooks.get(reading.tag)
        if known is None or known[0] != at:
            judged = newest([one for one in samples if one[0] <= at], OUTLOOK_S, at)
            found = outlook(judged, self._to_weir[reading.tag])
            known = at, None if found is None else cast(Overflow, asdict(found))
            self._outlooks[reading.tag] = known
        return known[1]

    def _feed(self, source: str) -> FeedRow:
        return {
            "source": source,
            "last_ts": self._last_of_source.get(source),
            "tags": self._tags_of[source],
            "period_s": self._period_of.get(source),
        }


@VALVE.moved_by("valve.reported", "plant.indicated")
def reported(fact: Fact, seen: Seen) -> Iterable[str]:
    """The element that was reported."""
    return (fact.data["element"],)


@VALVE.listed
def every_report(seen: Seen) -> Iterable[str]:
    """Whatever somebody has reported."""
    return seen.state.valves


@VALVE.made
def valve_row(seen: Seen, element: str) -> ValveRow | None:
    """What people last reported of an element, and how the plant itself shows it."""
    found = seen.state.valves.get(element)
    if found is None:
        return None
    shown = seen.state.indicated.get(element)
    return {
        "element": element,
        "reported": {"state": found.state, "at": found.at, "by": found.by},
        "indicated": None if shown is None else {"state": shown.state, "at": shown.at},
    }

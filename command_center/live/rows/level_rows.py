"""Rows of topics `levels` and `feeds`: the latest value of each tag, its rate, and each source's age."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict

from command_center.domain.level_window import (
    RATE_S,
    LevelWindow,
    Sample,
    newest,
    rate_per_minute,
    since_of,
)
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, TagKind
from command_center.domain.state import State
from command_center.domain.water.overflow import BLOCK_MS, MINUTES, outlook
from command_center.live.rows.row import Change, Row

OUTLOOK_S = MINUTES * BLOCK_MS // 1000
OUTLOOK_EVERY_S = 5
"""How often the minutes to overflow are worked out anew: at every fifth second of the readings' time."""
POOL_S = OUTLOOK_S + OUTLOOK_EVERY_S + 1
"""Seconds of a pool's readings that are held."""

Span = tuple[int, int]
"""First and last ms of a window, both in it."""


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
        self._outlooks: dict[str, tuple[int, Row | None]] = {}
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
            yield "levels", reading.tag, self._row(reading)
        for source in {reading.source for reading in latest.values()}:
            yield "feeds", source, self._feed(source)

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
            yield "feeds", source, self._feed(source)

    def _anew(self, tag: str) -> Change:
        self._outlooks.pop(tag, None)
        return "levels", tag, self._row(self._last[tag])

    def _row(self, reading: Reading) -> Row:
        tag, window = self._tags[reading.tag], self._windows.get(reading.tag)
        rate, more = None, {}
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

    def _overflow(self, reading: Reading, samples: list[Sample]) -> Row | None:
        """A pool's minutes to overflow; None while its readings do not allow a word on it.

        As of the last fifth second, so that every process works it out of the same readings.
        """
        at = since_of(reading.ts, reading.ts // 1000 % OUTLOOK_EVERY_S)
        known = self._outlooks.get(reading.tag)
        if known is None or known[0] != at:
            judged = newest([one for one in samples if one[0] <= at], OUTLOOK_S, at)
            found = outlook(judged, self._to_weir[reading.tag])
            known = at, asdict(found) if found is not None else None
            self._outlooks[reading.tag] = known
        return known[1]

    def _feed(self, source: str) -> Row:
        return {
            "source": source,
            "last_ts": self._last_of_source.get(source),
            "tags": self._tags_of[source],
            "period_s": self._period_of.get(source),
        }


def valve_row(state: State, key: str) -> Row | None:
    """What people last reported of an element (`valve:ID`), and how the plant itself shows it."""
    element = key.removeprefix("valve:")
    reported = state.valves.get(element)
    if reported is None:
        return None
    word = {"state": reported.state, "at": reported.at, "by": reported.by}
    shown = state.indicated.get(element)
    indicated = {"state": shown.state, "at": shown.at} if shown is not None else None
    return {"element": element, "reported": word, "indicated": indicated}


def latest_changes(rows: LevelRows, latest: Mapping[str, Reading]) -> Iterator[Change]:
    """The rows of a process that starts with the store's latest readings."""
    yield from rows.silent()
    yield from rows.changes(latest.values())

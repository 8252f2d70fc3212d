"""Rows of topics `levels` and `feeds`: the latest value of each tag and its rate, the state of each pool, and when
each source was last heard.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from command_center.domain.alarms.beyond import beyond
from command_center.domain.alarms.loss import net_loss_m3_min
from command_center.domain.alarms.trend import Trend, trend_of
from command_center.domain.level_window import (
    RATE_S,
    LevelWindow,
    Sample,
    newest,
    rate_per_minute,
    since_of,
)
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Proof, Quality, Reading
from command_center.domain.site.model import Site, Tag, TagKind, Tank
from command_center.domain.site.vessels import overflow_level, vessels
from command_center.domain.state import State
from command_center.domain.verdicts.turns import Turn
from command_center.domain.water.in_time import in_time_turns
from command_center.domain.water.overflow import (
    BLOCK_MS,
    MINUTES,
    Outlook,
    block_ms_of,
    outlook,
    window_ms_of,
)
from command_center.domain.water.pool import pool_turns
from command_center.live.rows.kind import RowKind
from command_center.live.rows.levels.sensed import sensed
from command_center.live.rows.row import Change

OUTLOOK_S = MINUTES * BLOCK_MS // 1000
STEADY = Outlook(None, None, None)
OUTLOOK_EVERY_S = 5
"""How often the minutes to overflow are worked out anew: at every fifth second of the readings' time."""
POOL_S = OUTLOOK_S + OUTLOOK_EVERY_S + 1
"""Seconds of a pool's readings that are held."""

Span = tuple[int, int]
"""First and last ms of a window, both in it."""


class LevelRow(TypedDict):
    """The latest value of a tag, in its unit, and a level's rate. The value is None if a bad reading has none.
    `trend` is given while the rate is known. `loss_m3_min` is the loss of an open incident's source beyond its
    commanded flows, if all flows are metered. `beyond` is given for a gas detector with limits: how far beyond them
    it is, 0 within, greater is graver. The site's `ages` of the tag say how the reading ages, by its quality: from
    `ts`, or from `proven_at` if a later keep-alive confirmed it.
    """

    tag: str
    value: float | None
    unit: str
    ts: int
    quality: Literal["good", "uncertain", "bad"]
    proven_at: NotRequired[int]
    rate_per_min: float | None
    source: str
    trend: NotRequired[Trend]
    loss_m3_min: NotRequired[float]
    beyond: NotRequired[float]


class PoolRow(TypedDict):
    """The state of a pool, as turns that count from its gauge's last reading (the row of `level`): overflow, soon,
    filling, steady, unknown, bad, stale, unheard. The minutes to overflow are None if it does not fill up within six
    hours, or nothing can be said.
    """

    pool: str
    level: str
    turns: list[Turn]
    earliest_min: float | None
    likely_min: float | None
    overflowing_since: int | None


class InTimeRow(TypedDict):
    """Whether a tank or pool can still be shut and diverted in time, as turns that count from its gauge's last
    reading: over, act, soon, filling, steady, unknown, bad, stale, unheard. The minutes to overflow are given as
    earliest (P10), likely (P50) and latest (P90); None if it does not fill up within six hours, or nothing can be
    said. `needed_min` are the minutes that people need, None if the plant does not say.
    """

    vessel: str
    level: str
    turns: list[Turn]
    earliest_min: float | None
    likely_min: float | None
    latest_min: float | None
    needed_min: float | None


class FeedRow(TypedDict):
    """A source of readings: when it was last heard, its number of tags, and the shortest of their periods."""

    source: str
    last_ts: int | None
    tags: int
    period_s: float | None


def rate_s_of(period_s: float) -> int:
    """Return the seconds over which the rate of a vessel's level is fitted: two minutes, or five readings of a slow
    gauge.
    """
    return max(RATE_S, block_ms_of(period_s) // 1000)


def _window_s(tag: Tag) -> int:
    """For how many seconds a vessel's readings are kept."""
    return max(POOL_S, window_ms_of(tag.period_s) // 1000 + OUTLOOK_EVERY_S + 1)


LEVEL = RowKind("levels", "", LevelRow, readers=EVERYBODY)
POOL = RowKind("levels", "pool:", PoolRow, readers=EVERYBODY)
IN_TIME = RowKind("levels", "in_time:", InTimeRow, readers=EVERYBODY)
FEED = RowKind("feeds", "", FeedRow, readers=EVERYBODY)


MOVED_BY = (
    "clock.stepped", "incident.*", "plant.overflow_ceased", "plant.overflowed", "source.*",
)  # fmt: skip


@sensed(LEVEL, FEED, POOL, IN_TIME, facts=MOVED_BY)
class LevelRows:
    """Turns readings into rows; holds the windows needed for rates and outlooks.

    A window must hold what is stored for its span. The code with access to the store (`live/level_store.py`) compares
    `spans` with it and passes what is stored to `refill`. A window is *in doubt* at the start and when `doubt` says
    so: it is then read from the store in any case.
    """

    def __init__(self, site: Site) -> None:
        self._tags = site.tag_by_id
        self._pools = {pool.level: pool for pool in site.pools}
        self._pool_rows: dict[str, PoolRow] = {}
        self._tanks = site.tank_by_id
        self._metered = {
            flow for tank in site.tanks if tank.net_loss for flow in (*tank.inflows, *tank.outflows)
        }
        self._sources: dict[str, Tank] = {}
        self._losses: dict[str, tuple[int, float | None]] = {}
        self._vessels = {vessel.level: vessel for vessel in vessels(site)}
        self._in_time_rows: dict[str, InTimeRow] = {}
        self._in_time_due = set(self._vessels)
        self.margins: Mapping[str, float] = {}
        """By gauge, how far the bounds of its forecasts are widened (`water/forecast_hits.py`), in units a minute."""
        self._coming: dict[str, tuple[int, Outlook | None]] = {}
        self._windows = {
            tag.id: LevelWindow(_window_s(tag) if tag.id in self._vessels else RATE_S)
            for tag in site.tags
            if tag.kind is TagKind.LEVEL or tag.id in self._metered
        }
        self._in_doubt = set(self._windows)
        self._late: dict[str, int] = defaultdict(int)
        self._last: dict[str, Reading] = {}
        self._proven: dict[str, int] = {}
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
        """The tags whose rows need more than the latest reading."""
        return frozenset(self._windows)

    @property
    def remembers(self) -> frozenset[str]:
        """No tags: the store fills the windows (`live/level_store.py`)."""
        return frozenset()

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """Yield the rows of every source, heard or not, and of every tag that has a value."""
        self.recall(before)
        self._sources = self._sources_of(state)
        yield from self.silent()
        yield from self.changes(latest.values())
        self._pool_rows.clear()
        yield from self.pools(state)
        self._in_time_rows.clear()
        self._in_time_due = set(self._vessels)
        yield from self.in_time()

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """Yield the rows that change with these readings, those of pools included."""
        yield from self.changes(readings)
        yield from self.pools(state)
        yield from self.in_time()

    def after(self, state: State) -> Iterator[Change]:
        """Yield the rows changed by facts: pools that begin or stop overflowing, and tanks that become or cease to be
        a source.
        """
        before, self._sources = self._sources, self._sources_of(state)
        for level in before.keys() ^ self._sources.keys():
            if level in self._last:
                yield self._anew(level)
        yield from self.pools(state)

    def _sources_of(self, state: State) -> dict[str, Tank]:
        """The tanks that are the source of an open incident, by their gauge."""
        found = (one.source.tank for one in state.open_incidents.values())
        tanks = (self._tanks[tank] for tank in found if tank is not None and tank in self._tanks)
        return {tank.level: tank for tank in tanks}

    def pools(self, state: State) -> Iterator[Change]:
        """Yield the rows of pools that have changed."""
        for level, pool in self._pools.items():
            last = self._last.get(level)
            _, found = self._coming.get(level, (0, None))
            since = state.overflowing.get(pool.id)
            row: PoolRow = {
                "pool": pool.id,
                "level": level,
                "turns": pool_turns(
                    None if last is None else last.quality.value,
                    since is not None,
                    found,
                    self._tags[level].period_s,
                ),
                "earliest_min": None if found is None else found.earliest_min,
                "likely_min": None if found is None else found.likely_min,
                "overflowing_since": since,
            }
            if self._pool_rows.get(level) != row:
                self._pool_rows[level] = row
                yield POOL.change(pool.id, row)

    def in_time(self) -> Iterator[Change]:
        """Yield the rows of vessels whose remaining time has changed."""
        due, self._in_time_due = self._in_time_due, set()
        for level in sorted(due):
            vessel, last = self._vessels[level], self._last.get(level)
            _, found = self._coming.get(level, (0, None))
            value = None if last is None else last.value
            row: InTimeRow = {
                "vessel": vessel.id,
                "level": level,
                "turns": in_time_turns(
                    None if last is None else last.quality.value,
                    value is not None and value >= overflow_level(vessel),
                    found,
                    vessel.shut_and_divert_min,
                    self._tags[level].period_s,
                ),
                "earliest_min": None if found is None else found.earliest_min,
                "likely_min": None if found is None else found.likely_min,
                "latest_min": None if found is None else found.latest_min,
                "needed_min": vessel.shut_and_divert_min,
            }
            if self._in_time_rows.get(level) != row:
                self._in_time_rows[level] = row
                yield IN_TIME.change(vessel.id, row)

    def _note_coming(self, reading: Reading, samples: list[Sample], trend: Trend | None) -> None:
        """What is coming for a vessel, worked out at every fifth second of its readings' time, so that every process
        works it out of the same readings. A tank that does not rise is steady: no forecast is needed for it. Of a pool
        the minutes may come and go with the rain."""
        level = reading.tag
        self._in_time_due.add(level)
        at = since_of(reading.ts, reading.ts // 1000 % OUTLOOK_EVERY_S)
        known = self._coming.get(level)
        if known is not None and known[0] == at:
            return
        found: Outlook | None = None
        if trend == "rises" or (trend is not None and level in self._pools):
            period_s = self._tags[level].period_s
            judged = newest(
                [one for one in samples if one[0] <= at], window_ms_of(period_s) // 1000, at
            )
            found = outlook(
                judged, overflow_level(self._vessels[level]), block_ms_of(period_s),
                self.margins.get(level, 0.0),
            )  # fmt: skip
        elif trend is not None:
            found = STEADY
        self._coming[level] = at, found

    def recall(self, before: Iterable[Reading]) -> None:
        """Take readings from before the latest; the rows follow with the latest."""
        for reading in before:
            window = self._windows.get(reading.tag)
            if (
                window is not None
                and reading.value is not None
                and reading.quality is not Quality.BAD
            ):
                window.put(reading.ts, reading.value)

    def changes(self, readings: Iterable[Reading]) -> Iterator[Change]:
        """Yield the rows after these readings, oldest first for each tag.

        A value older than the last one of its tag is new only if a clock was set back. The source's silence is then
        measured anew, and the window is compared with the store until the earlier time has been passed again.
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
                self._coming.pop(tag, None)
                self._proven.pop(tag, None)
                self._last_of_source.pop(reading.source, None)
            self._last[tag] = reading
            seen = self._last_of_source.get(reading.source, 0)
            self._last_of_source[reading.source] = max(seen, ts)
            window = self._windows.get(tag)
            if (
                window is not None
                and reading.value is not None
                and reading.quality is not Quality.BAD
            ):
                window.put(ts, reading.value)
        for reading in latest.values():
            yield LEVEL.change(reading.tag, self._row(reading))
        for source in {reading.source for reading in latest.values()}:
            yield FEED.change(source, self._feed(source))

    def late(self, readings: Iterable[Reading]) -> Iterator[Change]:
        """Yield the rows after stored readings that are older than the latest of their tag."""
        changed: dict[str, None] = {}
        for reading in readings:
            tag, window = reading.tag, self._windows.get(reading.tag)
            last = self._last.get(tag)
            if window is None or last is None or reading.value is None:
                continue
            if reading.quality is Quality.BAD:
                continue
            if since_of(last.ts, window.seconds) <= reading.ts <= last.ts:
                self._late[tag] += 1
                if window.put(reading.ts, reading.value):
                    changed[tag] = None
        for tag in changed:
            yield self._anew(tag)

    def proven(self, proofs: Iterable[Proof]) -> Iterator[Change]:
        """Yield the rows after keep-alives: the value's time is unchanged, but it is fresh."""
        newest: dict[str, int] = {}
        for tag, ts in proofs:
            last = self._last.get(tag)
            if last is not None and ts > max(last.ts, self._proven.get(tag, 0)):
                self._proven[tag] = newest[tag] = ts
                seen = self._last_of_source.get(last.source, 0)
                self._last_of_source[last.source] = max(seen, ts)
        for tag in newest:
            yield LEVEL.change(tag, self._row(self._last[tag]))
        for source in {self._last[tag].source for tag in newest}:
            yield FEED.change(source, self._feed(source))

    def doubt(self, tags: Iterable[str]) -> None:
        """Mark the windows of these tags as in doubt: more or other readings may be stored than were heard here."""
        self._in_doubt.update(self._windows.keys() & set(tags))

    def spans(self, *, every: bool) -> dict[str, Span]:
        """Return the current windows by tag: every one, or only those in doubt and those whose clock was set back."""
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
        """Return a digest of a window's contents, to be compared with the store (`LevelWindow.digest`)."""
        return self._windows[tag].digest(*span)

    def late_count(self, tag: str) -> int:
        """Return how many late readings of a tag came in: a refill must not lose one that came meanwhile."""
        return self._late[tag]

    def trust(self, tags: Iterable[str]) -> set[str]:
        """Clear the doubt of these tags, whose windows are about to be refilled; return which were in doubt."""
        doubted = self._in_doubt & set(tags)
        self._in_doubt -= doubted
        return doubted

    def refill(self, stored: Mapping[str, tuple[Span, Iterable[Sample]]]) -> Iterator[Change]:
        """Yield the rows after these windows were read from the store."""
        for tag, (span, samples) in stored.items():
            self._windows[tag].replace(*span, samples)
            yield self._anew(tag)

    def silent(self) -> Iterator[Change]:
        """Yield a row for every source and tag not heard yet: absence must be visible."""
        for source in self._tags_of:
            yield FEED.change(source, self._feed(source))

    def _anew(self, tag: str) -> Change:
        self._coming.pop(tag, None)
        self._losses.pop(tag, None)
        return LEVEL.change(tag, self._row(self._last[tag]))

    def _row(self, reading: Reading) -> LevelRow:
        tag = self._tags[reading.tag]
        row: LevelRow = {
            "tag": reading.tag,
            "value": reading.value,
            "unit": tag.unit,
            "ts": reading.ts,
            "quality": reading.quality.value,
            "rate_per_min": None,
            "source": reading.source,
        }
        if (proven := self._proven.get(reading.tag, 0)) > reading.ts:
            row["proven_at"] = proven
        if tag.kind is TagKind.GAS and tag.limits is not None and reading.value is not None:
            row["beyond"] = round(beyond(reading.value, tag.limits), 4)
        if tag.kind is not TagKind.LEVEL:
            return row
        samples = self._windows[reading.tag].until(reading.ts)
        whole = samples
        if reading.tag in self._vessels:
            samples = newest(samples, rate_s_of(tag.period_s), reading.ts)
        row["rate_per_min"] = rate = rate_per_minute(samples)
        if (trend := trend_of(rate, tag.unit)) is not None:
            row["trend"] = trend
        if reading.tag in self._vessels:
            self._note_coming(reading, whole, trend)
        if reading.tag in self._sources and (loss := self._loss(reading, samples)) is not None:
            row["loss_m3_min"] = loss
        return row

    def _loss(self, reading: Reading, samples: list[Sample]) -> float | None:
        """What the source loses; worked out anew with each new second of its gauge."""
        at = samples[-1][0] if samples else 0
        known = self._losses.get(reading.tag)
        if known is None or known[0] != at:
            tank = self._sources[reading.tag]
            flows = {
                flow: self._windows[flow].until(at)
                for flow in (*tank.inflows, *tank.outflows)
                if flow in self._metered
            }
            periods = {flow: self._tags[flow].period_s for flow in flows}
            known = at, net_loss_m3_min(tank, samples, flows, periods)
            self._losses[reading.tag] = known
        return known[1]

    def _feed(self, source: str) -> FeedRow:
        return {
            "source": source,
            "last_ts": self._last_of_source.get(source),
            "tags": self._tags_of[source],
            "period_s": self._period_of.get(source),
        }

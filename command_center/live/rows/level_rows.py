"""Rows of topics `levels` and `feeds`: the latest value of each tag and its rate, how each pool stands, and when
each source was last heard."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from operator import mul
from typing import Literal, NamedTuple, NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.alarms.net_loss import NetLevels, loss_m3_min
from command_center.domain.alarms.trend import Trend, trend_of
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, Tag, TagKind
from command_center.domain.state import State
from command_center.domain.verdicts.turns import Turn
from command_center.domain.water.overflow import BLOCK_MS, MINUTES, Outlook, Sample, outlook
from command_center.domain.water.pool import pool_turns
from command_center.live.rows.kind import RowKind
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
    """The latest value of a tag, in its unit, and a level's rate. `trend` is there while the rate is known.
    `loss_m3_min` is what a tank loses beyond its commanded flows, where all of these are metered. `overflow`
    is there for a pool's level, and none while its readings do not allow a word on it. How the reading ages
    the site's `ages` of its tag say, by its quality."""

    tag: str
    value: float
    unit: str
    ts: int
    quality: Literal["good", "uncertain", "bad"]
    rate_per_min: float | None
    source: str
    trend: NotRequired[Trend]
    loss_m3_min: NotRequired[float]
    overflow: NotRequired[Overflow | None]


class PoolRow(TypedDict):
    """How a pool stands, as turns that count from the time of its gauge's last reading (the row of `level`):
    overflow, soon, filling, steady, unknown, bad, stale, unheard. The minutes are none where it does not fill
    up within six hours, or nothing can be said."""

    pool: str
    level: str
    turns: list[Turn]
    earliest_min: float | None
    likely_min: float | None
    overflowing_since: int | None


class FeedRow(TypedDict):
    """A source of readings: when it was last heard, how many tags it has, and the shortest of their periods."""

    source: str
    last_ts: int | None
    tags: int
    period_s: float | None


LEVEL = RowKind("levels", "", LevelRow, readers=EVERYBODY)
POOL = RowKind("levels", "pool:", PoolRow, readers=EVERYBODY)
FEED = RowKind("feeds", "", FeedRow, readers=EVERYBODY)


class Rates(NamedTuple):
    """What a level does, from its samples up to `ts`: unit/min, in a word, and m3/min beyond commanded flows."""

    ts: int
    per_min: float | None
    trend: Trend | None
    loss_m3_min: float | None


NO_RATES = Rates(0, None, None, None)


@sensed(LEVEL, FEED, POOL, facts=("plant.overflowed", "plant.overflow_ceased"))
class LevelRows:
    """Turns readings into rows; keeps only what the rate needs."""

    def __init__(self, site: Site) -> None:
        self._pools = {pool.level: pool for pool in site.pools}
        self._pool_rows: dict[str, PoolRow] = {}
        self._newest: dict[str, Reading] = {}
        self._net = NetLevels(site)
        self._net_recent: dict[str, deque[Sample]] = defaultdict(deque)
        self._rates: dict[str, Rates] = {}
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
        self._pool_rows.clear()
        yield from self.pools(state)

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """As `changes`, and the pools that stand otherwise now."""
        yield from self.changes(readings)
        if self._pools:
            yield from self.pools(state)

    def after(self, state: State) -> Iterator[Change]:
        """The pools: a fact says that one runs over, or does no longer."""
        return self.pools(state)

    def pools(self, state: State) -> Iterator[Change]:
        """The rows of pools that are other than they were."""
        for level, pool in self._pools.items():
            newest = self._newest.get(level)
            known = self._outlooks.get(level)
            found = known[1] if known is not None else None
            since = state.overflowing.get(pool.id)
            row: PoolRow = {
                "pool": pool.id,
                "level": level,
                "turns": pool_turns(
                    None if newest is None else newest.quality.value,
                    since is not None,
                    None if found is None else Outlook(found["earliest_min"], found["likely_min"]),
                    self._tags[level].period_s,
                ),
                "earliest_min": None if found is None else found["earliest_min"],
                "likely_min": None if found is None else found["likely_min"],
                "overflowing_since": since,
            }
            if self._pool_rows.get(level) != row:
                self._pool_rows[level] = row
                yield POOL.change(pool.id, row)

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
        read = list(readings)
        self._net.observe(read)
        for reading in read:
            tag = self._tags.get(reading.tag)
            if tag is None:
                continue
            latest[reading.tag] = reading
            if reading.ts < self._last_of_tag.get(reading.tag, 0):
                self._recent.pop(reading.tag, None)
                self._net_recent.pop(reading.tag, None)
                self._rates.pop(reading.tag, None)
                self._filling.pop(reading.tag, None)
                self._outlooks.pop(reading.tag, None)
                self._last_of_source.pop(reading.source, None)
            self._last_of_tag[reading.tag] = reading.ts
            seen = self._last_of_source.get(reading.source, 0)
            self._last_of_source[reading.source] = max(seen, reading.ts)
            if tag.kind is TagKind.LEVEL and reading.quality is not Quality.BAD:
                self._remember(reading)
        for reading in latest.values():
            if reading.tag in self._pools:
                self._newest[reading.tag] = reading
            yield LEVEL.change(reading.tag, self._row(reading))
        for source in {reading.source for reading in latest.values()}:
            yield FEED.change(source, self._feed(source))

    def silent(self) -> Iterator[Change]:
        """A row for every source and tag that has not spoken yet: absence must be visible."""
        for source in self._tags_of:
            yield FEED.change(source, self._feed(source))

    def _remember(self, reading: Reading) -> None:
        ts, value = reading.ts, reading.value
        if _keep(self._recent[reading.tag], ts, value, RATE_WINDOW_MS):
            net = self._net.net(reading.tag, ts, value)
            if net is not None:
                _keep(self._net_recent[reading.tag], ts, net, RATE_WINDOW_MS)
        if reading.tag in self._to_weir:
            _keep(self._filling[reading.tag], ts, value, MINUTES * BLOCK_MS)

    def _rates_of(self, tag: Tag) -> Rates:
        """Worked out anew with each new sample of the level, which is once a second at most."""
        recent = self._recent.get(tag.id)
        if not recent:
            return NO_RATES
        known = self._rates.get(tag.id)
        if known is None or known.ts != recent[-1][0]:
            per_min = slope_per_minute(recent)
            tank = self._net.tanks.get(tag.id)
            loss = None
            if tank is not None:
                net = slope_per_minute(self._net_recent[tag.id])
                loss = loss_m3_min(net, tank.m3_per_m)
            known = Rates(recent[-1][0], per_min, trend_of(per_min, tag.unit), loss)
            self._rates[tag.id] = known
        return known

    def _row(self, reading: Reading) -> LevelRow:
        tag = self._tags[reading.tag]
        rates = self._rates_of(tag)
        row: LevelRow = {
            "tag": reading.tag,
            "value": reading.value,
            "unit": tag.unit,
            "ts": reading.ts,
            "quality": reading.quality.value,
            "rate_per_min": rates.per_min,
            "source": reading.source,
        }
        if rates.trend is not None:
            row["trend"] = rates.trend
        if rates.loss_m3_min is not None:
            row["loss_m3_min"] = rates.loss_m3_min
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


def _keep(recent: deque[Sample], ts: int, value: float, window_ms: int) -> bool:
    """Keep one value a second at most, over a window; whether this one was kept."""
    if recent and ts - recent[-1][0] < SAMPLE_MS:
        return False
    recent.append((ts, value))
    while recent[0][0] < ts - window_ms:
        recent.popleft()
    return True


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

"""Reduces a long history to no more readings than a screen has pixels, keeping every spike.

The span is cut into equal parts, and of each part the lowest and the highest reading are kept unchanged
(tsdownsample's MinMax): a mean would hide the one second that matters. Readings come in pages, and memory use never
grows with the length of the history: the extremes of a part are the extremes of its pages' extremes.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tsdownsample import MinMaxDownsampler

from command_center.domain.reading import Quality

LEAST = 4
"""Fewest readings one can ask for: two parts, two extremes each."""
HELD = 65_536
"""Readings held before they are thinned: about 2 MB."""

NO_VALUE = "none"
"""How a bad reading without a value is stored, with a value of 0 that nobody reads: the column takes no null,
and the largest table of all is not written anew for it."""
WORTHLESS = (Quality.BAD.value, NO_VALUE)
"""The stored qualities of readings whose value says nothing."""

Span = tuple[int, int]
Times = NDArray[np.int64]
Mask = NDArray[np.bool_]
Raw = tuple[int, float, str, str]
"""Time, value, quality and source, as they are stored."""


_MIN_MAX: Any = MinMaxDownsampler()  # type: ignore[no-untyped-call]


class Page(NamedTuple):
    """The times of a page of readings, and which of them are bad or uncertain."""

    ts: Times
    bad: Mask
    uncertain: Mask


class Thinning:
    """Takes pages of readings in order of time; `kept` then returns at most `most` of them.

    A bad reading represents a part only if it has no better one.
    """

    def __init__(self, since: int, until: int, most: int) -> None:
        if most < LEAST:
            raise ValueError(f"a history has at least {LEAST} points, not {most}")
        self._since = since
        self._parts = most // 2
        self._most = most
        # Ceiling division, in whole ms: never one part too many.
        self.part_ms = max(-(-(until - since) // self._parts), 1)
        self._names: dict[tuple[str, str], int] = {}
        self._ts: list[Times] = []
        self._values: list[NDArray[np.float64]] = []
        self._named: list[NDArray[np.int64]] = []
        self._held = 0

    def take(self, rows: Sequence[Raw]) -> Page:
        """Reads the next page of rows."""
        times, values, qualities, sources = zip(*rows, strict=True)
        ts = np.array(times, dtype=np.int64)
        named = self._name(qualities, sources)
        self._ts.append(ts)
        self._values.append(np.array(values, dtype=np.float64))
        self._named.append(named)
        self._held += len(ts)
        page = Page(ts, self._are(named, *WORTHLESS), self._are(named, Quality.UNCERTAIN.value))
        if self._held > max(HELD, 2 * self._most):
            self._thin()
        return page

    def _name(self, qualities: Sequence[str], sources: Sequence[str]) -> NDArray[np.int64]:
        """A number for every pair of quality and source; nearly always a page has one pair."""
        names = self._names
        if len(set(qualities)) == len(set(sources)) == 1:
            number = names.setdefault((qualities[0], sources[0]), len(names))
            return np.full(len(qualities), number, dtype=np.int64)
        pairs = zip(qualities, sources, strict=True)
        return np.array([names.setdefault(pair, len(names)) for pair in pairs], dtype=np.int64)

    def _are(self, named: NDArray[np.int64], *qualities: str) -> Mask:
        of_name: Mask = np.array([each in qualities for each, _ in self._names], dtype=bool)
        return of_name[named]

    def kept(self) -> list[Raw]:
        """Return the readings to draw; all of them if there are no more than `most`."""
        if self._held > self._most:
            self._thin()
        names = list(self._names)
        return [
            (ts, value, *names[name])
            for arrays in zip(self._ts, self._values, self._named, strict=True)
            for ts, value, name in zip(*(each.tolist() for each in arrays), strict=True)
        ]

    def _thin(self) -> None:
        ts = np.concatenate(self._ts)
        values = np.concatenate(self._values)
        named = np.concatenate(self._named)
        bad = self._are(named, *WORTHLESS)
        good = self._extremes(ts, values, np.flatnonzero(~bad))
        worse = self._extremes(ts, values, np.flatnonzero(bad))
        spoken = np.unique((ts[good] - self._since) // self.part_ms)
        worse = worse[~np.isin((ts[worse] - self._since) // self.part_ms, spoken)]
        keep = np.sort(np.concatenate([good, worse]))
        self._ts, self._values, self._named = [ts[keep]], [values[keep]], [named[keep]]
        self._held = len(keep)

    def _extremes(
        self, ts: Times, values: NDArray[np.float64], which: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Of the readings `which`, those that are lowest or highest in their part."""
        if not len(which):
            return which
        # The ends of the span stand as points without a value, so that the parts lie where we want
        # them; doubled times are odd and ends of parts even, so that none lies between two parts.
        ends = [0, 2 * self._parts * self.part_ms]
        x = np.concatenate([ends[:1], 2 * (ts[which] - self._since) + 1, ends[1:]])
        y = np.concatenate([[np.nan], values[which], [np.nan]])
        found = np.unique(_MIN_MAX.downsample(x, y, n_out=2 * self._parts))
        found = found.astype(np.int64) - 1
        return which[found[(found >= 0) & (found < len(which))]]


class Runs:
    """Groups times in order into spans: two times further apart than `apart_ms` belong to two spans."""

    def __init__(self, apart_ms: float) -> None:
        self._apart_ms = apart_ms
        self.spans: list[Span] = []

    def take(self, ts: Times) -> None:
        """Take the next times."""
        if not len(ts):
            return
        breaks = np.flatnonzero(np.diff(ts) > self._apart_ms)
        firsts = ts[np.concatenate([[0], breaks + 1])].tolist()
        lasts = ts[np.concatenate([breaks, [len(ts) - 1]])].tolist()
        if self.spans and firsts[0] - self.spans[-1][1] <= self._apart_ms:
            firsts[0] = self.spans.pop()[0]
        self.spans += zip(firsts, lasts, strict=True)

    @property
    def between(self) -> list[Span]:
        """Return the silences: from the end of a span to the beginning of the next."""
        return [(before[1], after[0]) for before, after in pairwise(self.spans)]

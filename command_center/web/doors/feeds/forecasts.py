"""Compares level forecasts with stored readings: the same forecast rule applied to the past.

The misses widen the bounds of later forecasts (`domain/water/forecast_hits.py`).
"""

import threading
from collections.abc import Callable
from typing import Any

from command_center.domain.site.model import Site
from command_center.domain.site.vessels import Vessel, overflow_level, vessels
from command_center.domain.water.forecast_hits import (
    HORIZON_MIN,
    Judged,
    hits,
    judged,
    margins,
    too_sure,
    widened,
)
from command_center.domain.water.overflow import MINUTE_MS, window_ms_of
from command_center.store.series.readings import Readings

STEP_MS = 3_600_000
"""One forecast of each vessel in each hour is judged (ours)."""
DAYS = 90
BACK_HOURS = 240
"""The newest hours whose forecasts widen those to come (ours): ten days of the plant as it is run now."""
LOOK_EVERY_MS = 5_000
"""An hour at most is judged in so long for the margins: a process that has just started is not held up."""
AT_ONCE = 24
"""Hours that are judged anew for one question: the page asks again, and the count grows back in time."""


class Forecasts:
    """Counts misses, and remembers each hour judged; readings that arrive later are not judged again."""

    def __init__(self, site: Callable[[], Site], history: Readings) -> None:
        self._site, self._history = site, history
        self._hours: dict[int, list[Judged]] = {}
        self._judging = threading.Lock()
        self._looked = 0
        self._used = 0, 0
        self._margins: dict[str, float] = {}

    def look(self, now: int) -> dict[str, float]:
        """Return the margin of each vessel's gauge, in units a minute, by the hours judged so far."""
        newest = (now - HORIZON_MIN * MINUTE_MS) // STEP_MS
        if now - self._looked < LOOK_EVERY_MS or not self._judging.acquire(blocking=False):
            return self._margins
        try:
            self._looked = now
            hours = range(newest, newest - BACK_HOURS, -1)
            asked = next((hour for hour in hours if hour not in self._hours), None)
            if asked is not None:
                self._hours[asked] = self._judge(asked * STEP_MS)
            if self._used != (newest, len(self._hours)):
                self._used = newest, len(self._hours)
                known = [one for hour in hours for one in self._hours.get(hour, ())]
                of_vessel = margins(known)
                self._margins = {
                    one.level: of_vessel[one.id]
                    for one in vessels(self._site())
                    if one.id in of_vessel
                }
            return self._margins
        finally:
            self._judging.release()

    def counted(self, now: int) -> dict[str, Any] | None:
        """Return how many forecasts held since `since` (UTC epoch ms), with confidence bounds of their share; None
        before one can be judged.
        """
        newest = (now - HORIZON_MIN * MINUTE_MS) // STEP_MS
        oldest = newest - DAYS * 24
        with self._judging:
            asked = [hour for hour in range(newest, oldest, -1) if hour not in self._hours]
            for hour in asked[:AT_ONCE]:
                self._hours[hour] = self._judge(hour * STEP_MS)
            for hour in [hour for hour in self._hours if hour <= oldest]:
                del self._hours[hour]
            of_vessel: dict[str, list[Judged]] = {}
            for one in (one for hour in self._hours.values() for one in hour):
                of_vessel.setdefault(one.vessel, []).append(one)
        known = [one for some in of_vessel.values() for one in widened(some)]
        found = hits(known)
        if found is None:
            return None
        since = min(one.at for one in known)
        return {
            "held": found.held, "of": found.of, "least": found.least, "most": found.most,
            "too_sure": too_sure(found), "since": since,
        }  # fmt: skip

    def _judge(self, at: int) -> list[Judged]:
        site = self._site()
        of_tag = {one.level: one for one in vessels(site)}
        spans = {
            tag: (at - window_ms_of(site.tag_by_id[tag].period_s), at + HORIZON_MIN * MINUTE_MS)
            for tag in of_tag
        }
        found = self._history.samples(spans)
        judgements = (self._one(site, of_tag[tag], samples, at) for tag, samples in found.items())
        return [one for one in judgements if one is not None]

    def _one(
        self, site: Site, vessel: Vessel, samples: list[tuple[int, float]], at: int
    ) -> Judged | None:
        before = [one for one in samples if one[0] <= at]
        came = [one for one in samples if one[0] > at]
        period_s = site.tag_by_id[vessel.level].period_s
        return judged(vessel.id, overflow_level(vessel), period_s, before, came)

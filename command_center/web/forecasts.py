"""Forecasts of levels counted against what came, from the stored readings: the same rule, put to the past."""

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
    too_sure,
)
from command_center.domain.water.overflow import MINUTE_MS, window_ms_of
from command_center.store.series.readings import Readings

STEP_MS = 3_600_000
"""One forecast of each vessel in each hour is judged (ours)."""
DAYS = 90
AT_ONCE = 24
"""Hours that are judged anew for one question: the page asks again, and the count grows back in time."""


class Forecasts:
    """Counts, and remembers each hour that it has judged; what was read late is not judged again."""

    def __init__(self, site: Callable[[], Site], history: Readings) -> None:
        self._site, self._history = site, history
        self._hours: dict[int, list[Judged]] = {}
        self._judging = threading.Lock()

    def counted(self, now: int) -> dict[str, Any] | None:
        """How many held of those since `since` (UTC epoch ms), with the bounds of their share; None before there is one
        to judge."""
        newest = (now - HORIZON_MIN * MINUTE_MS) // STEP_MS
        oldest = newest - DAYS * 24
        with self._judging:
            asked = [hour for hour in range(newest, oldest, -1) if hour not in self._hours]
            for hour in asked[:AT_ONCE]:
                self._hours[hour] = self._judge(hour * STEP_MS)
            for hour in [hour for hour in self._hours if hour <= oldest]:
                del self._hours[hour]
            known = [one for hour in self._hours.values() for one in hour]
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

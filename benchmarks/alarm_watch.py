"""Alarm checking: what one reading costs on its way in, and what one look at all alarms costs.

    python -m benchmarks.alarm_watch [--site sites/demo] [--seconds 1200]

Every tag of the site tells one reading a period, with noise; tanks are at rest, so that every
judgement is made and none of them ends early.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site, TagKind
from command_center.site_file import load

ROOT = Path(__file__).resolve().parents[1]
BEAT_MS = 500
START = 1_800_000_000_000
BUDGET_US = 3.0
"""Of the 20 us a reading may cost in all at 50,000 a second, validation and storing included."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` in `unit` beside the same for a bare loop over the readings; None has no budget."""

    what: str
    value: float
    unit: str
    baseline: float
    budget: float | None


def batches(site: Site, seconds: int, seed: int = 0) -> Iterator[list[Reading]]:
    """A batch for every beat: the tags whose period is over."""
    chance = Random(seed)
    due = {tag.id: START + chance.randrange(1000) for tag in site.tags}
    for now in range(START, START + seconds * 1000, BEAT_MS):
        batch = []
        for tag in site.tags:
            if due[tag.id] <= now:
                rest = 0.0 if tag.kind is TagKind.FLOW else (tag.low + tag.high) / 2
                value = rest + chance.gauss(0, 0.0005)
                batch.append(Reading(tag.id, now, value, Quality.GOOD, tag.source))
                due[tag.id] += round(tag.period_s * 1000)
        yield batch


def measure(site: Site, seconds: int = 1200) -> list[Measured]:
    """The rows of this benchmark."""
    told = list(batches(site, seconds))
    count = sum(len(batch) for batch in told)
    watch = AlarmWatch(site)
    observing = looking = bare = 0.0
    for beat, batch in enumerate(told):
        before = time.perf_counter()
        for reading in batch:
            watch.observe(reading)
        observed = time.perf_counter()
        watch.due(START + beat * BEAT_MS, {})
        looking += time.perf_counter() - observed
        observing += observed - before
        before = time.perf_counter()
        for reading in batch:
            _tag, _ts, _value, _quality, _source = reading
        bare += time.perf_counter() - before
    return [
        Measured(
            f"a reading checked ({len(site.tags)} tags)",
            observing * 1e6 / count,
            "us",
            bare * 1e6 / count,
            BUDGET_US,
        ),
        Measured(
            f"a look at every alarm, twice a second ({len(site.tanks)} tanks)",
            looking * 1000 / len(told),
            "ms",
            bare * 1000 / len(told),
            None,
        ),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Print the rows; 1 when a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, default=ROOT / "sites" / "demo")
    parser.add_argument("--seconds", type=int, default=1200)
    given = parser.parse_args(arguments)
    rows = measure(load(given.site), given.seconds)
    for row in rows:
        budget = f"  budget {row.budget:g}" if row.budget is not None else ""
        print(f"{row.what:60} {row.value:8.3f} {row.unit}  bare {row.baseline:.3f}{budget}")
    return int(any(row.budget is not None and row.value > row.budget for row in rows))


if __name__ == "__main__":
    sys.exit(main())

"""The freshness of readings: how long a reading is fresh, and whether it may be trusted. Alarms,
rows and pages use the same rule.

A reading ages from its own time. Its ages are turns (`turns.py`) counted from that time. They
depend on the tag alone and are sent once with the site, so that no row is sent because a reading
grows old.
"""

from collections.abc import Iterable
from typing import Literal

from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn

STALE_PERIODS = 3
"""No reading for more than so many periods is stale (docs/domain.md, "Levels, alarms")."""
STALE_LEAST_MS = 3_000
"""But never sooner: readings travel in batches (ours)."""

QualityName = Literal["good", "uncertain", "bad"]
Ages = dict[QualityName, list[Turn]]
"""By the quality of the reading."""

NEW: dict[QualityName, tuple[Sign, str]] = {
    "good": ("plain", "fresh"),
    "uncertain": ("plain", "doubtful"),
    "bad": ("gone", "bad"),
}
"""What a reading says while it is not stale. A bad one was heard, but its value means nothing."""


def stale_after_ms(period_s: float) -> float:
    """Returns for how long a reading of a tag with the period `period_s` seconds is fresh, in ms."""
    return max(STALE_PERIODS * period_s * 1000, STALE_LEAST_MS)


def stale_from_ms(period_s: float) -> int:
    """Returns the age in whole ms from which such a reading is stale."""
    return int(stale_after_ms(period_s)) + 1


def source_stale_after_ms(periods_s: Iterable[float]) -> float:
    """Returns for how long a source is fresh after its last reading, in ms: as long as its quickest
    tag.

    Raises ValueError without a period.
    """
    return min(stale_after_ms(period_s) for period_s in periods_s)


def ages_of_tag(period_s: float) -> Ages:
    """Returns how the tag's readings age: `fresh`, `doubtful` or `bad` by their quality, and
    finally `stale`."""
    stale: Turn = (stale_from_ms(period_s), "gone", "stale")
    return {quality: [(ALWAYS, *said), stale] for quality, said in NEW.items()}


def ages_of_source(periods_s: Iterable[float]) -> list[Turn]:
    """Returns how a source ages after its last reading: `fresh`, then `stale`. Raises ValueError
    without a period."""
    silent = int(source_stale_after_ms(periods_s)) + 1
    return [(ALWAYS, "plain", "fresh"), (silent, "gone", "stale")]

"""Duty scores: the points entered in a month, the points attainable, and the share of the monthly appraisal.

A score is the points entered divided by the points attainable had everything been done in time, 0 to 1. Points for
voluntary work (a reported hazard) add to it; returned or repeated work subtracts. Nothing here edits a score: an
appeal is a matter of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from command_center.domain.matters.reading.story import Scored

OWED = frozenset({"on_time", "late", "missed"})
"""The outcomes of what somebody owed: exactly one of them is entered for each."""
LEAST_SHARE = 0.2
"""The least share of the month's appraisal, where the account says nothing (the source)."""

Attainable = Callable[[Scored, str], float]
"""(entry, template of its matter) -> what the entry would have been, had it been done in time."""


@dataclass(frozen=True, slots=True)
class Score:
    """One person's score in a month. `value` is None where nothing was owed. `counts` is what it adds to an appraisal
    of 100 points in which duties have the share `share`. `why` counts how often each reason was entered.
    """

    subject: str
    points: float
    attainable: float
    value: float | None
    share: float
    counts: float | None
    why: Mapping[str, int]
    matters: tuple[str, ...]


def scores(
    entries: Iterable[tuple[Scored, str]], attainable: Attainable, share: float
) -> list[Score]:
    """Compute the scores of a month, the lowest first; people who owed nothing come last. Each entry comes with its
    template.
    """
    points: defaultdict[str, float] = defaultdict(float)
    could: defaultdict[str, float] = defaultdict(float)
    why: defaultdict[str, Counter[str]] = defaultdict(Counter)
    matters: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one, template in entries:
        points[one.subject] += one.n
        why[one.subject][one.why] += 1
        matters[one.subject][one.matter] = None
        if one.why in OWED:
            could[one.subject] += max(attainable(one, template), one.n)
    made = [
        _score(subject, points[subject], could[subject], share, why[subject], tuple(found))
        for subject, found in matters.items()
    ]
    return sorted(made, key=lambda one: (one.value is None, one.value or 0.0, one.subject))


def together(several: Iterable[Score]) -> tuple[float | None, int]:
    """Return (the joint score of several people, the number of them who owed something)."""
    owing = [one for one in several if one.value is not None]
    could = sum(one.attainable for one in owing)
    if not could:
        return None, len(owing)
    return _within(sum(one.points for one in owing) / could), len(owing)


def _score(
    subject: str,
    points: float,
    could: float,
    share: float,
    why: Mapping[str, int],
    matters: tuple[str, ...],
) -> Score:
    value = _within(points / could) if could > 0 else None
    counts = None if value is None else 100 * share * value
    return Score(subject, points, could, value, share, counts, dict(why), matters)


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))

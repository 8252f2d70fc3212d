"""What the alarms ask of whoever answers them: load per ten minutes, floods, the worst, chattering.

The measures are EEMUA 191's and ISA-18.2's: one alarm in ten minutes is what a person can answer;
a flood begins above ten in ten minutes and ends below five (docs/domain.md, "Levels, alarms").
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from command_center.domain.alarms.past import Activation
from command_center.domain.state.alarm import CHATTER_COUNT, CHATTER_MS

STEP_MS = 600_000
ACCEPTABLE = 1
"""Alarms in ten minutes that one person can answer (EEMUA 191)."""
FLOOD_ABOVE, FLOOD_ENDS_BELOW = 10, 5
"""Alarms in ten minutes at which a flood begins, and at which it ends (ISA-18.2)."""


class Load(NamedTuple):
    """Alarms raised in the ten minutes that begin at `at` (UTC epoch ms)."""

    at: int
    raised: int


class Offender(NamedTuple):
    """An alarm by how often it was raised; `chattered` counts its bursts of three in sixty seconds."""

    alarm: str
    tag: str
    condition: str
    priority: str
    activations: int
    chattered: int
    last_at: int


def load(raised: Sequence[Activation], since: int, until: int) -> list[Load]:
    """Every ten minutes that touch the span, also those without an alarm, oldest first."""
    count = Counter(each.raised_at // STEP_MS for each in raised if since <= each.raised_at < until)
    steps = range(since // STEP_MS, -(-until // STEP_MS))
    return [Load(step * STEP_MS, count[step]) for step in steps]


def floods(steps: Sequence[Load]) -> list[tuple[int, int]]:
    """Spans of flood, from the beginning of the step it began in to the end of its last."""
    found: list[tuple[int, int]] = []
    flooded = False
    for at, raised in steps:
        flooded = raised >= FLOOD_ENDS_BELOW if flooded else raised > FLOOD_ABOVE
        if not flooded:
            continue
        begun = found.pop()[0] if found and found[-1][1] == at else at
        found.append((begun, at + STEP_MS))
    return found


def offenders(raised: Sequence[Activation], since: int, until: int) -> list[Offender]:
    """Every alarm raised in the span, the most frequent first; equal ones the latest first."""
    times: dict[str, list[Activation]] = defaultdict(list)
    for each in raised:
        if since <= each.raised_at < until:
            times[each.alarm].append(each)
    found = [
        Offender(
            alarm,
            each[-1].tag,
            each[-1].condition,
            each[-1].priority,
            len(each),
            chattered([one.raised_at for one in each]),
            each[-1].raised_at,
        )
        for alarm, each in times.items()
    ]
    return sorted(found, key=lambda one: (-one.activations, -one.last_at, one.alarm))


def chattered(times: Sequence[int]) -> int:
    """Bursts of three activations in sixty seconds; one activation belongs to one burst only."""
    bursts, first = 0, 0
    for last, at in enumerate(times):
        if last - first + 1 < CHATTER_COUNT:
            continue
        if at - times[last - CHATTER_COUNT + 1] <= CHATTER_MS:
            bursts += 1
            first = last + 1
    return bursts

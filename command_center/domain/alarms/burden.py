"""The load of alarms on operators: alarms per ten minutes, floods, the most frequent alarms, and
chattering.

The measures are those of EEMUA 191 and ISA-18.2: a person can answer one alarm in ten minutes; a
flood begins above ten in ten minutes and ends below five (docs/domain.md, "Levels, alarms").
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from typing_extensions import TypedDict

from command_center.domain.alarms.past import Activation
from command_center.domain.state.alarms.alarm import CHATTER_COUNT, CHATTER_MS
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn, turns_of

STEP_MS = 600_000
ACCEPTABLE = 1
"""Alarms in ten minutes that one person can answer (EEMUA 191)."""
FLOOD_ABOVE, FLOOD_ENDS_BELOW = 10, 5
"""Alarms in ten minutes at which a flood begins, and at which it ends (ISA-18.2)."""


class Load(NamedTuple):
    """The number of alarms raised in the ten minutes that begin at `at` (UTC epoch ms)."""

    at: int
    raised: int


class LoadNow(TypedDict):
    """The alarm load of the ten minutes before any time from now on, if no other alarm is raised.
    `turns` say when it is `within` what one person can answer, `above` it, or a `flood`.
    `raised` lists (from when on, how many alarms were raised in the ten minutes before)."""

    turns: list[Turn]
    raised: list[tuple[int, int]]


class Offender(NamedTuple):
    """How often one alarm was raised. `chattered` counts its bursts of three activations in sixty
    seconds. `sign` is how serious the alarm is by itself."""

    alarm: str
    tag: str
    condition: str
    priority: str
    activations: int
    chattered: int
    last_at: int
    sign: Sign


def load(raised: Sequence[Activation], since: int, until: int) -> list[Load]:
    """Counts the alarms of every ten-minute step that touches the span, oldest first; steps without
    an alarm are included."""
    count = Counter(each.raised_at // STEP_MS for each in raised if since <= each.raised_at < until)
    steps = range(since // STEP_MS, -(-until // STEP_MS))
    return [Load(step * STEP_MS, count[step]) for step in steps]


def floods(steps: Sequence[Load]) -> list[tuple[int, int]]:
    """Returns the spans of alarm flood (UTC epoch ms), each from the start of its first step to the
    end of its last."""
    found: list[tuple[int, int]] = []
    flooded = False
    for at, raised in steps:
        flooded = raised >= FLOOD_ENDS_BELOW if flooded else raised > FLOOD_ABOVE
        if not flooded:
            continue
        begun = found.pop()[0] if found and found[-1][1] == at else at
        found.append((begun, at + STEP_MS))
    return found


def load_now(raised: Sequence[Activation], now: int) -> LoadNow:
    """Returns the alarm load at `now` (UTC epoch ms) and how it falls afterwards. An alarm counts
    for ten minutes."""
    times = [each.raised_at for each in raised if each.raised_at <= now]
    changes = Counter(times)
    changes.subtract(at + STEP_MS for at in times)
    count, flooded = 0, False
    turns: list[Turn] = [(ALWAYS, *_burden(0, flooded=False))]
    steps: dict[int, int] = {ALWAYS: 0}
    for at in sorted(changes):
        count += changes[at]
        flooded = count >= FLOOD_ENDS_BELOW if flooded else count > FLOOD_ABOVE
        begins = at if at > now else ALWAYS
        steps[begins] = count
        turns.append((begins, *_burden(count, flooded=flooded)))
    return {"turns": turns_of(turns), "raised": list(steps.items())}


def _burden(count: int, *, flooded: bool) -> tuple[Sign, str]:
    if flooded:
        return "urgent", "flood"
    return ("warn", "above") if count > ACCEPTABLE else ("plain", "within")


def offenders(raised: Sequence[Activation], since: int, until: int) -> list[Offender]:
    """Returns every alarm that was raised in the span, the most frequent first; of equally frequent
    ones the latest first."""
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
            each[-1].sign,
        )
        for alarm, each in times.items()
    ]
    return sorted(found, key=lambda one: (-one.activations, -one.last_at, one.alarm))


def chattered(times: Sequence[int]) -> int:
    """Counts the bursts of three activations in sixty seconds; one activation belongs to one burst
    only."""
    bursts, first = 0, 0
    for last, at in enumerate(times):
        if last - first + 1 < CHATTER_COUNT:
            continue
        if at - times[last - CHATTER_COUNT + 1] <= CHATTER_MS:
            bursts += 1
            first = last + 1
    return bursts

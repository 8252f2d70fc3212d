"""The track of a round: where and when each point was done, how long the way to it took, and what
is suspicious."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from command_center.domain.matters.rounds.points import Spot, code_column, code_of
from command_center.domain.matters.rounds.samples import drawn
from command_center.domain.template_language import fields as f
from command_center.domain.text import Text

GAP_MS = 15 * 60_000
"""Longer than this beside the walk itself, the round had a gap (ours)."""
WALK_M_S = 1.0
"""A slow walk, in metres a second (ours)."""
RUN_M_S = 3.0
"""Nobody makes a round at a run: faster than this, a code was not read at its point (ours)."""
NEAR_M = 30.0
"""Points this near may be read at once (ours)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One point as it was done, at `at` (UTC epoch ms), by `by`. `metres` and `ms` are from the
    point before; None where one of them is not known. `gap`: it took much longer than the way.
    `too_fast`: nobody walks so fast. `back`: it comes before the previous point in the order of
    the round. `again`: the point had been done already. `wrong` are the columns with wrong
    values, `flags` those of its pictures and positions."""

    code: str
    title: Text
    x: float | None
    y: float | None
    at: int | None
    by: str | None
    metres: float | None
    ms: int | None
    gap: bool
    too_fast: bool
    back: bool
    again: bool
    wrong: list[str]
    flags: list[str]


@dataclass(frozen=True, slots=True)
class Track:
    """A round as it was walked. `missing` are the points that were not done; `sample` the codes
    drawn for a second inspection, empty while the round goes on."""

    steps: list[Step]
    missing: list[Spot]
    sample: list[str]


def track_of(
    points: Sequence[Spot], field: f.ListField, lines: Sequence[Mapping[str, Any]], ended_hash: str | None
) -> Track:  # fmt: skip
    """Returns the track of a round from its lines. `ended_hash` is the hash of the fact that ended
    it, None while it goes on."""
    steps = list(_steps(points, field, lines))
    done = {step.code for step in steps}
    sample: list[str] = []
    if ended_hash is not None and field.reinspect is not None:
        sample = drawn(
            [one.code for one in points if one.code in done], field.reinspect, ended_hash
        )
    return Track(steps, [one for one in points if one.code not in done], sample)


def _steps(
    points: Sequence[Spot], field: f.ListField, lines: Sequence[Mapping[str, Any]]
) -> Iterator[Step]:
    ranks = {one.code: rank for rank, one in enumerate(points)}
    column = code_column(field) or ""
    known = [(ranks[code], line) for line in lines if (code := code_of(line.get(column))) in ranks]
    before: tuple[int, Mapping[str, Any]] | None = None
    done: set[int] = set()
    for rank, line in sorted(known, key=lambda one: one[1].get("at") or 0):
        spot, at = points[rank], line.get("at")
        ms = at - before[1]["at"] if before and at is not None and before[1].get("at") else None
        metres = None if before is None else _distance_m(points[before[0]], spot)
        yield Step(
            code=spot.code, title=spot.title, x=spot.x, y=spot.y, at=at, by=line.get("by"),
            metres=metres, ms=ms,
            gap=ms is not None and ms > GAP_MS + (metres or 0) / WALK_M_S * 1000,
            too_fast=ms is not None and metres is not None and metres > NEAR_M
            and metres * 1000 > RUN_M_S * ms,
            back=before is not None and rank < before[0], again=rank in done,
            wrong=list(line.get("over") or ()), flags=sorted(set(_flags(line))),
        )  # fmt: skip
        done.add(rank)
        before = (rank, line)


def _distance_m(one: Spot, other: Spot) -> float | None:
    if one.x is None or one.y is None or other.x is None or other.y is None:
        return None
    return hypot(one.x - other.x, one.y - other.y)


def _flags(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name == "flags" and isinstance(part, list):
                yield from part
            else:
                yield from _flags(part)
    elif isinstance(value, list):
        for part in value:
            yield from _flags(part)

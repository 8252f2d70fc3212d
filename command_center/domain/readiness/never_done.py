"""Readiness gaps of a new plant: checks that were never done, namely stock that was never counted
and plans that were never reviewed.

Each is a gap until a count is recorded, or the plant states the day of the review. A plant's
description without such a day counts as never done.
"""

from typing_extensions import TypedDict

from command_center.domain.site.model import Site
from command_center.domain.state import State


class NeverDone(TypedDict):
    """How many lines of stock nobody has counted, out of how many, and which plans nobody has
    reviewed."""

    lines: int
    of: int
    plans: list[str]


def never_done(state: State, site: Site) -> NeverDone | None:
    """Returns the stock never counted and the plans never reviewed; None where all was done."""
    uncounted = [
        line
        for line in site.stock
        if line.counted is None and not _counted(state, line.resource, line.store)
    ]
    plans = [plan.id for plan in site.plans if plan.reviewed is None]
    if not (uncounted or plans):
        return None
    return NeverDone(lines=len(uncounted), of=len(site.stock), plans=plans)


def _counted(state: State, resource: str, store: str) -> bool:
    line = state.ledger.lines.get((resource, store))
    return line is not None and line.counted_at is not None


KINDS = ("counts", "reviews")
"""The gaps that the row makes."""


def never_gap(state: State, site: Site, kind: str) -> bool:
    """Returns whether the gap `counts` (stock never counted) or `reviews` (plans never reviewed)
    stands."""
    row = never_done(state, site)
    if row is None:
        return False
    return row["lines"] > 0 if kind == "counts" else kind == "reviews" and bool(row["plans"])

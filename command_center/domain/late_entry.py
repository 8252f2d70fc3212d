"""Facts that were entered after they happened."""

from command_center.domain.fact import Fact

LATE_MS = 60_000
"""Entered so long after it happened, a fact says so where it is shown (ours)."""


def entered_late(fact: Fact) -> int | None:
    """By how many ms it was entered late; None where it was not.

    An exercise's time is that of its own clock: how far the wall's is from it says nothing of who wrote.
    """
    late = fact.recorded_at - fact.at
    return None if fact.exercise or late <= LATE_MS else late

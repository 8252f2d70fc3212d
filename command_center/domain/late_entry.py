"""Late entries: facts that were recorded some time after they happened."""

from command_center.domain.fact import Fact

LATE_MS = 60_000
"""Entered so long after it happened, a fact says so where it is shown (ours)."""


def entered_late(fact: Fact) -> int | None:
    """Returns by how many ms a fact was entered late; None where it was not.

    An exercise has its own clock, whose distance from the wall clock says nothing about late entry.
    """
    late = fact.recorded_at - fact.at
    return None if fact.exercise or late <= LATE_MS else late

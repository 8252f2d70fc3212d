"""Escalation of directives: yields the steps of the escalation policy that have come due."""

from collections.abc import Iterator

from command_center.domain.notifications.escalate import steps_due
from command_center.domain.state import State


def escalations(state: State, now: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (command, data) for each escalation step due at `now` (UTC epoch ms; exercise time in a drill), in order
    of their times.
    """
    for directive, step in steps_due(state, now):
        yield "escalation.fire", {"directive": directive, "step": step}

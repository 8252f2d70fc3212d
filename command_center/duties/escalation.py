"""Steps of directives' chains that have come due: the escalation policy's clock."""

from collections.abc import Iterator

from command_center.domain.notifications.escalate import steps_due
from command_center.domain.state import State


def escalations(state: State, now: int) -> Iterator[tuple[str, dict[str, str]]]:
    """(command, data) for each step due at `now` (UTC epoch ms; on the board of a drill exercise
    time), in order of their times."""
    for directive, step in steps_due(state, now):
        yield "escalation.fire", {"directive": directive, "step": step}

"""The four steps of a review, and when each is due after the end of the incident or drill."""

from command_center.domain.state.review import StepName

HOUR_MS = 3_600_000
DUE_AFTER_MS: dict[StepName, int] = {
    "hotwash": 2 * HOUR_MS,
    "frozen": 24 * HOUR_MS,
    "agreed": 48 * HOUR_MS,
    "signed": 72 * HOUR_MS,
}
"""docs/domain.md, "The 72-hour review": 72 h from the source article, the steps before it ours. Hours that
pass, whatever the calendar or a change to summer time says."""

REMINDED_AT = 0.75
"""A reminder goes out when so much of a step's time is over (ours)."""


def due_times(ended_at: int) -> dict[str, int]:
    """Returns when each step is due (UTC epoch ms)."""
    return {step: ended_at + after for step, after in DUE_AFTER_MS.items()}


def reminder_time(ended_at: int, due_at: int) -> int:
    """Returns when somebody is reminded of a step (UTC epoch ms)."""
    return ended_at + round((due_at - ended_at) * REMINDED_AT)

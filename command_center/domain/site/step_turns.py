"""A step of a plan that nobody was given, by the age of its incident."""

from command_center.domain.site.parts.plan import Step
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of


def step_turns(step: Step) -> list[Turn]:
    """While it is not given: to come, to be given, overdue. Times are ms since the incident began."""
    return turns_of(
        [
            (ALWAYS, "plain", "to_come"),
            (step.at_s * 1000, "warn", "to_give"),
            (step.due_s * 1000 + 1, "urgent", "overdue"),
        ]
    )

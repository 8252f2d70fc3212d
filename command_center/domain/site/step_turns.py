"""The turns of a plan's step that was not issued, by the age of its incident."""

from command_center.domain.site.parts.plan import Step
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of


def step_turns(step: Step) -> list[Turn]:
    """Returns the turns of a step until it is issued: `to_come`, `to_give`, `overdue`. Times are ms
    since the incident began."""
    return turns_of(
        [
            (ALWAYS, "plain", "to_come"),
            (step.at_s * 1000, "warn", "to_give"),
            (step.due_s * 1000 + 1, "urgent", "overdue"),
        ]
    )

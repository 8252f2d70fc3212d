"""How a review and its improvement actions stand against their deadlines: what is next, and how
late it is."""

from collections.abc import Mapping
from typing import Literal

from command_center.domain.reviews.steps import reminder_time
from command_center.domain.state.review import STEPS, Action, ActionState, Done, Review, StepName
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn, turn_taken, turns_of

Standing = Literal["open", "late", "closed"]
"""How an action stands, in short. Late is open too: its day is over and no drill has passed it."""

ACTION_SIGNS: dict[ActionState, Sign] = {
    "open": "warn",
    "assigned": "note",
    "done": "note",
    "closed": "good",
}
"""How pressing an action is in its time."""


def review_turns(review: Review) -> list[Turn]:
    """Returns the turns of the whole review, until it is signed.

    Codes: `due` (the next step, in time), `soon` (a quarter of its time is left, when somebody is
    reminded), `lapsed` (in time, but a signature has lapsed), `step_late`, `overdue` (the last
    step's time is over), and `signed`.
    """
    step = review.next_step
    if step is None:
        return [(ALWAYS, "good", "signed")]
    turns: list[Turn] = [(ALWAYS, "warn", "lapsed")]
    if not review.lapsed:
        soon = reminder_time(review.ended_at, review.due[step])
        turns = [(ALWAYS, "note", "due"), (soon, "warn", "soon")]
    turns += [
        (review.due[step], "urgent", "step_late"),
        (review.due["signed"], "urgent", "overdue"),
    ]
    return turns_of(turns)


def steps_turns(done: Mapping[str, Done], due: Mapping[str, int]) -> dict[StepName, list[Turn]]:
    """Returns the turns of each step: `done`, `done_late`, `next`, `to_come`, and `late` once it is
    due."""
    coming = next((step for step in STEPS if step not in done), None)
    return {step: _turns_of_step(step, done.get(step), due[step], coming) for step in STEPS}


def _turns_of_step(
    step: StepName, done: Done | None, due: int, coming: StepName | None
) -> list[Turn]:
    if done is not None:
        late = done.at > due
        return [(ALWAYS, "warn" if late else "good", "done_late" if late else "done")]
    first: Turn = (ALWAYS, "note", "next") if step == coming else (ALWAYS, "gone", "to_come")
    return turns_of([first, (due, "urgent", "late")])


def action_turns(action: Action) -> list[Turn]:
    """Returns the turns of an improvement action: its state, and `late` from the millisecond after
    its due time until it is closed."""
    turns: list[Turn] = [(ALWAYS, ACTION_SIGNS[action.state], action.state)]
    if action.due_at is not None and action.state != "closed":
        turns.append((action.due_at + 1, "urgent", "late"))
    return turns_of(turns)


def action_standing(action: Action, now: int) -> Standing:
    """Returns the state of an action at `now` (UTC epoch ms): open, late or closed."""
    taken = turn_taken(action_turns(action), now)
    code = taken[2] if taken is not None else "open"
    return "late" if code == "late" else "closed" if code == "closed" else "open"

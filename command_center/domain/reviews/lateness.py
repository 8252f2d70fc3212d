"""How a review stands against its clock: which step is next, and how late it is."""

from collections.abc import Mapping

from command_center.domain.reviews.steps import reminder_time
from command_center.domain.state.review import STEPS, Done, Review, StepName
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of


def review_turns(review: Review) -> list[Turn]:
    """Of the whole review, until it is signed.

    Codes: `due` (the next step, in time), `soon` (a quarter of its time is left, when somebody is reminded),
    `lapsed` (in time, but a signature has lapsed), `step_late`, `overdue` (the last step's time is over), and
    `signed`.
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
    """Of each step: `done`, `done_late`, `next`, `to_come`, and `late` from when it was due."""
    coming = next((step for step in STEPS if step not in done), None)
    return {step: _step(step, done.get(step), due[step], coming) for step in STEPS}


def _step(step: StepName, done: Done | None, due: int, coming: StepName | None) -> list[Turn]:
    if done is not None:
        late = done.at > due
        return [(ALWAYS, "warn" if late else "good", "done_late" if late else "done")]
    first: Turn = (ALWAYS, "note", "next") if step == coming else (ALWAYS, "gone", "to_come")
    return turns_of([first, (due, "urgent", "late")])

"""How a review and its actions stand against their clocks."""

from typing import Any, Literal

from command_center.domain.reviews.lateness import (
    action_standing,
    action_turns,
    review_turns,
    steps_turns,
)
from command_center.domain.reviews.steps import HOUR_MS, due_times
from command_center.domain.state.review import Action, Done, Review, Telling
from command_center.domain.verdicts.turns import Turn, turn_taken

END = 1_796_148_600_000


def review(**done: Done) -> Review:
    return Review(
        id="INC-1", subject="incident", exercise=False, title={"zh": "泄漏", "en": "Leak"},
        ended_at=END, ended_seq=3, first_seq=1, opened_seq=4, due=due_times(END), done=dict(done),
    )  # fmt: skip


def code(turns: list[Turn], hours: float) -> tuple[str, str]:
    taken = turn_taken(turns, END + round(hours * HOUR_MS))
    assert taken is not None
    return taken[1:]


def test_the_next_step_is_near_when_somebody_is_reminded_then_late_then_the_review_is() -> None:
    turns = review_turns(review())
    assert code(turns, 1.49) == ("note", "due")
    assert code(turns, 1.5) == ("warn", "soon")
    assert code(turns, 2) == ("urgent", "step_late")
    assert code(turns, 72) == ("urgent", "overdue")


def test_a_step_says_late_by_itself_and_keeps_it_when_it_is_done_late() -> None:
    done = {"hotwash": Done(at=END + 3 * HOUR_MS, by="ann", seq=9)}
    turns = steps_turns(done, due_times(END))
    assert code(turns["hotwash"], 4) == ("warn", "done_late")
    assert code(turns["frozen"], 4) == ("note", "next")
    assert code(turns["frozen"], 24) == ("urgent", "late")
    assert code(turns["agreed"], 4) == ("gone", "to_come")


def action(**more: Any) -> Action:
    return Action(
        id="ACT-1", review="INC-1", finding="FND-1", text="Mend it", at=END, by="ann", seq=9, **more
    )


def test_an_action_is_late_from_the_millisecond_after_its_time_until_it_is_closed() -> None:
    due = END + 5 * HOUR_MS
    turns = action_turns(action(owner="kim", due_at=due))
    assert code(turns, 5) == ("note", "assigned")
    assert turn_taken(turns, due + 1) == (due + 1, "urgent", "late")
    proved = action(owner="kim", due_at=due, proof="P-1", done_at=END)
    assert code(action_turns(proved), 1) == ("note", "done")
    assert code(action_turns(proved), 6) == ("urgent", "late"), "only a pass closes it"
    closed = action(owner="kim", due_at=due, closed_at=END)
    assert code(action_turns(closed), 6) == ("good", "closed")
    assert code(action_turns(action()), 99) == ("warn", "open"), "nobody's, and without a day"


def test_an_action_stands_open_late_or_closed_by_its_turns() -> None:
    one = action(owner="kim", due_at=END)
    assert [action_standing(one, END + ms) for ms in (0, 1)] == ["open", "late"]
    assert action_standing(action(owner="kim", due_at=END, closed_at=END), END + 1) == "closed"


def test_somebody_is_told_ahead_only_before_the_step_is_late() -> None:
    def ahead(kind: Literal["reminded", "escalated"], hours: float) -> bool:
        at = END + round(hours * HOUR_MS)
        return review().ahead(Telling(kind, "hotwash", "chief", "ann", 9, at))

    assert [ahead("escalated", hours) for hours in (1.99, 2)] == [True, False]
    assert not ahead("reminded", 1.6)

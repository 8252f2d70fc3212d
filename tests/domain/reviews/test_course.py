"""A review from its opening to two signatures: who may say what, in which order, and what is kept open."""

import pytest

from command_center.desk import Forbidden
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.registry import FACTS
from command_center.domain.reviews.course import can_be_taken
from command_center.domain.reviews.moved import KINDS
from tests.domain.reviews.under_review import (
    EVALUATOR,
    closed,
    judged,
    planned,
    problem,
    ready_to_sign,
    review,
    room,
)
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom, person

__all__ = ["closed", "room"]  # fixtures


def test_closing_begins_a_review_once(room: ControlRoom) -> None:
    incident = closed_incident(room)
    [opened] = room.does(DUTY_ACTOR, "review.open", review=incident)
    assert opened.incident == incident
    assert opened.data["ended_at"] == room.state.incidents[incident].closed_at
    assert opened.data["due"]["signed"] - opened.data["ended_at"] == 72 * 3_600_000
    assert room.does(DUTY_ACTOR, "review.open", review=incident) == []
    assert room.does(DUTY_ACTOR, "review.open", review="INC-77") == []
    assert room.replayed() == room.state


def test_the_whole_course_ends_with_two_signatures(room: ControlRoom, closed: str) -> None:
    ready_to_sign(room, closed)
    [first] = room.does("ann", "review.sign", review=closed)
    assert not first.data["complete"]
    assert room.refuses("ann", "review.sign", review=closed).refusal.code == "already_signed"
    [second] = room.does(EVALUATOR, "review.sign", review=closed)
    assert second.data["complete"]
    assert review(room, closed).signed
    assert room.state.reviews.running == {}
    refused = room.refuses("ann", "review.rectify", review=closed, fact=1, text="Too late now")
    assert refused.refusal.code == "review_signed"
    assert room.replayed() == room.state


def test_what_keeps_a_review_from_being_signed_is_named_once(
    room: ControlRoom, closed: str
) -> None:
    ready_to_sign(room, closed)
    [bare] = room.does(
        "ann", "finding.add", review=closed, text="Neither judged nor planned", facts=[3]
    )
    refusal = room.refuses("ann", "review.sign", review=closed).refusal
    assert refusal.code == "plan_incomplete"
    assert refusal.params["missing"] == [bare.data["finding"]]


@pytest.mark.parametrize("spoken", [{}, {"via": "radio", "speaker": "kim"}])
def test_a_change_with_a_time_of_its_own_makes_a_signature_lapse_as_well(
    room: ControlRoom, closed: str, spoken: dict[str, str]
) -> None:
    action = ready_to_sign(room, closed)
    room.does("ann", "review.sign", review=closed)
    changed, lapsed = room.does(
        "ann", "action.assign", action=action, owner="kim", due_at=room.now + 10**9,
        at=room.now, **spoken,
    )  # fmt: skip
    assert (changed.kind, lapsed.kind) == ("action.assigned", "review.signature_lapsed")
    assert lapsed.caused_by == changed.seq
    assert review(room, closed).signatures == {}


def test_each_step_waits_for_the_one_before(room: ControlRoom, closed: str) -> None:
    for kind, data in (
        ("review.agree", {}),
        ("review.hold", {"present": 3, "notes": "x"}),
        ("review.sign", {}),
    ):
        assert room.refuses("ann", kind, review=closed, **data).refusal.code == "review_step_first"
    room.does("ann", "review.freeze", review=closed)
    again = room.refuses("ann", "review.freeze", review=closed)
    assert again.refusal.code == "review_step_done"


def test_the_steps_that_can_be_taken_are_those_that_are_not_refused(
    room: ControlRoom, closed: str
) -> None:
    def steps() -> list[str]:
        return list(can_be_taken(review(room, closed)))

    assert steps() == ["hotwash", "frozen"]
    room.does("ann", "review.freeze", review=closed)
    assert steps() == ["hotwash", "agreed"], "a hotwash may be held late"
    planned(room, judged(room, closed))
    room.does("ann", "review.agree", review=closed)
    assert steps() == ["hotwash", "meeting"]
    room.does("ann", "review.hold", review=closed, present=6, notes="Minutes")
    assert steps() == ["hotwash", "signed"]
    room.does("ann", "review.hotwash", review=closed, present=9, notes="On the spot")
    assert steps() == ["signed"]


def test_nothing_is_agreed_before_a_person_gave_cause_and_rating(
    room: ControlRoom, closed: str
) -> None:
    room.does("ann", "review.freeze", review=closed)
    found = problem(room, closed)
    refused = room.refuses("ann", "review.agree", review=closed)
    assert (refused.refusal.code, refused.refusal.params["findings"]) == (
        "findings_unjudged",
        [found],
    )
    room.does("ann", "finding.change", finding=found, cause="No night key")
    assert room.refuses("ann", "review.agree", review=closed).refusal.code == "findings_unjudged"
    room.does(EVALUATOR, "finding.rate", finding=found, severity="minor")
    room.does("ann", "review.agree", review=closed)


@pytest.mark.parametrize("kind", ["review.rate", "review.grade", "finding.rate"])
def test_who_led_rates_nothing(room: ControlRoom, closed: str, kind: str) -> None:
    with pytest.raises(Forbidden):
        room.desk.submit(kind, {"review": closed}, person("ann"))


def test_a_change_after_the_findings_were_agreed_names_what_it_rectifies(
    room: ControlRoom, closed: str
) -> None:
    room.does("ann", "review.freeze", review=closed)
    found = judged(room, closed)
    before = room.state.reviews.findings[found].history[-1]
    room.does("ann", "review.agree", review=closed)
    [changed] = room.does("ann", "finding.change", finding=found, text="Suits behind two locks")
    assert changed.data["rectifies"] == before
    assert room.state.reviews.findings[found].rectified == [changed.seq]
    [late] = room.does("ann", "finding.add", review=closed, text="Came to mind late", facts=[3])
    assert late.data["rectifies"] == review(room, closed).done["agreed"].seq
    added = room.state.reviews.findings[late.data["finding"]]
    assert (added.late, added.rectified) == (True, []), "nobody has changed it"
    assert not room.state.reviews.findings[found].late


def test_a_fact_is_rectified_beside_itself_and_late_after_the_freeze(
    room: ControlRoom, closed: str
) -> None:
    [early] = room.does("ann", "review.rectify", review=closed, fact=4, text="It was Ben, not Ann")
    room.does("ann", "review.freeze", review=closed)
    [late] = room.does("ann", "review.rectify", review=closed, fact=4, text="It was Cai after all")
    assert (early.data["late"], late.data["late"]) == (False, True)
    assert [seq for seq, _ in review(room, closed).rectified[4]] == [early.seq, late.seq]
    refused = room.refuses("ann", "review.rectify", review=closed, fact=9_999, text="No such fact")
    assert refused.refusal.code == "unknown_fact"


def test_a_problem_of_the_draft_is_taken_up_once(room: ControlRoom, closed: str) -> None:
    found = problem(room, closed, problem="locked:vault")
    again = room.refuses(
        "ann", "finding.add", review=closed, text="Once more", facts=[5], problem="locked:vault"
    )
    assert again.refusal.params == {"finding": found}


def test_the_two_judgements_stand_apart_and_nothing_is_worked_out(
    room: ControlRoom, closed: str
) -> None:
    room.does(EVALUATOR, "review.rate", review=closed, objective="Command", rating="P")
    room.does(EVALUATOR, "review.rate", review=closed, objective="Suits", rating="U")
    room.does(EVALUATOR, "review.rate", review=closed, objective="Water", rating="not_observed")
    assert review(room, closed).grade is None
    room.does(EVALUATOR, "review.grade", review=closed, grade="fair")
    room.does(EVALUATOR, "review.rate", review=closed, objective="Suits", rating="M")
    known = review(room, closed)
    assert {name: rating for name, (rating, _) in known.ratings.items()} == {
        "Command": "P",
        "Suits": "M",
        "Water": "not_observed",
    }
    assert known.grade is not None
    assert known.grade[0] == "fair"


def test_an_action_closes_by_nothing_but_a_pass_in_a_later_drill(
    room: ControlRoom, closed: str
) -> None:
    action = planned(room, judged(room, closed))
    with pytest.raises(Forbidden):
        room.desk.submit(
            "action.done", {"action": action, "proof": "P-1"}, person("x", Role.VIEWER)
        )
    assert (
        room.refuses(person("gus"), "action.done", action=action, proof="P-1").refusal.code
        == "not_your_action"
    )
    room.does(person("kim"), "action.done", action=action, proof="photo 17")
    assert room.state.reviews.actions[action].state == "done"
    assert [a.id for a in room.state.reviews.open_actions()] == [action]
    for drill in (closed, "DRL-1"):
        refused = room.refuses(
            EVALUATOR, "action.observe", action=action, drill=drill, result="pass", facts=[1]
        )
        assert refused.refusal.code == "no_later_drill"
    assert room.state.reviews.actions[action].closed_at is None


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("finding.change", {"finding": "FND-9", "text": "What?"}, "unknown_finding"),
        ("action.done", {"action": "ACT-9", "proof": "P-1"}, "unknown_action"),
        ("review.freeze", {"review": "INC-9"}, "unknown_review"),
        ("action.open", {"finding": "FND-9", "text": "Do it"}, "unknown_finding"),
    ],
)
def test_what_does_not_exist_is_named(
    room: ControlRoom, closed: str, kind: str, data: dict[str, str], code: str
) -> None:
    assert room.refuses("ann", kind, **data).refusal.code == code


def test_a_strength_has_no_severity_and_no_action(room: ControlRoom, closed: str) -> None:
    [added] = room.does(
        "ann",
        "finding.add",
        review=closed,
        nature="strength",
        text="Read back every order",
        facts=[5],
    )
    found = added.data["finding"]
    refused = room.refuses(EVALUATOR, "finding.rate", finding=found, severity="major")
    assert refused.refusal.code == "not_a_problem"
    assert (
        room.refuses("ann", "action.open", finding=found, text="More of it").refusal.code
        == "not_a_problem"
    )
    room.does("ann", "review.freeze", review=closed)
    room.does("ann", "review.agree", review=closed)


def test_everything_of_a_review_moves_the_count_of_them() -> None:
    areas = ("review.", "finding.", "action.")
    assert set(KINDS) == {k for k in FACTS if k.startswith(areas)} | {
        "observation.changed",
        "observation.noted",
    }

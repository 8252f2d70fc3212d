"""A review from its opening to two signatures: who may say what, in which order, and what is kept open."""

import threading
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted, Desk, Forbidden, Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.notifications.wanted import AT_ONCE, wanted
from command_center.domain.registry import FACTS
from command_center.domain.reviews.lapsing import CONTENT
from command_center.domain.reviews.moved import KINDS
from command_center.domain.state.review import Review
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom, journal_at, person, virtual
from tests.support.reachable_works import reachable_works

EVALUATOR = person("joe", Role.EVALUATOR)
DAY_MS = 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


@pytest.fixture
def closed(room: ControlRoom) -> str:
    """A closed incident whose review has begun."""
    incident = closed_incident(room)
    room.does(DUTY_ACTOR, "review.open", review=incident)
    return incident


def review(room: ControlRoom, name: str) -> Review:
    return room.state.reviews.by_id[name]


def problem(room: ControlRoom, name: str, **more: Any) -> str:
    facts = room.does(
        "ann", "finding.add", review=name, text="Suits behind a lock", facts=[5], **more
    )
    return str(facts[0].data["finding"])


def judged(room: ControlRoom, name: str) -> str:
    """A problem with cause, rating, an action, an owner and a day."""
    found = problem(room, name)
    room.does("ann", "finding.change", finding=found, cause="The keeper works by day only")
    room.does(EVALUATOR, "finding.rate", finding=found, severity="major")
    return found


def planned(room: ControlRoom, found: str) -> str:
    opened = room.does("ann", "action.open", finding=found, text="Open the vault round the clock")
    action = str(opened[0].data["action"])
    room.does("ann", "action.assign", action=action, owner="kim", due_at=room.now + DAY_MS)
    return action


def ready_to_sign(room: ControlRoom, name: str, *, hotwash: bool = True) -> str:
    if hotwash:
        room.does("ann", "review.hotwash", review=name, present=9, notes="On the spot")
    room.does("ann", "review.freeze", review=name)
    action = planned(room, judged(room, name))
    room.does("ann", "review.agree", review=name)
    room.does("ann", "review.hold", review=name, present=6, notes="Minutes")
    return action


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


@pytest.mark.parametrize(
    "change",
    [
        "reworded",
        "severity",
        "assigned",
        "added",
        "opened",
        "rating",
        "grade",
        "rectified",
        "hotwash",
    ],
)
def test_a_signature_is_of_the_list_as_it_was_signed(
    room: ControlRoom, closed: str, change: str
) -> None:
    """Whoever changes the list or the plan after one side has signed asks that side again."""
    action = ready_to_sign(room, closed, hotwash=change != "hotwash")
    [given] = room.does("ann", "review.sign", review=closed)
    found = room.state.reviews.actions[action].finding
    if change == "reworded":
        room.does("ann", "finding.change", finding=found, text="It was otherwise")
    elif change == "severity":
        room.does(EVALUATOR, "finding.rate", finding=found, severity="minor")
    elif change == "rating":
        room.does(EVALUATOR, "review.rate", review=closed, objective="Command", rating="U")
    elif change == "grade":
        room.does(EVALUATOR, "review.grade", review=closed, grade="poor")
    elif change == "rectified":
        room.does(EVALUATOR, "review.rectify", review=closed, fact=4, text="It was Ben")
    elif change == "hotwash":
        room.does(EVALUATOR, "review.hotwash", review=closed, present=3, notes="Late, but held")
    elif change == "assigned":
        room.does("ann", "action.assign", action=action, owner="kim", due_at=room.now + 10**9)
    elif change == "added":
        room.does("ann", "finding.add", review=closed, nature="strength", text="Calm", facts=[1])
    else:
        room.does("ann", "action.open", finding=found, text="One more thing to do")
        [more] = room.facts("action.opened")[-1:]
        room.does(
            "ann", "action.assign", action=more.data["action"], owner="kim", due_at=room.now + 10**9
        )
    assert review(room, closed).signatures == {}
    [lapsed] = room.facts("review.signature_lapsed")
    changed = next(f for f in room.facts() if f.seq == lapsed.data["change"])
    assert lapsed.data["signer"] == "ann"
    assert (lapsed.data["signature"], lapsed.caused_by) == (given.seq, changed.seq)
    assert (changed.kind in CONTENT, changed.seq + 1) == (True, lapsed.seq)
    [page] = review(room, closed).pages
    assert (page.person, page.step, page.seq) == ("ann", f"lapsed_{lapsed.seq}", lapsed.seq)
    [alone] = room.does(EVALUATOR, "review.sign", review=closed)
    assert not alone.data["complete"]
    [again] = room.does("ann", "review.sign", review=closed)
    assert again.data["complete"]
    assert (review(room, closed).pages, review(room, closed).lapsed) == ([], {})
    room.does("ann", "action.assign", action=action, owner="kim", due_at=room.now + 2 * 10**9)
    assert len(room.facts("review.signature_lapsed")) == 1
    assert len(review(room, closed).signatures) == 2, "what is signed stays signed"
    assert room.replayed() == room.state


def test_who_signs_what_was_changed_meanwhile_reads_it_first(
    room: ControlRoom, closed: str
) -> None:
    action = ready_to_sign(room, closed)
    read = review(room, closed).content_seq
    room.does("ann", "action.assign", action=action, owner="kim", due_at=room.now + 10**9)
    refused = room.refuses(EVALUATOR, "review.sign", review=closed, seen=read)
    assert (refused.refusal.code, refused.refusal.params) == (
        "review_moved",
        {"seq": review(room, closed).content_seq},
    )
    room.does(EVALUATOR, "review.sign", review=closed, seen=review(room, closed).content_seq)
    room.does(person("kim"), "action.done", action=action, proof="photo 17")
    assert list(review(room, closed).signatures) == ["joe"], "its course is no change of the plan"


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


def test_several_signatures_of_one_side_lapse_together_and_each_owner_is_told(
    tmp_path: Path,
) -> None:
    room = ControlRoom(tmp_path / "reached.db", reachable_works())
    closed = closed_incident(room)
    room.does(DUTY_ACTOR, "review.open", review=closed)
    ready_to_sign(room, closed)
    for who in ("ann", "ben"):
        room.does(person(who, Role.COMMANDER), "review.sign", review=closed)
    room.does(EVALUATOR, "review.grade", review=closed, grade="fair")
    told = room.facts("review.signature_lapsed")
    assert [f.data["signer"] for f in told] == ["ann", "ben"]
    assert {p.person for p in review(room, closed).pages} == {"ann", "ben"}
    notices = [(one.person, one.step) for one in wanted(room.state, room.site)]
    assert notices == [(f.data["signer"], f"lapsed_{f.seq}") for f in told for _ in AT_ONCE]
    room.does(person("ben", Role.COMMANDER), "review.sign", review=closed)
    assert {p.person for p in review(room, closed).pages} == {"ann"}
    assert room.replayed() == room.state


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


def test_nothing_is_signed_without_an_owner_and_a_day(room: ControlRoom, closed: str) -> None:
    room.does("ann", "review.freeze", review=closed)
    found = judged(room, closed)
    room.does("ann", "review.agree", review=closed)
    room.does("ann", "review.hold", review=closed, present=4, notes="Minutes")
    assert room.refuses("ann", "review.sign", review=closed).refusal.params["missing"] == [found]
    opened = room.does("ann", "action.open", finding=found, text="Second key at the gate")
    action = opened[0].data["action"]
    assert room.refuses("ann", "review.sign", review=closed).refusal.params["missing"] == [action]


def test_no_clock_and_no_virtual_person_judges_or_signs(room: ControlRoom, closed: str) -> None:
    ready_to_sign(room, closed)
    with pytest.raises(Forbidden):
        room.desk.submit("review.sign", {"review": closed}, DUTY_ACTOR)
    for kind, data in (
        ("review.sign", {"review": closed}),
        ("finding.add", {"review": closed, "text": "A word", "facts": [1]}),
    ):
        refused = room.refuses(virtual("ann"), kind, **data)
        assert (refused.refusal.code, refused.refusal.status) == ("people_only", 403)
    robot = Actor("judge", Role.EVALUATOR, ActorKind.VIRTUAL, "joe")
    assert (
        room.refuses(robot, "review.grade", review=closed, grade="good").refusal.code
        == "people_only"
    )


def test_nobody_signs_for_another(room: ControlRoom, closed: str) -> None:
    ready_to_sign(room, closed)
    refused = room.refuses("ann", "review.sign", review=closed, via="radio", speaker="ben")
    assert refused.refusal.code == "sign_yourself"


@pytest.mark.parametrize("role", [Role.RESPONDER, Role.VIEWER, Role.ADMINISTRATOR, Role.CONTROLLER])
def test_only_who_led_and_who_judged_sign(room: ControlRoom, closed: str, role: Role) -> None:
    with pytest.raises(Forbidden):
        room.desk.submit("review.sign", {"review": closed}, person("gus", role))


@pytest.mark.parametrize("kind", ["review.rate", "review.grade", "finding.rate"])
def test_who_led_rates_nothing(room: ControlRoom, closed: str, kind: str) -> None:
    with pytest.raises(Forbidden):
        room.desk.submit(kind, {"review": closed}, person("ann"))


def test_two_people_sign_at_the_same_moment_and_both_count(
    room: ControlRoom, closed: str, tmp_path: Path
) -> None:
    ready_to_sign(room, closed)
    desks = []
    for _ in range(2):
        desk = Desk(room.site, journal_at(tmp_path / "works.db", room.site, room.clock), room.clock)
        desk.catch_up()
        desks.append(desk)
    gate = threading.Barrier(2)
    answers: list[Accepted | Refused] = []

    def sign(desk: Desk, who: Actor) -> None:
        gate.wait()
        answers.append(desk.submit("review.sign", {"review": closed}, who))

    signers = zip(desks, (person("ann"), EVALUATOR), strict=True)
    threads = [threading.Thread(target=sign, args=both) for both in signers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    room.desk.catch_up()
    assert all(isinstance(answer, Accepted) for answer in answers)
    assert sorted(fact.data["complete"] for fact in room.facts("review.signed")) == [False, True]
    assert review(room, closed).signed


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
    assert set(KINDS) == {k for k in FACTS if k.startswith(areas)} | {"observation.noted"}

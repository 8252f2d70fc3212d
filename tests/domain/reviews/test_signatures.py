"""What a signature is of, who may give it, and when it lapses."""

import threading
from pathlib import Path

import pytest

from command_center.desk import Accepted, Desk, Forbidden, Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.notifications.wanted import wanted
from command_center.domain.reviews.lapsing import CONTENT
from tests.domain.reviews.under_review import (
    EVALUATOR,
    closed,
    judged,
    ready_to_sign,
    review,
    room,
)
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom, journal_at, person, virtual
from tests.support.reachable_works import reachable_works

__all__ = ["closed", "room"]  # fixtures


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
    assert notices == [(f.data["signer"], f"lapsed_{f.seq}") for f in told for _ in ("im", "sms")]
    room.does(person("ben", Role.COMMANDER), "review.sign", review=closed)
    assert {p.person for p in review(room, closed).pages} == {"ann"}
    assert room.replayed() == room.state


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

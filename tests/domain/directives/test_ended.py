"""Closing an incident ends its directives that are still open."""

from dataclasses import replace

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.directives.verdict import verdict_of
from command_center.domain.fold import apply
from command_center.domain.matters.reading.mine import owed
from command_center.domain.notifications.escalate import steps_due
from command_center.domain.notifications.wanted import wanted
from command_center.domain.state import State
from tests.support.factories import ControlRoom


@pytest.fixture
def fire(room: ControlRoom) -> str:
    """A fire: it may be closed once the outfall is sampled."""
    [opened] = room.does("ann", "incident.open", place="shop-2", hazard="fire")
    return str(opened.data["id"])


def closes(room: ControlRoom, fire: str) -> int:
    """Closes the fire ten seconds later; returns when."""
    at = room.later(10)
    room.does("eva", "outfall.sample", incident=fire, place="storm-valve")
    room.does("ann", "incident.close", incident=fire)
    return at


def test_what_nobody_has_acknowledged_ends_and_pages_nobody_any_more(
    room: ControlRoom, fire: str
) -> None:
    order = room.orders(fire)
    found = room.state.directives[order]
    assert found.to_person is not None
    assert owed(room.state, None, found.to_person, room.now)
    at = closes(room, fire)
    assert (found.state, found.reached, found.ended_at, found.open) == (
        "ended", "issued", at, False,
    )  # fmt: skip
    now = room.later(3600)
    assert list(steps_due(room.state, now)) == []
    assert [one for one in wanted(room.state, room.site) if one.subject == order] == []
    for rung in found.ladder:
        assert room.does(DUTY_ACTOR, "escalation.fire", directive=order, step=rung["step"]) == []
    assert owed(room.state, None, found.to_person, now) == []
    assert not room.state.in_hand.of_person(found.to_person)
    verdict = verdict_of(room.state, room.site, found)
    assert (verdict["live"], verdict["awaits"]) == (False, None)
    assert [code for *_, code in verdict["turns"]] == ["ended"]
    assert room.replayed().directives == room.state.directives


def test_what_is_done_and_not_verified_ends_too_and_what_had_ended_stays_as_it_was(
    room: ControlRoom, fire: str
) -> None:
    done, refused, withdrawn = (room.orders(fire) for _ in range(3))
    room.does("eva", "directive.ack", directive=done)
    room.does("eva", "directive.done", directive=done)
    room.does("eva", "directive.refuse", directive=refused, reason="no mask left")
    room.does("ann", "directive.withdraw", directive=withdrawn, reason="not needed")
    closes(room, fire)
    known = room.state.directives
    assert [known[one].state for one in (done, refused, withdrawn)] == [
        "ended", "refused", "withdrawn",
    ]  # fmt: skip
    assert (known[done].reached, known[done].progress) == ("done", 100)


def test_another_incident_s_directives_go_on(room: ControlRoom, fire: str) -> None:
    [opened] = room.does("ann", "incident.open", place="tank")
    other = room.orders(str(opened.data["id"]))
    closes(room, fire)
    assert room.state.directives[other].state == "issued"


@pytest.mark.parametrize(
    ("who", "kind", "data"),
    [
        ("eva", "directive.ack", {}),
        ("eva", "directive.refuse", {"reason": "no mask left"}),
        ("ann", "directive.withdraw", {"reason": "not needed"}),
    ],
)
def test_a_step_after_the_close_is_refused_because_the_incident_is_closed(
    room: ControlRoom, fire: str, who: str, kind: str, data: dict[str, str]
) -> None:
    order = room.orders(fire)
    closes(room, fire)
    room.later(1)
    refusal = room.refuses(who, kind, directive=order, **data).refusal
    assert (refusal.code, refusal.params) == ("incident_closed", {"incident": fire})


def test_a_step_before_the_close_that_comes_after_it_is_kept_and_opens_nothing_again(
    room: ControlRoom, fire: str
) -> None:
    order = room.orders(fire)
    at = closes(room, fire)
    room.later(300)
    late = room.refuses("eva", "directive.done", directive=order, at=at - 3000)
    assert late.refusal.code == "directive_state", "nothing is implied, as before the close"
    room.does("eva", "directive.ack", directive=order, at=at - 5000)
    room.does("eva", "directive.done", directive=order, at=at - 3000, note="shut")
    found = room.state.directives[order]
    assert (found.state, found.reached, found.ended_at, found.note) == ("ended", "done", at, "shut")
    assert (found.acknowledged_at, found.done_at) == (at - 5000, at - 3000)
    assert not room.state.in_hand.of_incident(fire)
    assert room.replayed().directives == room.state.directives


def test_the_journal_of_an_older_release_has_steps_after_the_close_and_folds(
    room: ControlRoom, fire: str
) -> None:
    order = room.orders(fire)
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    room.does("ann", "directive.verify", directive=order)
    at = closes(room, fire)
    facts = room.facts()
    steps = [f for f in facts if f.data.get("directive") == order]
    assert [f.kind for f in steps] == [
        "directive.acknowledged", "directive.done", "directive.verified",
    ]  # fmt: skip
    outlived = [
        *(f for f in facts if f not in steps),
        *(replace(f, at=at + 60_000, recorded_at=at + 60_000) for f in steps),
    ]
    old = State.start(room.site)
    for seq, fact in enumerate(outlived, 1):
        apply(old, replace(fact, seq=seq))
        if fact.at > at:
            found = old.directives[order]
            assert (found.state, found.ended_at, found.open) == ("ended", at, False)
            assert (old.in_hand.by_incident, old.in_hand.by_person) == ({}, {})
    assert (found.reached, found.done_at) == ("verified", at + 60_000)


def test_an_incident_of_a_drill_ends_its_own(room: ControlRoom) -> None:
    drill = room.drill()
    [opened] = room.plays(drill, "ann", "incident.open", place="shop-2", hazard="fire")
    fire = str(opened.data["id"])
    order = {"to": "farm-hand", "text": "Go", "urgency": "urgent", "category": "source"}
    [issued] = room.plays(drill, "ann", "directive.issue", incident=fire, **order)
    room.plays(drill, "eva", "outfall.sample", incident=fire, place="storm-valve")
    room.plays(drill, "ann", "incident.close", incident=fire)
    twin = room.state.twins[drill]
    assert twin.directives[str(issued.data["id"])].state == "ended"
    assert not twin.in_hand.of_incident(fire)

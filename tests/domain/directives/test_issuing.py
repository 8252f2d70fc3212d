"""Issuing a directive: to whom it goes, what a step fills in, and what is refused."""

from pathlib import Path

import pytest

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.notifications.escalate import steps_due
from command_center.domain.notifications.wanted import wanted
from tests.support.factories import ControlRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works


def test_a_directive_goes_to_whoever_holds_the_post_now(room: ControlRoom) -> None:
    given = room.state.directives[room.orders(room.leak(), to="farm-hand")]
    assert (given.to_post, given.to_person, given.state) == ("farm-hand", "eva", "issued")


def test_a_directive_to_oneself_rings_nobody(room: ControlRoom) -> None:
    incident = room.leak()
    own = room.state.directives[room.orders(incident, to="chief")]
    assert own.to_person == "ann", "who issues it"
    assert (own.pages, own.ladder, own.paged_from) == ([], [], None)
    room.later(600)
    assert list(steps_due(room.state, room.now)) == []
    assert [one.subject for one in wanted(room.state, room.site) if one.kind == "directive"] == []
    row = row_at(room.state, room.site, "directives", own.id) or {}
    assert row["reach"] is None


def test_the_first_directive_answers_the_acknowledgement_of_the_alarm(room: ControlRoom) -> None:
    room.orders(room.leak())
    [acknowledged] = room.facts("alarm.acknowledged")
    [issued] = room.facts("directive.issued")
    assert issued.caused_by == acknowledged.seq


def test_a_directive_that_supersedes_another_ends_it(room: ControlRoom) -> None:
    incident = room.leak()
    old = room.orders(incident)
    new = room.orders(incident, supersedes=old)
    assert room.state.directives[old].state == "superseded"
    assert room.facts("directive.issued")[1].data["conflict"] is False
    answer = room.refuses(
        "ann", "directive.issue", incident=incident, to="farm-hand", text="Again", supersedes=old
    )
    assert answer.refusal.code == "directive_not_open"
    assert room.state.directives[new].open


def test_a_second_directive_to_a_busy_person_is_a_conflict_and_hides_nothing(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    first, second = room.orders(incident), room.orders(incident, to="eva")
    assert [f.data["conflict"] for f in room.facts("directive.issued")] == [False, True]
    assert room.state.directives[first].open
    assert room.state.directives[second].open


def test_a_directive_to_a_vacant_post_is_refused_and_names_who_else_there_is(
    room: ControlRoom,
) -> None:
    answer = room.refuses(
        "ann", "directive.issue", incident=room.leak(), to="keeper", text="Open the vault"
    )
    assert answer.refusal.code == "post_vacant"
    [other] = answer.refusal.params["others"]
    assert other.params["name"].en == "Joe"


def test_where_nobody_above_a_vacant_post_is_there_either_a_person_is_to_be_chosen(
    tmp_path: Path,
) -> None:
    roster = [one for one in PARTS["roster"] if one["post"] != "manager"]
    room = ControlRoom(tmp_path / "room.sqlite", small_works(roster=roster))
    room.does(DUTY_ACTOR, "shift.begin", shift="night")
    answer = room.refuses(
        "ann", "directive.issue", incident=room.leak(), to="keeper", text="Open the vault"
    )
    assert answer.refusal.code == "post_vacant_alone"


def test_a_directive_to_somebody_off_site_is_issued_and_waits(room: ControlRoom) -> None:
    order = room.orders(room.leak(), to="manager")
    assert room.state.directives[order].to_person == "joe"
    assert "joe" not in room.state.roster.on_site


def test_deputy_and_superior_are_frozen_with_the_directive(room: ControlRoom) -> None:
    room.orders(room.leak(), to="chief")
    assert room.facts("directive.issued")[0].data["chain"] == ["second", "manager"]


def test_a_step_of_the_plan_fills_in_everything(room: ControlRoom) -> None:
    incident = room.leak()
    room.later(30)
    room.does("ann", "directive.issue", incident=incident, step="shut")
    found = room.state.directives["DIR-1"]
    assert (found.text["en"], found.to_person, found.urgency) == (
        "Shut the root valve", "eva", "life_safety",
    )  # fmt: skip
    assert found.acts_on == ["root-valve"]
    assert found.due_at == room.state.incidents[incident].t0 + 720_000


def test_what_is_given_with_a_step_goes_before_the_plan(room: ControlRoom) -> None:
    incident = room.leak()
    room.does(
        "ann", "directive.issue", incident=incident, step="look", to="lead-1", due_s=90,
        text={"zh": "去看", "en": "Go and see"},
    )  # fmt: skip
    found = room.state.directives["DIR-1"]
    assert (found.to_post, found.text["zh"]) == ("lead-1", "去看")
    assert found.due_at == room.now + 90_000


def test_a_second_click_on_a_step_is_no_second_order(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="look")
    answer = room.refuses("ann", "directive.issue", incident=incident, step="look")
    assert answer.refusal.code == "step_given"
    room.does("eva", "directive.refuse", directive="DIR-1", reason="cannot see it")
    room.does("ann", "directive.issue", incident=incident, step="look", to="lead-1")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"to": "nobody", "text": "Go"}, "unknown_recipient"),
        ({"text": "Go"}, "directive_to_nobody"),
        ({"to": "farm-hand"}, "directive_says_nothing"),
        ({"to": "farm-hand", "text": "Go", "place": "moon"}, "unknown_place"),
        ({"to": "farm-hand", "text": "Go", "kit": "moon"}, "unknown_kit"),
        ({"to": "farm-hand", "text": "Go", "mobilises": "moon"}, "unknown_team"),
        ({"to": "farm-hand", "text": "Go", "acts_on": ["moon"]}, "unknown_element"),
        ({"to": "farm-hand", "text": "Go", "evacuates": ["tank"]}, "unknown_place"),
        ({"step": "moon"}, "unknown_step"),
    ],
)
def test_an_id_that_names_nothing_is_refused(
    room: ControlRoom, data: dict[str, object], code: str
) -> None:
    answer = room.refuses("ann", "directive.issue", incident=room.leak(), **data)
    assert answer.refusal.code == code
    assert not room.state.directives


def test_a_directive_given_earlier_by_word_is_timed_from_then(room: ControlRoom) -> None:
    incident = room.leak()
    spoken = room.later(30)
    room.later(90)
    order = room.orders(incident, urgency="urgent", due_s=120, at=spoken)
    found = room.state.directives[order]
    assert (found.issued_at, found.ack_by, found.due_at) == (
        spoken, spoken + 60_000, spoken + 120_000,
    )  # fmt: skip


def test_a_long_text_is_an_error_of_its_field_and_never_an_exception(room: ControlRoom) -> None:
    incident = room.leak()
    with pytest.raises(InvalidCommand) as error:
        room.does("ann", "directive.issue", incident=incident, to="farm-hand", text="x" * 201)
    assert error.value.errors[0]["loc"][0] == "text"

"""A mistaken *done* is taken back by whoever said it, until it is verified."""

import pytest

from command_center.domain.actor import Via
from command_center.domain.directives.disputed import disputed
from command_center.domain.reviews.draft.planned import planned
from command_center.domain.timing.record import Record
from tests.support.factories import ControlRoom, virtual


@pytest.fixture
def order(room: ControlRoom) -> str:
    """A step of the plan, said to be done at 75 per cent."""
    order = room.orders(room.leak(), to="chief", step="shut")
    room.does("ann", "directive.ack", directive=order)
    room.does("ann", "directive.progress", directive=order, percent=75, note="one turn left")
    room.does("ann", "directive.done", directive=order)
    return order


def test_it_is_in_progress_again_as_far_as_it_was_and_the_fact_names_the_mistake(
    room: ControlRoom, order: str
) -> None:
    [said] = room.facts("directive.done")
    [fact] = room.does("ann", "directive.take_back", directive=order, note="the wrong valve")
    assert fact.kind == "directive.taken_back"
    assert fact.data == {"directive": order, "takes_back": said.seq, "note": "the wrong valve"}
    assert fact.caused_by == said.seq
    found = room.state.directives[order]
    assert (found.state, found.progress, found.done_at) == ("in_progress", 75, None)
    assert (found.note, found.returned) == ("the wrong valve", False)
    assert room.replayed().directives[order] == found
    room.does("ann", "directive.done", directive=order)
    room.does("ann", "directive.verify", directive=order, reason="seen with my own eyes")


def test_without_a_note_what_was_noted_before_stands(room: ControlRoom, order: str) -> None:
    room.does("ann", "directive.take_back", directive=order)
    assert room.state.directives[order].note == "one turn left"


def test_what_is_verified_or_not_done_is_not_taken_back(room: ControlRoom, order: str) -> None:
    room.does("ann", "directive.take_back", directive=order)
    answer = room.refuses("ann", "directive.take_back", directive=order)
    assert answer.refusal.code == "directive_state"
    room.does("ann", "directive.done", directive=order)
    room.does("ann", "directive.verify", directive=order, reason="seen with my own eyes")
    answer = room.refuses("ann", "directive.take_back", directive=order)
    assert answer.refusal.code == "directive_state"


def test_it_is_the_recipients_to_take_back_or_their_word_by_radio(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    answer = room.refuses("fay", "directive.take_back", directive=order)
    assert (answer.refusal.code, answer.refusal.status) == ("not_your_directive", 403)
    [fact] = room.hears("eva", "directive.take_back", directive=order)
    assert (fact.via, fact.speaker) == (Via.RADIO, "eva")


def test_no_virtual_person_takes_back(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    answer = room.refuses(virtual("eva"), "directive.take_back", directive=order)
    assert (answer.refusal.code, answer.refusal.status) == ("virtual_takes_back", 403)
    assert room.state.directives[order].state == "done"


def test_what_was_taken_back_is_disputed_no_more(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident, acts_on=["root-valve"])
    room.does("eva", "directive.ack", directive=order)
    room.does("eva", "directive.done", directive=order)
    [found] = disputed(room.state, room.site, room.state.incidents[incident])
    assert found.id == order
    room.does("eva", "directive.take_back", directive=order)
    assert disputed(room.state, room.site, room.state.incidents[incident]) == []


def test_a_review_counts_the_done_that_was_meant(room: ControlRoom, order: str) -> None:
    incident = room.state.directives[order].incident

    def shut() -> tuple[str, int | None]:
        record = Record.of(room.facts(), incident, room.now)
        line = next(line for line in planned(record, room.site) if line.step.id == "shut")
        return line.state, line.done.seq if line.done else None

    assert shut()[0] == "on_time"
    room.does("ann", "directive.take_back", directive=order)
    assert shut() == ("open", None)
    room.later(7200)
    [meant] = room.does("ann", "directive.done", directive=order)
    assert shut() == ("late", meant.seq)

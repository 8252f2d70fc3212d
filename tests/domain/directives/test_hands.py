"""On whose list a directive stands, and who may answer it."""

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.directives.hands import may_answer, people_holding
from command_center.domain.state.notices.notice import Page
from tests.support.factories import ControlRoom


def hands(room: ControlRoom, order: str) -> list[str]:
    return people_holding(room.state, room.state.directives[order])


def told(room: ControlRoom, order: str, person: str) -> None:
    room.state.directives[order].pages.append(Page("deputy", person, 1, room.now))


def test_it_is_its_recipient_s_and_its_post_s_new_holder_s(room: ControlRoom) -> None:
    order = room.orders(room.leak(), to="chief")
    assert hands(room, order) == ["ann"]
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert hands(room, order) == ["ann", "ben"]


def test_whom_the_chain_told_has_it_until_somebody_else_acknowledges(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    told(room, order, "ben")
    assert hands(room, order) == ["eva", "ben"]
    room.later(1)
    room.does("eva", "directive.ack", directive=order)
    assert hands(room, order) == ["eva"]
    assert "ben" in may_answer(room.state, room.state.directives[order])


def test_whoever_took_it_keeps_it_and_whoever_is_told_later_has_it_too(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    told(room, order, "ben")
    room.later(1)
    room.does("ben", "directive.ack", directive=order)
    assert hands(room, order) == ["eva", "ben"]
    room.later(60)
    told(room, order, "joe")
    assert hands(room, order) == ["eva", "ben", "joe"]


def test_what_has_ended_is_in_nobody_s_hands(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.refuse", directive=order, reason="no suit here")
    assert hands(room, order) == []

"""How pressing a directive is, from when on, and what goes first on a list."""

from itertools import pairwise

from command_center.domain.directives.disputed import disputes
from command_center.domain.directives.verdict import verdict_of
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom


def code_at(room: ControlRoom, order: str, now: int) -> tuple[str, str]:
    """Sign and code of a directive at a time."""
    taken = turn_taken(
        verdict_of(room.state, room.site, room.state.directives[order])["turns"], now
    )
    assert taken is not None
    return taken[1:]


def test_past_80_per_cent_of_the_time_it_is_yellow_and_past_all_of_it_red(
    room: ControlRoom,
) -> None:
    order = room.orders(room.leak(), urgency="urgent")  # 60 s to acknowledge
    begun = room.now
    assert code_at(room, order, begun + 48_000) == ("note", "in_time")
    assert code_at(room, order, begun + 48_001) == ("warn", "soon")
    assert code_at(room, order, begun + 60_000) == ("warn", "soon")
    assert code_at(room, order, begun + 60_001) == ("urgent", "late")


def test_an_acknowledgement_starts_the_time_for_the_work(room: ControlRoom) -> None:
    order = room.orders(room.leak(), due_s=300)
    room.later(50)
    room.does("eva", "directive.ack", directive=order)
    found = room.state.directives[order]
    assert code_at(room, order, room.now) == ("note", "in_time")
    assert verdict_of(room.state, room.site, found)["awaits"] == {
        "what": "work", "since": room.now, "by": found.due_at,
    }  # fmt: skip
    assert code_at(room, order, found.due_at + 1) == ("urgent", "late")


def test_work_that_was_due_before_it_was_acknowledged_is_late_and_stays_so(
    room: ControlRoom,
) -> None:
    order = room.orders(room.leak(), due_s=60)
    room.later(300)
    room.does("eva", "directive.ack", directive=order)
    for later in (0, 1, 1_000_000):
        assert code_at(room, order, room.now + later) == ("urgent", "late")


def test_refused_is_red_and_on_the_lists_until_it_is_given_anew(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident)
    room.does("eva", "directive.refuse", directive=order, reason="no mask left")
    found = room.state.directives[order]
    assert code_at(room, order, room.now) == ("urgent", "give_anew")
    assert verdict_of(room.state, room.site, found)["live"]
    room.does("ann", "directive.withdraw", directive=order, reason="not needed")
    assert code_at(room, order, room.now) == ("plain", "ended")
    assert not verdict_of(room.state, room.site, found)["live"]


def test_sent_back_or_in_conflict_is_yellow_while_it_is_in_time(room: ControlRoom) -> None:
    incident = room.leak()
    first, second = room.orders(incident), room.orders(incident)
    assert code_at(room, first, room.now) == code_at(room, second, room.now) == ("warn", "conflict")
    room.does("eva", "directive.ack", directive=first)
    room.does("eva", "directive.done", directive=first)
    room.does("ann", "directive.return", directive=first, reason="still open")
    assert code_at(room, first, room.now) == ("warn", "returned")


def test_people_go_first_then_source_water_outside_and_property(room: ControlRoom) -> None:
    incident = room.leak()
    orders = [
        room.orders(incident, category=category)
        for category in ("people", "source", "water", "outside", "property")
    ]
    places = [
        verdict_of(room.state, room.site, room.state.directives[one])["order"] for one in orders
    ]
    assert all(a < b for a, b in pairwise(places))


def test_done_by_word_against_the_plant_is_red_and_waits_since_it_was_said(
    room: ControlRoom,
) -> None:
    order = room.orders(room.leak(), acts_on=["root-valve"])
    room.does("eva", "directive.ack", directive=order)
    room.later(30)
    room.does("eva", "directive.done", directive=order)
    found = room.state.directives[order]
    assert disputes(room.state, room.site, found)
    assert code_at(room, order, room.now) == ("urgent", "disputed")
    awaits = verdict_of(room.state, room.site, found)["awaits"]
    assert awaits == {"what": "decision", "since": room.now, "by": room.now}

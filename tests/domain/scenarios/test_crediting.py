"""Expectations of a post, met by what its holder does at a real Desk: by hand or by radio."""

from pathlib import Path

from command_center.domain.fact import Fact
from command_center.domain.scenarios.conditions import Match
from command_center.domain.scenarios.watching import Seen, matches, seen
from tests.support.factories import START, ControlRoom


def as_seen(room: ControlRoom, facts: list[Fact]) -> Seen:
    return seen(facts[0], room.state, START)


def test_a_holders_own_word_and_one_by_radio_are_both_theirs(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "journal.db")
    incident = room.leak()
    match = Match(kind="directive.acknowledged", who="farm-hand")
    first, second = room.orders(incident), room.orders(incident)
    room.later(12)
    own = as_seen(room, room.does("eva", "directive.ack", directive=first))
    radio = as_seen(room, room.hears("eva", "directive.ack", directive=second))
    assert matches(match, own)
    assert matches(match, radio)
    assert own.t_s == 12
    assert not matches(Match(kind="directive.acknowledged", who="lead-1"), own)


def test_giving_an_order_is_the_commanders_and_not_the_recipients(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "journal.db")
    incident = room.leak()
    room.orders(incident)
    issued = as_seen(room, room.facts("directive.issued"))
    assert matches(Match(kind="directive.issued", who="chief"), issued)
    assert not matches(Match(kind="directive.issued", who="farm-hand"), issued)

"""Into another commander's incident nothing is put without that commander's word."""

from pathlib import Path

import pytest

from command_center.words import LANGUAGES, say
from tests.domain.incidents.test_withdrawing import WHY, opened
from tests.support.factories import ControlRoom, virtual


@pytest.fixture
def two(room: ControlRoom) -> tuple[str, str]:
    """Ann's by an early alarm, in which 119 was called; Ben's by hand for the tank."""
    gas = room.alarm("H", "GD-1", priority="high")
    anns = opened(room, place="shop-2", alarm=gas)
    room.does("ann", "outside.call", incident=anns, unit="brigade")
    room.later(300)
    return anns, opened(room, place="tank", who="ben")


def refused(room: ControlRoom, who: str, incident: str, same_as: str) -> str:
    answer = room.refuses(who, "incident.withdraw", incident=incident, reason=WHY, same_as=same_as)
    assert answer.facts == []
    return answer.refusal.code


def test_neither_of_two_commanders_moves_the_others_clock_alarms_or_calls(
    room: ControlRoom, two: tuple[str, str]
) -> None:
    anns, bens = two
    before = room.state.incidents[bens].t0
    assert refused(room, "ann", anns, bens) == "same_as_of_another"
    assert refused(room, "ben", bens, anns) == "same_as_of_another"
    assert refused(room, "ben", anns, bens) == "not_in_command"
    assert refused(room, "joe", anns, bens) == "not_in_command"
    assert room.state.incidents[bens].t0 == before
    assert room.state.incidents[bens].calls == {}
    assert room.state.alarms["GD-1:H"].incident == anns
    room.does("ann", "incident.withdraw", incident=anns, reason=WHY)  # a slip is her own word


def test_once_one_was_handed_over_and_accepted_who_commands_both_says_it(
    room: ControlRoom, two: tuple[str, str]
) -> None:
    anns, bens = two
    room.does("ann", "incident.transfer", incident=anns, to_person="ben")
    assert refused(room, "ann", anns, bens) == "same_as_of_another"  # an offer is no word of theirs
    assert refused(room, "ben", anns, bens) == "not_in_command"
    room.does("ben", "incident.transfer_ack", incident=anns)
    t0 = room.state.incidents[anns].t0
    room.does("ben", "incident.withdraw", incident=anns, reason=WHY, same_as=bens)
    assert room.state.incidents[bens].t0 == t0
    assert room.state.incidents[bens].commander == "ben"


def test_where_nobody_commands_one_of_them_the_others_commander_says_it(room: ControlRoom) -> None:
    nobodys = opened(room, place="shop-2", who="eva")
    anns = opened(room, place="tank")
    assert refused(room, "ben", nobodys, anns) == "same_as_of_another"
    room.does("ann", "incident.withdraw", incident=nobodys, reason=WHY, same_as=anns)
    nobodys = opened(room, place="shop-2", who="eva")
    room.does("ann", "incident.withdraw", incident=anns, reason=WHY, same_as=nobodys)
    assert list(room.state.open_incidents) == [nobodys]


def test_from_a_virtual_commander_command_is_taken_first(room: ControlRoom) -> None:
    anns = opened(room, place="shop-2")
    [fact] = room.does(virtual("ben"), "incident.open", place="tank")
    plays = str(fact.incident)
    assert refused(room, "ann", anns, plays) == "same_as_virtual"
    room.does("ann", "incident.take", incident=plays)
    room.does("ann", "incident.withdraw", incident=anns, reason=WHY, same_as=plays)


def test_one_takes_command_of_it_while_another_desk_withdraws_into_it(tmp_path: Path) -> None:
    """Two desks on one journal: whoever was first is in command, and the other is told so."""
    file = tmp_path / "journal.sqlite"
    left = ControlRoom(file)
    nobodys = opened(left, place="shop-2", who="eva")
    anns = opened(left, place="tank")
    right = ControlRoom(file, clock=left.clock, shift=None)
    left.does("ben", "incident.take", incident=nobodys)
    assert refused(right, "ann", anns, nobodys) == "same_as_of_another"
    left.does("ben", "incident.transfer", incident=nobodys, to_person="ann")
    right.does("ann", "incident.transfer_ack", incident=nobodys)
    left.does("ann", "incident.withdraw", incident=anns, reason=WHY, same_as=nobodys)
    right.desk.catch_up()
    assert right.state.incidents == left.state.incidents
    for room in (left, right):
        room.journal.engine.dispose()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_refusal_names_who_may_and_the_way_there(
    room: ControlRoom, two: tuple[str, str], lang: str
) -> None:
    anns, bens = two
    given = {"incident": anns, "reason": WHY, "same_as": bens}
    refusal = room.refuses("ann", "incident.withdraw", **given).refusal
    why = say(lang, "refusal.same_as_of_another", **refusal.params)
    mend = say(lang, "refusal.same_as_of_another.mend", **refusal.params)
    ben = room.site.person_by_id["ben"].name
    name = ben.zh if lang == "zh-CN" else ben.en
    for sentence in (why, mend):
        assert name in sentence
        assert anns in sentence
        assert bens in sentence

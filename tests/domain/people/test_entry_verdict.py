"""The entry board as it is judged."""

from command_center.domain.people.entry_verdict import (
    EntryVerdict,
    board_turns,
    entry_verdict,
    first_out,
    inside_turns,
)
from command_center.domain.state.people.entry import Entry, Inside
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom


def told_of(room: ControlRoom, incident: str) -> EntryVerdict:
    return entry_verdict(room.state, room.site, room.state.incidents[incident])


def said(room: ControlRoom, incident: str) -> tuple[int, int, list[str]]:
    told = told_of(room, incident)
    return told["needed"], told["lacking"], told["alone"]


def test_the_time_to_turn_back_is_near_five_minutes_before_it(room: ControlRoom) -> None:
    incident = room.leak()
    room.measures_gas(incident)
    room.does(
        "ann", "entry.ready", incident=incident, persons=["eva", "fay", "gus", "hua"],
        pressure_mpa=27,
    )  # fmt: skip
    room.does("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    inside = room.state.incidents[incident].entry.inside["eva"]
    turns, back = inside_turns(inside), inside.turn_back_at
    taken = [turn_taken(turns, at) for at in (back - 300_001, back - 300_000, back, back + 1)]
    assert [turn and turn[1] for turn in taken] == ["note", "warn", "warn", "urgent"]


def test_who_would_go_in_with_fewer_than_two_standing_by_is_named(room: ControlRoom) -> None:
    incident = room.leak()
    room.measures_gas(incident)
    room.does(
        "ann", "entry.ready", incident=incident, persons=["eva", "fay", "gus"], pressure_mpa=27
    )
    assert said(room, incident) == (4, 0, ["eva", "fay", "gus"])
    assert room.refuses(
        "ann", "entry.in", incident=incident, person="eva", pressure_mpa=27
    ).refusal.code == "entry_no_standby"  # fmt: skip
    room.does("ann", "entry.ready", incident=incident, persons=["hua"], pressure_mpa=27)
    assert told_of(room, incident)["alone"] == []
    for person in ("eva", "fay"):
        room.does("ann", "entry.in", incident=incident, person=person, pressure_mpa=27)
    assert said(room, incident) == (4, 0, ["gus", "hua"])
    room.does(
        "ann", "entry.in", incident=incident, person="gus", pressure_mpa=27, reason="a rescue"
    )
    assert told_of(room, incident)["lacking"] == 1


def test_the_board_stands_as_whoever_must_turn_back_first() -> None:
    entry = Entry()
    assert board_turns(entry) == [(0, "plain", "nobody")]
    entry.ready = ["gus", "hua"]
    assert board_turns(entry) == [(0, "plain", "ready")]
    late, first = Inside("eva", 27, 0, 2_000_000), Inside("fay", 27, 0, 1_000_000)
    entry.inside = {"eva": late, "fay": first}
    assert first_out(entry) == [first, late]
    near = [(700_000, "warn", "soon"), (1_000_001, "urgent", "overdue")]
    assert board_turns(entry) == [(0, "note", "inside"), *near]
    entry.ready = ["gus"]
    assert board_turns(entry) == [(0, "warn", "lacking"), *near]

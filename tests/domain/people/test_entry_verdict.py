"""The entry board as it is judged."""

from command_center.domain.people.entry_verdict import entry_verdict, inside_turns
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom


def test_the_time_to_turn_back_is_near_five_minutes_before_it(room: ControlRoom) -> None:
    incident = room.leak()
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
    entry = room.state.incidents[incident].entry
    room.does(
        "ann", "entry.ready", incident=incident, persons=["eva", "fay", "gus"], pressure_mpa=27
    )
    assert entry_verdict(entry) == {"needed": 4, "lacking": 0, "alone": ["eva", "fay", "gus"]}
    assert room.refuses(
        "ann", "entry.in", incident=incident, person="eva", pressure_mpa=27
    ).refusal.code == "entry_no_standby"  # fmt: skip
    room.does("ann", "entry.ready", incident=incident, persons=["hua"], pressure_mpa=27)
    assert entry_verdict(entry)["alone"] == []
    for person in ("eva", "fay"):
        room.does("ann", "entry.in", incident=incident, person=person, pressure_mpa=27)
    assert entry_verdict(entry) == {"needed": 4, "lacking": 0, "alone": ["gus", "hua"]}
    room.does(
        "ann", "entry.in", incident=incident, person="gus", pressure_mpa=27, reason="a rescue"
    )
    assert entry_verdict(entry)["lacking"] == 1

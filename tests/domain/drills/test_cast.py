"""Who is played by people: chosen before the start, known to the direction alone until then."""

from command_center.domain.actor import Role
from command_center.domain.drills.sealing import commitment_of
from command_center.live.audience import readers
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.rows import row_at

NONCE = "0123456789abcdef" * 2


def planned(room: ControlRoom) -> str:
    return str(room.does(CONTROLLER, "drill.plan", name="Night drill")[0].data["id"])


def test_the_cast_is_the_newest_list_and_stands_from_the_start_on(room: ControlRoom) -> None:
    drill = planned(room)
    room.does(CONTROLLER, "drill.cast", drill=drill, people=["ann", "ben", "ann"])
    seal = commitment_of("text", NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="t/1")
    room.does(CONTROLLER, "drill.cast", drill=drill, people=["ann"])
    assert room.state.drills[drill].played == ["ann"]
    row = row_at(room.state, room.site, "drill", drill)
    assert row is not None
    assert row["played"] == ["ann"]
    refused = room.refuses(CONTROLLER, "drill.start", drill=drill, virtual=True, speed=60)
    assert refused.refusal.code == "played_by_people"
    room.does(CONTROLLER, "drill.start", drill=drill)


def test_only_people_of_the_roster_are_cast_and_only_the_direction_knows(room: ControlRoom) -> None:
    drill = planned(room)
    refused = room.refuses(CONTROLLER, "drill.cast", drill=drill, people=["ann", "nobody"])
    assert refused.refusal.code == "unknown_person"
    assert room.state.drills[drill].played == []
    assert readers("ticker", "9", {"kind": "drill.cast"}) == {Role.CONTROLLER}


def running(room: ControlRoom, **how: object) -> str:
    drill = planned(room)
    seal = commitment_of("text", NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="t/1")
    room.does(CONTROLLER, "drill.start", drill=drill, **how)
    return drill


def test_a_part_is_taken_over_and_given_back_in_the_midst_of_it(room: ControlRoom) -> None:
    drill = running(room)
    room.does(CONTROLLER, "drill.cast", drill=drill, takes=["ann"])
    [fact] = room.does(CONTROLLER, "drill.cast", drill=drill, takes=["ben"])
    assert fact.data["people"] == ["ann", "ben"], "two controllers at once lose nobody"
    assert room.does(CONTROLLER, "drill.cast", drill=drill, takes=["ben"]) == []
    room.does(CONTROLLER, "drill.cast", drill=drill, gives_back=["ann"])
    assert room.state.drills[drill].played == ["ben"]
    unknown = room.refuses(CONTROLLER, "drill.cast", drill=drill, gives_back=["nobody"])
    assert unknown.refusal.code == "unknown_person"
    room.does(CONTROLLER, "drill.end", drill=drill)
    late = room.refuses(CONTROLLER, "drill.cast", drill=drill, takes=["ann"])
    assert late.refusal.code == "drill_phase"


def test_where_virtual_people_play_every_part_none_is_taken_over(room: ControlRoom) -> None:
    drill = running(room, virtual=True, speed=60)
    refused = room.refuses(CONTROLLER, "drill.cast", drill=drill, takes=["ann"])
    assert refused.refusal.code == "all_virtual"
    assert room.state.drills[drill].played == []

"""A pool spills over its weir: said once by its gauge, and found by the review."""

from pathlib import Path

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reading import Quality, Reading
from command_center.domain.reviews.draft.whole import draft_of
from command_center.duties import Duties
from tests.support.factories import ControlRoom


def read(room: ControlRoom, duties: Duties, value: float) -> None:
    room.later(5)
    duties.take([Reading("LT-P", room.now, value, Quality.GOOD, "dcs")])
    duties.run_once(room.now)


def test_it_is_said_when_it_begins_and_when_it_ceases(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    duties = Duties(room.desk, room.site, room.clock)
    duties.run_once(room.now)
    opened = room.does("ann", "incident.open", place="tank")
    weir = room.site.pools[0].to_weir_m3
    for value in (weir - 1, weir, weir + 2, weir - 0.5, weir * 0.9, weir * 0.8):
        read(room, duties, value)
    told = [f for f in room.facts() if f.kind.startswith("plant.overflow")]
    assert [(f.kind, f.data["value"]) for f in told] == [
        ("plant.overflowed", weir),
        ("plant.overflow_ceased", weir * 0.9),
    ]
    assert room.replayed() == room.state
    draft = draft_of(room.facts(), str(opened[0].incident), room.site, room.now)
    [water] = [p for p in draft.problems if p.kind == "water"]
    assert told[0].seq in water.facts


def test_a_new_leader_says_it_no_second_time(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    told = {"element": "pool", "value": 301.0, "over": True}
    assert len(room.does(DUTY_ACTOR, "plant.overflow", **told)) == 1
    assert room.does(DUTY_ACTOR, "plant.overflow", **told) == []
    refused = room.refuses(DUTY_ACTOR, "plant.overflow", **(told | {"element": "tank"}))
    assert refused.refusal.code == "unknown_element"

"""Where people were: latest per person, the track behind it, and its end."""

from sqlalchemy import Engine

from command_center.domain.reading import Position
from command_center.store.series.positions import Positions
from tests.store.facts import SITE


def at(ts: int, person: str = "p-1", lat: float = 30.123456789012345) -> Position:
    return Position(person, ts, lat, 120.987654321098765, "phone")


def test_the_latest_of_each_person_is_the_newest_by_its_own_time(engine: Engine) -> None:
    positions = Positions(engine, SITE)
    assert positions.latest() == {}
    assert positions.add([at(5), at(9), at(2, "p-2")]) == 3
    assert positions.add([at(7), at(9, lat=0.0)]) == 1
    assert positions.latest() == {"p-1": at(9), "p-2": at(2, "p-2")}


def test_a_track_is_one_persons_in_order(engine: Engine) -> None:
    positions = Positions(engine, SITE)
    positions.add([at(ts, person) for ts in (9, 3, 5, 20) for person in ("p-1", "p-2")])
    assert positions.track("p-1", 3, 20) == [at(3), at(5), at(9)]
    assert Positions(engine, "elsewhere").track("p-1", 0, 99) == []


def test_pruning_keeps_everybodys_last_position(engine: Engine) -> None:
    positions = Positions(engine, SITE)
    positions.add([at(1), at(2), at(3), at(1, "p-2")])
    assert positions.prune(before=3) == 2
    assert positions.latest() == {"p-1": at(3), "p-2": at(1, "p-2")}

"""What the plant shows of the elements that somebody was told to work is recorded once for each change."""

from pathlib import Path

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.site.model import Site
from command_center.duties.indication import indications
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS


def works() -> Site:
    """The small works, its storm valve with a position tag."""
    valves = [
        {**valve, **({"position": "ZT-S"} if valve["id"] == "storm-valve" else {})}
        for valve in PARTS["valves"]
    ]
    shown = {"id": "ZT-S", "kind": "valve", "unit": "1", "source": "dcs", "high": 1}
    return Site.model_validate(PARTS | {"valves": valves, "tags": [*PARTS["tags"], shown]})


def proposed(room: ControlRoom, value: float | None) -> list[tuple[str, str]]:
    """(element, state) of what is to be said at this reading."""
    found = indications(room.state, room.site, lambda tag: value)
    return [(data["element"], data["state"]) for _, data in found]


def test_only_what_an_open_directive_acts_on_is_told(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "shown.db", works())
    incident = room.leak()
    assert proposed(room, 1.0) == []
    room.orders(incident, acts_on=["storm-valve", "root-valve"])
    assert proposed(room, 1.0) == [("storm-valve", "open")]
    assert proposed(room, 0.5) == [("storm-valve", "between")]
    assert proposed(room, 0.01) == [("storm-valve", "shut")]
    assert proposed(room, None) == []


def test_it_is_told_once_for_each_change(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "shown.db", works())
    room.orders(room.leak(), acts_on=["storm-valve"])
    room.does(DUTY_ACTOR, "plant.indicate", element="storm-valve", state="open")
    assert proposed(room, 1.0) == []
    assert proposed(room, 0.0) == [("storm-valve", "shut")]

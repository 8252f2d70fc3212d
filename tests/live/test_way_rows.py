"""The ways out on the board: what was ordered stays until somebody orders another, and says when the wind or the
modelled plume has made it wrong; what is proposed never leads through the plume."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.domain.actor import Role
from command_center.domain.site.map.geography import to_local
from command_center.domain.site.map.overlap import ring_holds
from command_center.domain.site.parts.base import Point
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.live.test_plume_rows import Mapped, works
from tests.support.rows import row_at
from tests.support.small_works import at

WEST, EAST = 270.0, 90.0
ROADS = [
    {"id": "straight", "points": [[150, 100], [295, 100]]},
    {"id": "round", "points": [[150, 100], [150, 190], [295, 190], [295, 100]]},
    {"id": "back", "points": [[150, 100], [20, 100]]},
]


class Led(Mapped):
    """A plant with two muster points, one at each end, whose orders go by the board's own wind."""

    def __init__(self, folder: Path, **changes: Any) -> None:
        ends = [at("west-end", 20, 100), at("east-end", 295, 100)]
        super().__init__(folder, works(**{"musters": ends, "roads": ROADS} | changes))
        self.room.desk.air = self.board.air

    def turns(self, wind_from: float) -> None:
        """The wind turns, and its mean with it."""
        self.room.later(400)
        self.blows(wind_from=wind_from)

    def another(self) -> None:
        """Go on with the board of another process that has just started."""
        self.hub = Hub("another", lambda: self.room.now)
        self.board = Board(self.room.site, self.hub)
        self.board.start(self.room.state, [], {}, {})

    def ways(self) -> dict[str, Any] | None:
        """The row of the ways out, as a viewer gets it."""
        hub = self.hub
        hub.flush()
        rows = orjson.loads(hub.board(Audience(Role.VIEWER)).plain)["rows"]
        found = [row for key, row in rows.get("levels", {}).items() if key.startswith("way:")]
        return found[0] if found else None


def wrongs(row: dict[str, Any] | None) -> list[tuple[str, str | None]]:
    """Each way's muster point, and what is wrong with it."""
    assert row is not None
    return [(way["muster"], way["wrong"]) for way in row["ways"]]


@pytest.fixture
def led(tmp_path: Path) -> Led:
    return Led(tmp_path)


def test_the_way_that_was_ordered_stays_when_the_wind_turns_and_says_that_it_is_wrong(
    led: Led,
) -> None:
    led.blows(wind_from=WEST)
    incident = led.leaks()
    proposed = led.ways()
    assert proposed is not None
    assert (proposed["ordered"], wrongs(proposed)) == (False, [("west-end", None)])

    led.room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    ordered = led.ways()
    assert ordered is not None
    assert ordered["ordered"]
    assert [way["origin"] for way in ordered["ways"]] == ["farm"]
    assert wrongs(ordered) == [("west-end", None)]

    row = row_at(led.room.state, led.room.site, "incident", incident)
    assert row is not None
    assert row["evacuation"]["musters"] == {"farm": "west-end"}

    led.turns(EAST)
    turned = led.ways()
    assert turned is not None
    assert [way["path"] for way in turned["ways"]] == [way["path"] for way in ordered["ways"]]
    assert wrongs(turned)[0][1] is not None

    led.room.does("ann", "evacuation.order", incident=incident, zones=["farm"], muster="east-end")
    assert wrongs(led.ways()) == [("east-end", None)]


def test_a_wind_that_sways_changes_nothing_of_it(led: Led) -> None:
    led.blows(wind_from=WEST)
    led.leaks()
    before = led.ways()
    for off in (12.0, -14.0, 9.0, -11.0, 13.0, -10.0):
        led.room.later(10)
        led.blows(wind_from=WEST + off)
        assert led.ways() == before


def test_no_way_is_proposed_through_the_modelled_plume(tmp_path: Path) -> None:
    """The only end lies beyond the plume: a way round it is taken, and where there is none, none is drawn."""
    end = [at("east-end", 290, 190)]
    led = Led(tmp_path, musters=end)
    led.blows(wind_from=WEST)
    led.leaks()
    plume, row = led.plume(), led.ways()
    assert plume is not None
    assert row is not None
    rings = [
        [to_local(led.room.site.anchor, *point) for point in part]
        for one in plume["contours"]
        for part in (one["ring"], [*one["near"], *one["near"][:1]])
        if part
    ]
    assert rings
    [way] = row["ways"]
    along: list[Point] = [to_local(led.room.site.anchor, *point) for point in way["path"]]
    assert not any(ring_holds(ring, point) for ring in rings for point in along[1:])


def test_where_every_way_leads_through_the_plume_none_is_proposed(tmp_path: Path) -> None:
    led = Led(tmp_path, musters=[at("east-end", 290, 92)], roads=[])
    led.blows(wind_from=WEST)
    incident = led.leaks()
    assert led.plume() is not None
    assert led.ways() is None
    led.room.does("ann", "evacuation.order", incident=incident, zones=["farm"], muster="east-end")
    assert wrongs(led.ways()) == [
        ("east-end", "plume")
    ]  # a person's order is shown, and said to be wrong


def test_a_process_that_starts_tells_the_same_ways(led: Led) -> None:
    led.blows(wind_from=WEST)
    incident = led.leaks()
    led.room.does("ann", "evacuation.order", incident=incident, zones=["farm", "shop-2"])
    led.turns(EAST)
    told = led.ways()
    led.another()
    led.blows(wind_from=EAST)
    assert led.ways() == told

"""The plume on the board: drawn from what the board knows, and gone with any of it."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.air.plume import Plume
from command_center.domain.air.vapour import Vapour
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.map.geography import to_local
from command_center.domain.site.model import Site
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, named, small_works

PAD = {"id": "pad", "kind": "kerb", "x": 160, "y": 92, "width": 10, "height": 6, "net_m3": 9}
LIQUID = {
    "id": "stuff", "name": named("Stuff"), "molar_mass": 112.6, "vapour_pressure_mmhg": 8.8,
    "pac1_ppm": 2, "pac2_ppm": 150,
}  # fmt: skip
WEATHER = [("WS", "wind_speed", "m/s"), ("WD", "wind_from", "deg"), ("RG", "rain", "mm/h")]


def works(**changes: Any) -> Site:
    (tank,) = PARTS["tanks"]
    return small_works(
        **{
            "bunds": [*PARTS["bunds"], PAD],
            "substances": [LIQUID],
            "tanks": [tank | {"substance": "stuff", "spills_to": "pad"}],
            "tags": [
                *PARTS["tags"],
                *({"id": i, "kind": k, "unit": u, "source": "met", "high": 400} for i, k, u in WEATHER),
            ],
        }
        | changes
    )  # fmt: skip


class Mapped:
    """A room, its board, and the plume's row as a viewer gets it."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.room = ControlRoom(folder / "journal.sqlite", site)
        self.hub = Hub("plume", lambda: self.room.now)
        self.board = Board(site, self.hub)
        self.board.start(self.room.state, [], {}, {})
        self.room.desk.listen(self.board.take_facts)

    def blows(self, wind_from: float = 225.0, speed: float = 2.4, rain: float = 12.0) -> None:
        told = (("WS", speed), ("RG", rain), ("WD", wind_from))
        self.board.take_readings(
            [Reading(tag, self.room.now, value, Quality.GOOD, "met") for tag, value in told]
        )

    def leaks(self, mm_min: float = -15.0) -> str:
        alarm = self.room.alarm(value=mm_min, onset=self.room.now - 300_000)
        opened = self.room.does("ann", "incident.open", place="tank", alarm=alarm)
        return str(opened[0].data["id"])

    def plume(self) -> dict[str, Any] | None:
        self.hub.flush()
        rows = orjson.loads(self.hub.board(Audience(Role.VIEWER)).plain)["rows"]
        found = [row for key, row in rows.get("levels", {}).items() if key.startswith("plume:")]
        assert len(found) < 2
        return found[0] if found else None


@pytest.fixture
def mapped(tmp_path: Path) -> Mapped:
    return Mapped(tmp_path, works())


def test_it_is_worked_out_from_the_measured_loss_the_kerb_and_the_wind(mapped: Mapped) -> None:
    mapped.blows()
    incident = mapped.leaks()
    told = mapped.plume()
    assert told is not None
    assert told["incident"] == incident
    assert told["loss_m3_min"] == pytest.approx(0.015 * 28.274, abs=0.01)
    assert told["area_m2"] == 60  # 2.1 m3 would spread to 212 m2; the kerb holds them
    assert (told["stability"], told["wind_from"], told["wind_m_s"]) == ("D", 225, 2.4)
    vapour = Vapour(112.6, 8.8, 293.15)
    rate = vapour.evaporation_kg_s(60, 2.4)
    second, first = told["contours"]
    assert (second["pac"], second["reach_m"], second["ring"]) == (2, None, [])
    by_hand = Plume(rate, 60**0.5, 2.4, 225, "D").reach_m(vapour.kg_m3(2))
    assert first["reach_m"] == pytest.approx(by_hand, abs=1)


def test_its_outline_lies_downwind_of_the_kerb_beyond_a_hundred_metres(mapped: Mapped) -> None:
    mapped.blows(wind_from=270.0)
    mapped.leaks()
    told = mapped.plume()
    assert told is not None
    ring = [to_local(mapped.room.site.anchor, *at) for at in told["contours"][1]["ring"]]
    assert min(x for x, _ in ring) == pytest.approx(160 + 100, abs=0.1)
    assert max(x for x, _ in ring) == pytest.approx(160 + told["contours"][1]["reach_m"], abs=1)
    open_ring = ring[:-1]
    assert sum(y for _, y in open_ring) / len(open_ring) == pytest.approx(92, abs=0.1)
    left, source, right = told["contours"][1]["near"]
    assert source == told["spill"]
    assert to_local(mapped.room.site.anchor, *source) == pytest.approx((160, 92), abs=0.1)
    assert [left, right] == [told["contours"][1]["ring"][0], told["contours"][1]["ring"][-2]]


def test_it_turns_with_the_wind_s_mean_even_through_north(mapped: Mapped) -> None:
    mapped.leaks()
    for wind_from in (350.0, 10.0):
        mapped.room.later(10)
        mapped.blows(wind_from=wind_from)
    told = mapped.plume()
    assert told is not None
    assert told["wind_from"] in (0, 360)


def test_a_dry_night_is_steadier_and_reaches_farther(mapped: Mapped) -> None:
    mapped.leaks()
    reached = []
    for rain in (12.0, 0.0):
        mapped.room.later(600)
        mapped.blows(rain=rain)
        told = mapped.plume()
        assert told is not None
        reached.append((told["stability"], told["contours"][1]["reach_m"]))
    assert [stability for stability, _ in reached] == ["D", "F"]
    assert reached[1][1] > 2 * reached[0][1]


def test_without_a_wind_or_in_a_calm_there_is_none(mapped: Mapped) -> None:
    mapped.leaks()
    assert mapped.plume() is None
    mapped.blows(speed=0.2)
    assert mapped.plume() is None
    mapped.room.later(600)
    mapped.blows()
    assert mapped.plume() is not None


@pytest.mark.parametrize("lacking", ["substance", "loss"])
def test_without_a_known_substance_or_a_measured_loss_there_is_none(
    tmp_path: Path, lacking: str
) -> None:
    mapped = Mapped(tmp_path, works(tanks=PARTS["tanks"]) if lacking == "substance" else works())
    mapped.blows()
    if lacking == "loss":
        mapped.room.does("ann", "incident.open", place="tank")
    else:
        mapped.leaks()
    assert mapped.plume() is None


def test_a_loss_of_another_day_is_no_loss_of_this_incident(mapped: Mapped) -> None:
    alarm = mapped.room.alarm(value=-15.0)
    mapped.room.later(60)
    mapped.room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    mapped.room.later(86_400)
    mapped.room.does("ann", "incident.open", place="tank")
    mapped.blows()
    assert mapped.plume() is None


def test_once_the_loss_has_ceased_the_pool_that_lies_there_still_gives_off(mapped: Mapped) -> None:
    mapped.blows()
    mapped.leaks()
    before = mapped.plume()
    mapped.room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:NETLOSS")
    mapped.room.later(60)
    mapped.blows()
    after = mapped.plume()
    assert before is not None
    assert after is not None
    assert after["area_m2"] == before["area_m2"] == 60
    assert (before["leaking"], after["leaking"]) == (True, False)


def test_gas_measured_clear_twice_takes_it_off(mapped: Mapped) -> None:
    mapped.blows()
    incident = mapped.leaks()
    for _ in range(2):
        assert mapped.plume() is not None
        mapped.room.does(
            "eva", "gas.measure", incident=incident, place="tank", value=0.5, unit="ppm",
        )  # fmt: skip
        mapped.room.later(16 * 60)
    assert mapped.plume() is None

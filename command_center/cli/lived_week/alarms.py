"""The alarms of the week: their hours, and the gauge behaviour behind each."""

from collections.abc import Iterator
from datetime import datetime

from command_center.cli.lived_week.episodes import Curve, Episode, rises, silent, waves
from command_center.cli.lived_week.room import DAY_MS, HOUR_MS, MINUTE_MS, Room

LEFT_TO_THE_INCIDENT = "GD-02:H"
"""The incident's story answers this one."""
CARD = {
    "LT-202": 4.35, "LT-205": 2.55, "FT-202A": 0.0, "FT-202B": 0.0, "FT-203A": 0.0, "FT-204A": 0.0,
    "FT-204B": 0.0, "FT-205A": 0.0, "FT-205B": 0.0, "FT-207A": 0.0, "FT-207B": 0.0, "XS-202": 0.0,
    "XS-205": 0.0,
}  # fmt: skip
"""What hangs on the input card that a stroke of lightning silences for six minutes, and what each shows at
that hour."""


POOL_M3 = 96.0


def episodes(room: Room) -> Iterator[Episode]:
    """Yield every alarm episode of the week in order of time. Hours are in plant time."""
    chance = room.chance("alarms")

    def moment(days_ago: int, hour: float) -> int:
        """So many days ago at an hour, give or take three minutes."""
        return hour_of(room, days_ago, hour) + int(chance.integers(-3, 4)) * MINUTE_MS

    yield _high_gas(moment(7, 10.4), "GD-03", 31)
    yield _level(moment(7, 20.9), "LT-206", rises(6.08, 6.40, 60, 700, 200))
    yield _high_gas(moment(6, 9.2), "GD-10", 13)
    yield _level(moment(6, 10.8), "LT-208", rises(1.56, 1.02, 60, 900, 240))
    # The busy night: a late lorry, a gauge that is lost twice, a caustic tank with waves at its limit.
    yield _high_gas(moment(5, 22.7), "GD-05", 14)
    yield _lost(moment(5, 23.4), "LT-208", 2.27)
    yield _level(moment(4, 1.2), "LT-207", waves(6.0, 6.33, 6.40, 60, 200, 18))
    yield _high_gas(moment(4, 2.0), "GD-06", 12)
    yield _lost(moment(4, 2.6), "LT-208", 2.07)
    yield _level(moment(4, 3.4), "LT-207", waves(6.0, 6.33, 6.41, 60, 140, 20))
    yield _high_gas(moment(4, 4.3), "GD-01", 29)
    # The flood: lightning takes an input card away, and two detectors see the surge.
    yield _flood(moment(3, 3.3))
    yield _level(moment(3, 16.8), "LT-203", rises(1.51, 1.04, 60, 800, 240))
    yield _high_gas(moment(2, 11.8), "GD-12", 12.5)
    yield _level(moment(2, 20.9), "LT-206", rises(6.08, 6.41, 60, 800, 240))
    yield _high_gas(moment(1, 9.6), "GD-03", 27)
    yield _level(moment(1, 10.8), "LT-208", rises(1.56, 1.04, 60, 600, 180))
    yield _level(moment(1, 16.8), "LT-203", rises(1.51, 1.06, 60, 700, 240))


def hour_of(room: Room, days_ago: int, hour: float) -> int:
    """Return the time (UTC epoch ms) of an hour in plant time, a number of days before the last day of the week."""
    end = datetime.fromtimestamp(room.until / 1000, room.site.zone)
    midnight = end.replace(hour=0, minute=0, second=0, microsecond=0)
    return round(midnight.timestamp() * 1000) - days_ago * DAY_MS + round(hour * HOUR_MS)


def _high_gas(at: int, detector: str, top: float) -> Episode:
    return Episode(at, 14, {detector: rises(1.0, top, 120, 260, 30)})


def _level(at: int, gauge: str, curve: Curve) -> Episode:
    return Episode(at, 22, {gauge: curve})


def _lost(at: int, gauge: str, level_m: float) -> Episode:
    """Its transmitter falls silent for three minutes; another gauge of its source is heard."""
    return Episode(at, 8, {gauge: silent(level_m, 60, 240), "LT-301": lambda _t_s: POOL_M3})


def _flood(at: int) -> Episode:
    """Thirteen tags are silent from the first minute to the seventh; two detectors see the surge."""
    curves: dict[str, Curve] = {name: silent(shown, 60, 420) for name, shown in CARD.items()}
    curves["LT-301"] = lambda _t_s: POOL_M3
    curves["GD-08"] = rises(0.6, 22, 75, 120, 4)
    curves["GD-11"] = rises(0.5, 17, 90, 130, 4)
    return Episode(at, 16, curves)

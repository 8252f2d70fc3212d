"""The 72 hours of a drill, through the night on which the plant's own clocks are set back or forward,
with a new process every few hours, each in another time zone of the machine."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.drills_tried.whole import folder
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import reachable_works

HOUR_MS = 3_600_000
MACHINES = ("UTC", "America/New_York", "Asia/Shanghai", "Europe/Berlin", "Pacific/Chatham")
SAID = ("review.reminded", "review.escalated", "review.overdue")


@pytest.fixture
def machine_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The machine's own zone may be changed, and is put back."""
    with monkeypatch.context() as zone:
        yield zone
    time.tzset()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "ended", "on_the_wall"),
    [
        ("Europe/Berlin", "2026-10-24T14:00", "2026-10-27T13:00"),
        ("Europe/Berlin", "2027-03-27T14:00", "2027-03-30T15:00"),
        ("Asia/Shanghai", "2026-10-24T14:00", "2026-10-27T14:00"),
    ],
)
def test_seventy_two_hours_are_seventy_two_hours(
    tmp_path: Path, machine_zone: pytest.MonkeyPatch, zone: str, ended: str, on_the_wall: str
) -> None:
    site = reachable_works(time_zone=zone)
    start = datetime.fromisoformat(ended).replace(tzinfo=ZoneInfo(zone)) - timedelta(minutes=10)
    machines = cycle(MACHINES)
    with folder(tmp_path, int(start.timestamp() * 1000)) as center:
        whole = center.starts(site)
        drill = whole.drill()
        whole.plays(drill, "ben", "incident.open", place="tank", plan="leak-plan")
        whole.lasts(600, each=60)
        whole.does(CONTROLLER, "drill.end", drill=drill)
        ended_at = whole.now
        for hour in range(75):
            if hour % 9 == 0:
                machine_zone.setenv("TZ", next(machines))
                time.tzset()
                whole = center.starts(site)
            whole.lasts(3_600, each=1_800)
        clock = whole.got(f"reviews/{drill}")["clock"]
        said = [
            (f.kind.partition(".")[2], f.data.get("step"), (f.recorded_at - ended_at) / HOUR_MS)
            for f in whole.facts(*SAID)
        ]
        assert whole.state.reviews.by_id[drill].overdue_seq is not None
    assert clock["due"]["signed"] - ended_at == 72 * HOUR_MS
    wall = datetime.fromtimestamp(clock["due"]["signed"] / 1000, ZoneInfo(zone))
    assert wall.strftime("%Y-%m-%dT%H:%M") == on_the_wall
    assert said == [
        ("reminded", "hotwash", 1.5), ("escalated", "hotwash", 2),
        ("reminded", "frozen", 18), ("escalated", "frozen", 24),
        ("reminded", "agreed", 36), ("escalated", "agreed", 48),
        ("reminded", "signed", 54), ("escalated", "signed", 72), ("overdue", None, 72),
    ]  # fmt: skip

"""A night with a history: a spike, an outage and a leak in the readings of the demo plant."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from command_center.clock import Clock
from command_center.domain.actor import Role
from tests.support.leaking import leak_readings
from tests.support.pages import Watched
from tests.support.running_center import RunningCenter, demo_site, running

SITE = demo_site()
TANK = next(t for t in SITE.tanks if any(t.id in plan.places for plan in SITE.plans))
OTHER = next(t for t in SITE.tanks if t.id != TANK.id)
LEVEL, FLOW = TANK.level, [*TANK.inflows, *TANK.outflows][0]
SPIKE = TANK.height_m - 0.123
NET_LOSS = f"{LEVEL}:NETLOSS"
CHART = ".history-plot"


@dataclass(frozen=True)
class Night:
    """A center whose tank has leaked, and who may send readings to it."""

    center: RunningCenter
    plant: str

    @property
    def url(self) -> str:
        return self.center.url

    def read(self, tag: str, value: float, ts: int, quality: str = "good") -> None:
        told = {"tag": tag, "value": value, "ts": ts, "quality": quality}
        source = SITE.tag_by_id[tag].source
        answer = self.center.post("readings", self.plant, {"source": source, "readings": [told]})
        assert answer.json()["rejected"] == []


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with running(tmp_path_factory.mktemp("history")) as center:
        plant = center.token("plant", Role.GATEWAY)
        center.start()
        now = Clock().now()
        # An hour before the leak: one second of a spike, then an outage of ten minutes.
        hour = [
            {
                "tag": LEVEL,
                "ts": now - n * 1000,
                "value": SPIKE if n == 2_500 else 5.0 + n % 5 / 1e3,
            }
            for n in range(3_600, 240, -1)
            if not 1_200 < n < 1_800
        ]
        source = SITE.tag_by_id[LEVEL].source
        assert center.post("readings", plant, {"source": source, "readings": hour}).ok
        for body in leak_readings(SITE, TANK.id, now):
            assert center.post("readings", plant, body).json()["rejected"] == []
        yield Night(center, plant)


def board(watched: Watched, night: Night) -> Any:
    return watched.page.context.request.get(f"{night.url}/api/v1/board").json()["rows"]


def drawn(page: Page) -> Any:
    """The first line of the chart: [[local ms, value], ...]."""
    return page.evaluate(
        "() => { const t = document.querySelector('.history-plot').data[0];"
        " return t && t.x ? Array.from(t.x, (x, i) => [x, t.y[i]]) : []; }"
    )


def wait_for_points(page: Page) -> None:
    chart = page.locator(f"{CHART}[data-points]:not([data-points='0'])")
    chart.wait_for(state="attached")

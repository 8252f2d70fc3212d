"""Links that fall silent without closing: a screen is right, or it greys; it is never just old."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests

from command_center.clock import Clock
from tests.e2e.test_processes import TwoProcesses, report, some_place
from tests.support.live_line import Line
from tests.support.redis import RedisServer
from tests.support.running_center import RunningCenter, demo_site
from tests.support.silent_proxy import SilentProxy, silent_proxy
from tests.support.waiting import PATIENCE_S, eventually

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]

GREY_S = 3.0


@pytest.fixture
def proxy(redis_server: RedisServer) -> Iterator[SilentProxy]:
    with silent_proxy(redis_server.port) as between:
        yield between


@pytest.fixture
def both(tmp_path: Path, postgres_database: str, proxy: SilentProxy) -> Iterator[TwoProcesses]:
    two = TwoProcesses(tmp_path, postgres_database, f"redis://127.0.0.1:{proxy.port}/0")
    yield two
    two.stop()


def sends(center: RunningCenter, secret: str, value: float) -> tuple[str, float]:
    """One reading of the plant's first level, through this process's door."""
    tag = demo_site().tanks[0].level
    source = next(t.source for t in demo_site().tags if t.id == tag)
    reading = {"tag": tag, "ts": Clock().now(), "value": value}
    answer = center.post("readings", secret, {"source": source, "readings": [reading]})
    assert answer.json() == {"accepted": 1, "rejected": []}
    return tag, value


def shows(center: RunningCenter, secret: str, tag: str) -> Any:
    row = center.get("board", secret)["rows"].get("levels", {}).get(tag)
    return row and row["value"]


def test_a_bus_that_answers_nothing_keeps_no_screen_from_what_happens(
    both: TwoProcesses, proxy: SilentProxy
) -> None:
    tag, _ = sends(both.one, both.plant, 1.0)

    def it_shows(value: float, told: list[str]) -> None:
        eventually(lambda: shows(both.two, both.hand, tag) == value)
        eventually(lambda: both.texts_at(both.two) == told)

    it_shows(1.0, [])
    proxy.fall_silent()
    for number, value in enumerate((2.0, 3.0), 1):
        sends(both.one, both.plant, value)
        both.one.post("commands", both.hand, report(some_place(), number))
        it_shows(value, [f"report {n}" for n in range(1, number + 1)])
    proxy.speak()
    sends(both.two, both.plant, 4.0)
    eventually(lambda: shows(both.one, both.hand, tag) == 4.0)


def test_a_database_that_answers_nothing_greys_every_screen_until_it_does(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer
) -> None:
    where = urlsplit(postgres_database)
    with silent_proxy(where.port or 5432) as proxy:
        user = where.netloc.rpartition("@")[0]
        host = f"{user}@127.0.0.1:{proxy.port}" if user else f"127.0.0.1:{proxy.port}"
        through = urlunsplit(where._replace(netloc=host))
        both = TwoProcesses(tmp_path, through, redis_server.url)
        try:
            line = Line(both.one.port)
            line.join(both.hand)
            line.event("frame")
            proxy.fall_silent()
            assert line.falls_silent(GREY_S + 1)
            ready = requests.get(f"{both.one.url}/readyz", timeout=PATIENCE_S)
            assert (ready.status_code, ready.json()["checks"]["journal"]) == (503, False)
            proxy.speak()
            proxy.time_out()
            eventually(lambda: requests.get(f"{both.one.url}/readyz", timeout=PATIENCE_S).ok)
            line.close()
            again = Line(both.one.port)  # a busy machine may have taken longer than a ping waits
            assert again.join(both.hand)["epoch"]
            assert again.event("frame")["rows"] is not None
            again.close()
        finally:
            both.stop()

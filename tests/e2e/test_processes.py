"""The server as processes: killed, doubled, and with its bus taken away."""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from playwright.sync_api import Browser

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.journal.verify import verify
from command_center.words import say
from tests.support.leaking import leak_readings
from tests.support.pages import watched_page
from tests.support.redis import RedisServer
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.e2e


def some_place() -> str:
    return demo_site().areas[0].id


def report(place: str, number: int) -> dict[str, Any]:
    data = {"channel": "call", "place": place, "text": f"report {number}"}
    return {"kind": "report.receive", "data": data, "idempotency_key": f"report-{number}"}


def test_nothing_acknowledged_is_lost_however_often_it_is_killed(tmp_path: Path) -> None:
    """Kill -9 in the middle of a stream of commands, many times; then count and verify.

    However slow the machine: some commands are done first, and the stream ends by the kill alone.
    """
    place, chance = some_place(), random.Random(5)
    acknowledged: dict[int, int] = {}
    with running(tmp_path) as center:
        secret = center.token("hand", Role.COMMANDER)
        number = 0
        for _ in range(6):
            center.start()
            kill_at = number + 5 + chance.randrange(5)
            killer = threading.Timer(chance.random() * 0.05, center.kill)
            while True:
                if number == kill_at:
                    killer.start()
                try:
                    answer = center.post("commands", secret, report(place, number))
                    answer.raise_for_status()
                    acknowledged[number] = answer.json()["seq"]
                except requests.RequestException:  # nobody there, or gone in mid-answer
                    break
                number += 1
            assert number >= kill_at, "the stream ended before the kill"
            killer.join()
        with databases(center.settings()) as stores:
            head = verify(stores.journal, "demo")
            facts = Journal(stores.journal, "demo", Clock().now).read(0, head.seq)
        stored = {
            int(f.data["text"].split()[1]): f.seq for f in facts if f.kind == "report.received"
        }
        assert acknowledged.items() <= stored.items()
        assert len(stored) == len({f.data["text"] for f in facts if f.kind == "report.received"})


def test_a_command_repeated_after_a_kill_is_done_once(tmp_path: Path) -> None:
    place = some_place()
    with running(tmp_path) as center:
        secret = center.token("hand", Role.COMMANDER)
        center.start()
        first = center.post("commands", secret, report(place, 1)).json()
        center.kill()
        center.start()
        again = center.post("commands", secret, report(place, 1)).json()
        assert again["seq"] == first["seq"]
        facts = center.get("journal?limit=1000", secret)["facts"]
        assert sum(f["kind"] == "report.received" for f in facts) == 1


def test_a_second_process_on_an_embedded_database_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as center:
        center.start()
        second = RunningCenter(tmp_path)
        with pytest.raises(RuntimeError, match="ended with 1"):
            second.start()
        assert "is in use by process" in second.log


def test_the_leak_raises_its_alarm(tmp_path: Path) -> None:
    """Readings through the public door; the alarm on the board; a person acknowledges it."""
    site = demo_site()
    tank = next(t for t in site.tanks if t.id in {p for plan in site.plans for p in plan.places})
    with running(tmp_path) as center:
        plant = center.token("plant", Role.GATEWAY)
        hand = center.token("hand", Role.COMMANDER)
        center.start()
        for body in leak_readings(site, tank.id, Clock().now()):
            answer = center.post("readings", plant, body)
            assert answer.json()["rejected"] == []
        alarm = f"{tank.level}:NETLOSS"
        row = eventually(lambda: center.get("board", hand)["rows"].get("alarms", {}).get(alarm))
        assert (row["priority"], row["state"]) == ("emergency", "UNACK")
        center.command(hand, "alarm.ack", alarm=alarm)
        assert center.get("board", hand)["rows"]["alarms"][alarm]["state"] == "ACKED"


def figure(center: RunningCenter, name: str) -> float:
    """One of its own figures."""
    told = requests.get(f"{center.url}/metrics", timeout=PATIENCE_S).text
    return float(next(line for line in told.splitlines() if line.startswith(f"{name} ")).split()[1])


def last_beat(center: RunningCenter) -> float:
    """When the duties last looked at everything, in seconds of its uptime or a little earlier."""
    return figure(center, "cc_uptime_seconds") - figure(center, "cc_duties_age_seconds")


def another_beat(center: RunningCenter) -> None:
    """Wait until the duties have looked at everything once more."""
    after = last_beat(center) + 0.1
    eventually(lambda: last_beat(center) > after)


class TwoProcesses:
    """Two `web` processes on one PostgreSQL and one Redis."""

    def __init__(
        self,
        folder: Path,
        database: str,
        redis_url: str,
        offset_ms: int = 0,
        ahead_ms: int = 0,
    ) -> None:
        """Both at `offset_ms`; the first one's clock is ahead of the other's by `ahead_ms`."""
        shared = {"CC_DATABASE_URL": database, "CC_REDIS_URL": redis_url}
        self.one = RunningCenter(folder, CC_CLOCK_OFFSET_MS=str(offset_ms + ahead_ms), **shared)
        self.two = RunningCenter(folder, CC_CLOCK_OFFSET_MS=str(offset_ms), **shared)
        self.one.migrate()
        self.hand = self.one.token("hand", Role.COMMANDER)
        self.plant = self.one.token("plant", Role.GATEWAY)
        self.one.start()
        self.two.start()

    def texts_at(self, center: RunningCenter) -> list[str]:
        ticker = center.get("board", self.hand)["rows"].get("ticker", {}).values()
        return sorted(f["data"]["text"] for f in ticker if f["kind"] == "report.received")

    def stop(self) -> None:
        self.one.stop()
        self.two.stop()


def test_two_processes_serve_one_board_through_a_lost_bus(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer
) -> None:
    place = some_place()
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url)
    try:
        both.one.post("commands", both.hand, report(place, 1))
        eventually(lambda: both.texts_at(both.two) == ["report 1"])
        redis_server.stop()
        both.one.post("commands", both.hand, report(place, 2))
        both.two.post("commands", both.hand, report(place, 3))
        told = ["report 1", "report 2", "report 3"]
        eventually(lambda: both.texts_at(both.one) == both.texts_at(both.two) == told)
        redis_server.start()
        both.two.post("commands", both.hand, report(place, 4))
        eventually(
            lambda: both.texts_at(both.one) == both.texts_at(both.two) == [*told, "report 4"]
        )
    finally:
        both.stop()


def test_a_killed_leader_is_replaced_and_nothing_fires_twice(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer
) -> None:
    site = demo_site()
    tank = next(t for t in site.tanks if t.id in {p for plan in site.plans for p in plan.places})
    alarm = f"{tank.level}:NETLOSS"
    # At 02:10 in the plant: no shift changes meanwhile.
    offset_ms = night_offset(site, None, Clock().now())
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url, offset_ms)

    def leads(center: RunningCenter) -> bool:
        return figure(center, "cc_leading") == 1

    def leaders() -> list[RunningCenter]:
        return [center for center in (both.one, both.two) if leads(center)]

    try:
        # Whoever is not given the time to prolong its lease loses it: one may be leading now, and
        # the other when the leak is told. Either way the alarm is raised once.
        leader = eventually(leaders)[0]
        other = both.two if leader is both.one else both.one
        for body in leak_readings(site, tank.id, other.clock.now()):
            other.post("readings", both.plant, body)
        eventually(lambda: other.get("board", both.hand)["rows"].get("alarms", {}).get(alarm))
        leader.kill()
        eventually(lambda: leads(other))
        for body in leak_readings(site, tank.id, other.clock.now(), minutes=0.2):
            other.post("readings", both.plant, body)
        for _ in range(2):  # the first may have begun before the readings came
            another_beat(other)
        facts = other.get("journal?limit=5000", both.hand)["facts"]
        raised = [f for f in facts if f["kind"] == "alarm.raised" and f["data"]["alarm"] == alarm]
        assert len(raised) == 1, json.dumps(raised)
        shifts = [f for f in facts if f["kind"] == "shift.began"]
        assert len(shifts) == 1
    finally:
        both.stop()


def row(center: RunningCenter, secret: str, topic: str, key: str) -> Any:
    """A row of its board; None if there is none."""
    return center.get("board", secret)["rows"].get(topic, {}).get(key)


def led(center: RunningCenter, secret: str) -> Any:
    """Whether its board says that somebody leads; None while it says nothing of it."""
    return (row(center, secret, "center", "duties") or {}).get("led")


def wrong_clocks(center: RunningCenter, secret: str) -> Any:
    """The wrong clocks that its board tells of."""
    return (row(center, secret, "center", "clocks") or {}).get("wrong")


def readiness(center: RunningCenter) -> tuple[int, dict[str, Any]]:
    """The status and body of `/readyz`."""
    answer = requests.get(f"{center.url}/readyz", timeout=PATIENCE_S)
    return answer.status_code, answer.json()


def test_a_leader_whose_clock_is_ahead_is_told_and_replaced(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer
) -> None:
    """Ahead by so much that the test would fail if the successor waited for the difference."""
    ahead_ms = round(PATIENCE_S * 1000) * 4
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url, ahead_ms=ahead_ms)
    try:
        while figure(both.one, "cc_leading") != 1:  # it was first, but may not have had the time
            both.two.stop()
            both.two.start()
        for center in (both.one, both.two):  # the wrong one says so itself, and so does the other
            [wrong] = eventually(partial(wrong_clocks, center, both.hand))
            assert str(both.one.port) in wrong["process"]
            assert wrong["ahead_s"] == ahead_ms // 1000
            assert "clock differs from the database's" in center.log
        status, told = readiness(both.one)
        assert (status, told["checks"]["clock"], len(told["reasons"])) == (200, False, 1)
        assert readiness(both.two)[1]["checks"]["clock"] is True
        both.one.kill()
        eventually(lambda: figure(both.two, "cc_leading") == 1)
        eventually(partial(led, both.two, both.hand))
        eventually(lambda: not wrong_clocks(both.two, both.hand))
    finally:
        both.stop()


def test_two_processes_with_the_same_offset_have_no_wrong_clock(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer
) -> None:
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url, offset_ms=-5_000_000)
    try:
        for center in (both.one, both.two):
            eventually(partial(led, center, both.hand))
            assert wrong_clocks(center, both.hand) == []
            assert readiness(center)[1]["checks"]["clock"] is True
    finally:
        both.stop()


@contextmanager
def nobody_can_lead(database: str) -> Iterator[None]:
    """The database takes no lease any more: every process lives, and none can lead."""
    with psycopg.connect(database.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ALTER TABLE leases ADD CONSTRAINT nobody CHECK (term < 0) NOT VALID")
        try:
            yield
        finally:
            connection.execute("ALTER TABLE leases DROP CONSTRAINT nobody")


def test_that_no_process_leads_is_told_by_each_and_on_the_wall(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer, browser: Browser
) -> None:
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url)
    centers = (both.one, both.two)

    def unled(center: RunningCenter) -> bool:
        return led(center, both.hand) is False

    try:
        for center in centers:
            eventually(partial(led, center, both.hand))
            assert readiness(center)[0] == requests.codes.ok
        with (
            nobody_can_lead(postgres_database),
            watched_page(browser, both.two.url, Role.VIEWER, language="zh-CN") as wall,
        ):
            wall.page.goto(both.two.url)
            wall.page.locator(".unled").get_by_text(say("zh-CN", "center.unled")).wait_for()
            wall.page.locator(".strip.unled-strip .link").get_by_text(
                say("zh-CN", "center.unled")
            ).wait_for()
            wall.page.locator("#heard").get_by_text(say("zh-CN", "heard.unled")).wait_for()
            for center in centers:
                eventually(partial(unled, center))
                status, told = readiness(center)
                assert (status, told["checks"]["leader"]) == (requests.codes.unavailable, False)
                assert figure(center, "cc_led") == 0
                assert "no process leads" in center.log
        for center in centers:
            eventually(partial(led, center, both.hand))
            assert "a process leads again" in center.log
    finally:
        both.stop()


def test_two_processes_show_the_same_rates_through_a_lost_bus_and_a_kill(
    tmp_path: Path, postgres_database: str, redis_server: RedisServer
) -> None:
    """One process takes all readings in; what the other does not hear, or hears late, it reads."""
    site = demo_site()
    tag = site.tanks[0].level
    source = site.tag_by_id[tag].source
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url)
    start = Clock().now() - 110_000

    def read(first: int, end: int, by: RunningCenter) -> None:
        """Each second a value that falls faster and faster."""
        values = [
            {"tag": tag, "ts": start + s * 1000, "value": 6 - (s / 100) ** 2}
            for s in range(first, end)
        ]
        for half in (values[: len(values) // 2], values[len(values) // 2 :]):
            answer = by.post("readings", both.plant, {"source": source, "readings": half})
            assert answer.json()["rejected"] == []

    def shown(center: RunningCenter) -> Any:
        found = row(center, both.hand, "levels", tag) or {}
        return found.get("ts"), found.get("rate_per_min")

    def same(until: int) -> Any:
        told = shown(both.one)
        return told == shown(both.two) and told[0] == start + (until - 1) * 1000 and told[1]

    try:
        read(0, 40, both.one)
        eventually(lambda: same(40))
        redis_server.stop()
        read(40, 70, both.one)
        eventually(lambda: same(70))
        redis_server.start()
        read(80, 90, both.two)
        read(70, 80, both.one)  # late: the other process has told of newer ones
        rate = eventually(lambda: same(90))
        both.two.kill()
        both.two.start()
        assert shown(both.two) == (start + 89_000, rate)
    finally:
        both.stop()

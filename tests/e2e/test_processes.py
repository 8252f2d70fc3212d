"""The server as processes: killed, doubled, and with its bus taken away."""

import json
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from command_center.clock import Clock
from command_center.databases import databases
from command_center.domain.actor import Role
from command_center.site_file import load
from command_center.store.journal import Journal
from command_center.store.verify import verify
from tests.support.leaking import leak_readings
from tests.support.redis import RedisServer
from tests.support.running_center import DEMO, RunningCenter, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def eventually(look: Callable[[], Any], seconds: float = 15.0) -> Any:
    """The first true answer of `look`; fails when none comes."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.05)


def some_place() -> str:
    return load(DEMO).areas[0].id


def report(place: str, number: int) -> dict[str, Any]:
    data = {"channel": "call", "place": place, "text": f"report {number}"}
    return {"kind": "report.receive", "data": data, "idempotency_key": f"report-{number}"}


def test_nothing_acknowledged_is_lost_however_often_it_is_killed(tmp_path: Path) -> None:
    """Kill -9 in the middle of a stream of commands, many times; then count and verify."""
    place, chance = some_place(), random.Random(5)
    acknowledged: dict[int, int] = {}
    with running(tmp_path) as center:
        secret = center.token("hand", Role.COMMANDER)
        number = 0
        for _ in range(6):
            center.start()
            killer = threading.Timer(0.1 + chance.random() * 0.4, center.kill)
            killer.start()
            while killer.is_alive():
                try:
                    answer = center.post("commands", secret, report(place, number))
                except requests.ConnectionError:
                    break
                assert answer.status_code == requests.codes.ok
                acknowledged[number] = answer.json()["seq"]
                number += 1
            killer.join()
        assert len(acknowledged) > 20, "the test must have got somewhere between the kills"
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


def test_the_leak_raises_its_alarm_within_seconds(tmp_path: Path) -> None:
    """Readings through the public door; the alarm on the board; a person acknowledges it."""
    site = load(DEMO)
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


class TwoProcesses:
    """Two `web` processes on one PostgreSQL and one Redis."""

    def __init__(self, folder: Path, database: str, redis_url: str) -> None:
        shared = {"CC_DATABASE_URL": database, "CC_REDIS_URL": redis_url}
        self.one = RunningCenter(folder, **shared)
        self.two = RunningCenter(folder, **shared)
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
    site = load(DEMO)
    tank = next(t for t in site.tanks if t.id in {p for plan in site.plans for p in plan.places})
    alarm = f"{tank.level}:NETLOSS"
    both = TwoProcesses(tmp_path, postgres_database, redis_server.url)

    def leads(center: RunningCenter) -> bool:
        figures = requests.get(f"{center.url}/metrics", timeout=5).text
        return "\ncc_leading 1.0" in figures

    try:
        eventually(lambda: leads(both.one) or leads(both.two))
        leader, other = (both.one, both.two) if leads(both.one) else (both.two, both.one)
        for body in leak_readings(site, tank.id, Clock().now()):
            other.post("readings", both.plant, body)
        eventually(lambda: other.get("board", both.hand)["rows"].get("alarms", {}).get(alarm))
        leader.kill()
        eventually(lambda: leads(other))
        now = Clock().now()
        for body in leak_readings(site, tank.id, now, minutes=0.2):
            other.post("readings", both.plant, body)
        facts = other.get("journal?limit=5000", both.hand)["facts"]
        raised = [f for f in facts if f["kind"] == "alarm.raised" and f["data"]["alarm"] == alarm]
        assert len(raised) == 1, json.dumps(raised)
        shifts = [f for f in facts if f["kind"] == "shift.began"]
        assert len(shifts) == 1
    finally:
        both.stop()

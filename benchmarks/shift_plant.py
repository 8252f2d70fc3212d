"""A plant of the budget's size in the middle of a bad shift, and a feeder that keeps it at full rate.

24 tanks, 500 people, 2,000 ledger lines, 200 open directives. Ten times a second every level and a
tenth of all positions arrive, so that each frame changes every bar and 500 people move each second;
a directive gets on every second, a line is counted every two, and some tank is always over a limit.
"""

import random
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.domain.people.roster import manning
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.site_file import load
from tests.support.big_site import big_site
from tests.support.running_center import RunningCenter

DIRECTIVES = 200
STEP_S = 0.1
WALK_M = 1.2
CATEGORIES = ("people", "source", "water", "outside", "property")


class BusyPlant:
    """The site, its `web` process and the feeder. `start` returns when 200 directives are open."""

    def __init__(self, folder: Path) -> None:
        path = big_site(folder / "site")
        self.site: Site = load(path)
        offset = night_offset(self.site, None, Clock().now())
        self.clock = Clock(offset)
        self.center = RunningCenter(folder, path, CC_CLOCK_OFFSET_MS=str(offset))
        self._gateway = self.center.token("busy-plant", Role.GATEWAY)
        local = datetime.fromtimestamp(self.clock.now() / 1000, self.site.zone).time()
        shift = next(s.id for s in self.site.shifts if s.covers(local))
        manned = manning(self.site, shift)
        post, self._leader = next(
            (post, person)
            for post, person in manned["holders"].items()
            if person is not None and self.site.post_by_id[post].commands
        )
        commanded = {
            area
            for grant in self.site.authority
            if grant.post == post and grant.capability == "direct"
            for area in grant.scope
        }
        self._chief = self.center.token("busy-chief", Role.COMMANDER, self._leader)
        self._people = [
            person
            for person in manned["on_site"]
            if self.site.person_by_id[person].home in commanded and person != self._leader
        ]
        self._draw = random.Random(7)
        self._at = {
            person.id: (
                self._draw.uniform(5, self.site.width - 5),
                self._draw.uniform(5, self.site.height - 5),
            )
            for person in self.site.people
        }
        self._started: list[tuple[str, str]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self.lost = 0
        """Batches and commands that found no server."""

    def start(self) -> "BusyPlant":
        """The server, an incident with its directives, and the feeder."""
        self.center.start()
        self._step(0)
        place = self.site.tanks[0].id
        opened = self._command("incident.open", place=place, title="Busy shift")
        incident = opened["facts"][0]["data"]["id"]
        for number in range(DIRECTIVES):
            person = self._people[number % len(self._people)]
            issued = self._command(
                "directive.issue", incident=incident, to=person, text=f"Step {number} of the shift",
                category=CATEGORIES[number % 5], urgency="normal", due_s=900 + 30 * number,
            )  # fmt: skip
            directive = issued["facts"][0]["data"]["id"]
            word = {"directive": directive, "via": "radio", "speaker": person}
            if number % 3:
                self._command("directive.ack", **word)
            if number % 3 == 2:
                self._command("directive.start", **word)
                self._started.append((directive, person))
        self._thread.start()
        return self

    def write_facts(self, count: int) -> None:
        """So many reports, as long a journal as a bad night leaves."""
        place = self.site.areas[0].id
        for number in range(count):
            self._command("report.receive", channel="call", place=place, text=f"Call {number}")

    def end(self) -> None:
        """No more feeds, no more server."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(30)
        self.center.stop()

    def _command(self, kind: str, **data: Any) -> Any:
        return self.center.command(self._chief, kind, **data)

    def _feed(self) -> None:
        begun, number = time.monotonic(), 0
        while not self._ended.wait(max(0.0, begun + number * STEP_S - time.monotonic())):
            try:
                self._step(number)
            except (requests.RequestException, AssertionError):
                self.lost += 1
                with suppress(requests.RequestException):
                    requests.get(self.center.url, timeout=0.2)
            # After an outage the feeder goes on from now instead of catching up.
            number = max(number + 1, round((time.monotonic() - begun) / STEP_S))

    def _step(self, number: int) -> None:
        now = self.clock.now()
        by_source: dict[str, list[dict[str, Any]]] = {}
        for rank, tag in enumerate(self.site.tags):
            if number % 10 and tag.kind != "level":
                continue
            middle, half = (tag.low + tag.high) / 2, (tag.high - tag.low) / 2
            # One level in eight is over its highest limit at any time, for a minute each.
            over = tag.kind == "level" and (number // 600 + rank) % 8 == 0
            value = middle + half * (0.95 if over else 0.1 * self._draw.random())
            by_source.setdefault(tag.source, []).append({"tag": tag.id, "ts": now, "value": value})
        for source, readings in by_source.items():
            self._post("readings", {"source": source, "readings": readings})
        self._post("positions", {"source": "badges", "positions": self._walked(number, now)})
        if number % 10 == 5:
            directive, person = self._started[number // 10 % len(self._started)]
            self._command(
                "directive.progress", directive=directive, percent=number % 100,
                via="radio", speaker=person,
            )  # fmt: skip
        if number % 10 == 3:
            level = self.site.tanks[number // 10 % len(self.site.tanks)].level
            for condition in ("H", "HH", "NETLOSS"):  # refused where there is nothing to see
                body = {"kind": "alarm.ack", "data": {"alarm": f"{level}:{condition}"}}
                self.center.post("commands", self._chief, body)
        if number % 20 == 7:
            line = self.site.stock[number % len(self.site.stock)]
            self._command(
                "resource.count", resource=line.resource, store=line.store, quantity=number % 11
            )

    def _walked(self, number: int, now: int) -> list[dict[str, Any]]:
        told = []
        for person in [p.id for p in self.site.people][number % 10 :: 10]:
            x, y = self._at[person]
            x = min(self.site.width, max(0, x + self._draw.uniform(-WALK_M, WALK_M)))
            y = min(self.site.height, max(0, y + self._draw.uniform(-WALK_M, WALK_M)))
            self._at[person] = x, y
            lat, lon = to_wgs84(self.site.anchor, x, y)
            told.append({"person": person, "ts": now, "lat": lat, "lon": lon})
        return told

    def _post(self, door: str, body: Any) -> None:
        answer = self.center.post(door, self._gateway, body)
        assert answer.status_code == requests.codes.accepted, answer.text
        assert not answer.json()["rejected"], answer.text

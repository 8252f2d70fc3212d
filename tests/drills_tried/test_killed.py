"""Killed for 60 seconds with an escalation due in ten: it fires once, says how late it is and why."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from command_center.cli.exercises.turned_center import TurnedCenter
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.fact import Fact
from command_center.domain.people.roster import manning
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.domain.site.model import Site
from command_center.store.journal import Journal
from command_center.store.sealed import Kept
from simulations.scenarios import library
from simulations.surprise import played
from tests.drills_tried.whole import Folder, Whole
from tests.support.any_command import NONCE
from tests.support.factories import CONTROLLER, START
from tests.support.reachable_works import reachable_works
from tests.support.running_center import DEMO, demo_site

ORDER = {"to": "chief", "text": "Go", "urgency": "urgent", "category": "people"}


def fired(whole: Whole) -> list[dict[str, Any]]:
    return [dict(f.data) for f in whole.facts("escalation.fired")]


def test_in_reality_it_fires_once_late_and_the_outage_is_named(center: Folder) -> None:
    before = center.starts(reachable_works())
    before.does("joe", "incident.open", place="tank")
    before.does("joe", "directive.issue", incident="INC-1", **ORDER)
    before.lasts(20)
    assert fired(before) == []
    center.killed()
    center.clock.move(60)
    after = center.starts(reachable_works())
    [outage] = after.facts("clock.interrupted")
    gone_ms = outage.data["until"] - outage.data["since"]
    assert 60_000 <= gone_ms <= 61_000, "the sign of life is kept once a second"
    assert [(one["step"], one["late"], one["late_ms"], one["outage"]) for one in fired(after)] == [
        ("repeat", True, 50_000, outage.seq), ("deputy", True, 20_000, outage.seq),
    ]  # fmt: skip
    after.turn()
    sent = [f.data["delivery"] for f in after.facts("notification.sent")]
    assert len(sent) == len(set(sent)) == 8, "by both channels, and by voice for each step"
    told = after.rows(None)["directives"]["DIR-1"]["chain"]
    assert [(step["late_ms"], step["outage"]) for step in told] == [
        (50_000, outage.seq), (20_000, outage.seq),
    ]  # fmt: skip
    again = center.starts(reachable_works())
    again.lasts(10)
    assert len(fired(again)) == 2
    assert len(again.facts("clock.interrupted")) == 1
    said = [s["key"] for s in again.got("reviews/INC-1")["overview"]]
    assert "clock_interrupted" in said


def test_a_quiet_plant_says_nothing_of_its_restarts(center: Folder) -> None:
    center.starts(reachable_works())
    center.killed()
    center.clock.move(3_600)
    assert center.starts(reachable_works()).facts("clock.interrupted") == []


def test_in_a_drill_its_clock_stood_still_and_the_step_comes_after_what_was_left(
    center: Folder,
) -> None:
    before = center.starts(reachable_works())
    drill = before.drill()
    before.plays(drill, "joe", "incident.open", place="tank")
    [order] = before.plays(drill, "joe", "directive.issue", incident=f"{drill}-INC-1", **ORDER)
    before.lasts(20)
    center.killed()
    center.clock.move(60)
    after = center.starts(reachable_works())
    [outage] = after.facts("drill.interrupted")
    assert outage.data["until"] - outage.data["since"] == 60_000
    assert fired(after) == []
    after.lasts(9.5)
    assert fired(after) == []
    after.lasts(20)
    [repeat] = after.facts("escalation.fired")
    assert (repeat.drill, repeat.data["step"], repeat.data["late"]) == (drill, "repeat", False)
    assert repeat.at - order.at == 30_000
    assert repeat.recorded_at - order.recorded_at == 90_000
    after.does(CONTROLLER, "drill.end", drill=drill)
    after.turn()
    told = after.got(f"reviews/{drill}")
    assert "drill_interrupted" in [s["key"] for s in told["overview"]]
    [reach] = [row for row in told["timing"] if row["row"] == "reach"]
    assert (reach["outage_s"], reach["outcome"]) == (60.0, "open")


def commander_at_night(site: Site) -> str:
    """Whoever commands first of those on site."""
    there = manning(site, "SH-N")["holders"]
    return next(held for p in site.posts if p.commands and (held := there.get(p.id)))


class Killable(TurnedCenter):
    """The whole server as a process of its own, on the demonstration's plant."""

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def starts_at(self, start_ms: int) -> None:
        self._start_ms = start_ms
        self.__enter__()

    def says(self, person: str, kind: str, inside: str | None = None, **data: Any) -> Any:
        """A commander's word."""
        body = {"kind": kind, "data": data} | ({"drill": inside} if inside else {})
        secret = self.tokens.commanders[person]
        status, told = self.ask("POST", "/api/v1/commands", secret, json.dumps(body).encode())
        assert status == 200, told
        return json.loads(told)["facts"]

    def facts(self, *kinds: str) -> list[Fact]:
        with self.stores() as stores:
            journal = Journal(stores.journal, self._site.id, lambda: 0)
            return [f for f in journal.read(0, 10_000) if f.kind in kinds]


@pytest.mark.slow
@pytest.mark.parametrize("drilled", [False, True])
def test_a_process_killed_with_signal_9_fires_what_was_due_once(
    tmp_path: Path, drilled: bool
) -> None:
    """Whole processes and what they leave in their files; time is turned, so nothing waits."""
    site = demo_site()
    plan = played(library()["night-toxic-leak"], site, seed=3)
    assert isinstance(plan, DrillPlan)
    content = sealed_text(plan, 1)
    seal = commitment_of(content, NONCE)
    center = Killable(DEMO, site, tmp_path, START, (seal, Kept(content, NONCE)))
    with center:
        drill = None
        if drilled:
            drill = str(center.command("drill.plan", name="Night")[0]["data"]["id"])
            center.command("drill.seal", drill=drill, commitment=seal, generator="test/1")
            center.command("drill.start", drill=drill)
        chief = commander_at_night(site)
        opened = center.says(chief, "incident.open", drill, place="T206")
        incident = opened[0]["data"]["id"]
        given = {"to": "board-1", "text": "Go", "urgency": "urgent", "category": "people"}
        center.says(chief, "directive.issue", drill, incident=incident, **given)
        for _ in range(20):
            center.turn(1_000)
        center.kill()
        center.starts_at(START + 80_000)
        for _ in range(15):
            center.turn(1_000)
    repeats = [f for f in center.facts("escalation.fired") if f.data["step"] == "repeat"]
    assert len(repeats) == 1
    [outage] = center.facts("drill.interrupted" if drilled else "clock.interrupted")
    assert 60_000 <= outage.data["until"] - outage.data["since"] <= 61_000
    assert repeats[0].data["late"] is not drilled
    assert repeats[0].data["outage"] == (None if drilled else outage.seq)
    if drilled:
        [issued] = center.facts("directive.issued")
        assert repeats[0].at - issued.at in range(30_000, 31_001)

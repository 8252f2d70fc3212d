"""What became of the findings of one drill in the next: for the picture of the page that tells it.

After the staged drill a person takes up one problem of each kind, gives its cause and opens an action.
The same leak is then drilled again by virtual people, quicker than people could follow, and what it
showed of the actions is put on record, but for one.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from command_center.domain.actor import Role
from tests.support.running_center import RunningCenter, demo_site
from tests.support.staged_drill import SCENARIO, SEED, staged_drill
from tests.support.waiting import PATIENCE_S, eventually

FIRST, SECOND = "DRL-1", "DRL-2"
SPEED = 30.0
ENDS_WITHIN_S = 300.0
DAY_MS = 86_400_000
HOTWASH = {"zh": "九人到场，先说所见", "en": "Nine were there and said what they had seen"}
MEETING = {"zh": "逐条通过问题和措施", "en": "Every finding and action was gone through"}
RATINGS = "SMSUMUS"
"""Of the first drill's objectives, in their order."""
SOON_MS = 2_000
"""Due so soon that it is late when the second drill is over."""

LESSONS: dict[str, tuple[str, str, str, str, str]] = {
    "dead_contact": (
        "major", "号码一年没有核实过", "Nobody had verified the number for a year",
        "核实号码，加一个渠道", "Verify the number, add a second channel",
    ),
    "locked": (
        "major", "钥匙只有白班有", "The key is there by day only",
        "C2 全天开放，加装监测", "Open C2 round the clock, with a sensor",
    ),
    "authority": (
        "moderate", "没有按级别授权", "No delegation by level",
        "按级别下放 C 组调动权", "Delegate Team C by level",
    ),
    "water": (
        "major", "应急池从未核算", "The pool was never calculated",
        "为 LT-301 设限值，扩建应急池", "Limits on LT-301, and a larger pool",
    ),
    "late_ack": (
        "moderate", "电话放在桌上", "The phone lay on the desk",
        "夜班电话随身携带", "The duty phone on the belt at night",
    ),
    "shortage": (
        "major", "器材只有一半", "Half of the kit is kept",
        "C3 增配两套重型防化服", "Two more heavy suits in C3",
    ),
}  # fmt: skip
"""By kind of problem: how grave, why, and what is done about it."""


class _Person:
    """Somebody at the doors, by the demonstration's role."""

    def __init__(self, url: str, role: Role) -> None:
        self._url, self._session = url, requests.Session()
        self._session.headers["Origin"] = url
        self.post("session", {"role": role.value})

    def post(self, path: str, body: Any) -> Any:
        answer = self._session.post(f"{self._url}/api/v1/{path}", json=body, timeout=PATIENCE_S)
        assert answer.ok, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        answer = self._session.get(f"{self._url}/api/v1/{path}", timeout=PATIENCE_S)
        assert answer.ok, answer.text
        return answer.json()

    def does(self, kind: str, **data: Any) -> Any:
        return self.post("commands", {"kind": kind, "data": data})["facts"][0]["data"]


def _taken_up(chief: _Person, evaluator: _Person, center: RunningCenter) -> None:
    """A finding and an action for the first problem of each kind; every other of them due at once."""
    people = [person.id for person in demo_site().people]
    kinds: dict[str, Any] = {}
    for problem in chief.get(f"reviews/{FIRST}")["problems"]:
        kinds.setdefault(problem["kind"], problem)
    for n, (kind, lesson) in enumerate(LESSONS.items()):
        if kind not in kinds:
            continue
        severity, why_zh, why_en, done_zh, done_en = lesson
        problem = kinds[kind]
        finding = chief.does(
            "finding.add", review=FIRST, problem=problem["key"], facts=problem["facts"][:50],
            text=problem["sentences"][0]["text"], cause={"zh": why_zh, "en": why_en},
        )["finding"]  # fmt: skip
        evaluator.does("finding.rate", finding=finding, severity=severity)
        action = chief.does(
            "action.open", finding=finding, text={"zh": done_zh, "en": done_en}
        )["action"]  # fmt: skip
        due = int(center.clock.now()) + (SOON_MS if n % 2 else (9 + n) * DAY_MS)
        chief.does("action.assign", action=action, owner=people[n], due_at=due)
        if n % 3:
            chief.does("action.done", action=action, proof=f"{17 + n}/2026")


def _signed(chief: _Person, evaluator: _Person) -> None:
    """Both sides sign the first review, with everything that stands before that."""
    for objective, rating in zip(
        chief.get(f"reviews/{FIRST}")["objectives"], RATINGS, strict=False
    ):
        evaluator.does("review.rate", review=FIRST, objective=objective["id"], rating=rating)
    evaluator.does("review.grade", review=FIRST, grade="fair")
    chief.does("review.hotwash", review=FIRST, present=9, notes=HOTWASH)
    chief.does("review.freeze", review=FIRST)
    chief.does("review.agree", review=FIRST)
    chief.does("review.hold", review=FIRST, present=11, notes=MEETING)
    for person in (chief, evaluator):
        person.does("review.sign", review=FIRST)


def _again(controller: _Person, chief: _Person) -> None:
    """The same leak once more, quicker than people could follow, to its end: the water is kept back and
    the cabinet stands open this time."""
    drill = controller.post("drills/surprise", {"scenario": SCENARIO, "seed": SEED})["drill"]
    assert drill == SECOND
    controller.does("drill.start", drill=drill, virtual=True, speed=SPEED)
    site = demo_site()

    def told(kind: str, **data: Any) -> Any:
        return chief.post("commands", {"kind": kind, "drill": drill, "data": data})

    opened = told("incident.open", place=site.plans[0].places[0], plan=site.plans[0].id)
    incident = opened["facts"][0]["incident"]
    outfall = next(pool.outfall for pool in site.pools if pool.outfall)
    told("valve.report", incident=incident, element=outfall, state="shut")
    keyed = next(store.id for store in site.stores if store.custody.key_post)
    told("custody.attempt", incident=incident, store=keyed, result="opened")
    _by(lambda: bool(controller.get(f"drills/{drill}").get("revealed")))
    eventually(lambda: controller.get(f"reviews/{drill}")["clock"])


def _by(done: Callable[[], bool]) -> None:
    until = time.monotonic() + ENDS_WITHIN_S
    while not done():
        assert time.monotonic() < until, "the second drill did not end"
        time.sleep(1)


def _recorded(evaluator: _Person) -> None:
    """What the second drill showed, but for the last of it."""
    shown = [one for one in evaluator.get(f"reviews/{SECOND}")["tested"] if one["look"]["result"]]
    for action in shown[:-1]:
        look = action["look"]
        facts = [look[name] for name in ("asked_seq", "fact", "settled_seq") if look[name]]
        evaluator.does(
            "action.observe", action=action["id"], drill=SECOND, result=look["result"],
            facts=sorted(set(facts)),
        )  # fmt: skip


@contextmanager
def staged_lineage(folder: Path) -> Iterator[RunningCenter]:
    """A center after two drills of the same leak."""
    with staged_drill(folder, None) as center:
        evaluator = _Person(center.url, Role.EVALUATOR)
        chief = _Person(center.url, Role.COMMANDER)
        _taken_up(chief, evaluator, center)
        _signed(chief, evaluator)
        _again(_Person(center.url, Role.CONTROLLER), chief)
        _recorded(evaluator)
        yield center

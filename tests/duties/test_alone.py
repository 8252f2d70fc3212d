"""Whatever fails in the duties fails alone: a step, a command, a matter, a plan, a reading."""

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import DataError
from structlog.testing import capture_logs

from command_center.domain.state.matters import Matters
from command_center.duties import duties
from command_center.duties.duties import STEPS
from command_center.duties.matters import MatterClock
from command_center.faults import HELD_MS, MOST, Faults
from command_center.words import catalogue
from tests.domain.watched_site import T0, said
from tests.duties.center import Center

SITE: Any = None
"""Nothing here looks at the plant."""
SHIFT = SimpleNamespace(since=T0)


def boom(*_: Any) -> Any:
    raise KeyError("over")


def standing(center: Center) -> list[tuple[str, str]]:
    return [(one.part, one.name) for one in center.desk.faults.standing()]


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_every_step_has_words_in_which_it_is_told_of(lang: str) -> None:
    """The line above every screen names it by them (`assets/shared/center_state.js`)."""
    known = catalogue(lang)
    assert [step.name for step in STEPS if f"center.duty.{step.name}" not in known] == []
    assert {
        key.removeprefix("center.duty.") for key in known if key.startswith("center.duty.")
    } == {step.name for step in STEPS}


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_every_step_fails_alone(
    center: Center, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException], step: str
) -> None:
    """A step that is added tomorrow is tried by itself: all others are done, and the duties lead on."""
    done: list[str] = []

    def tried(one: duties.Step) -> duties.Step:
        def act(of: duties.Duties, now: int) -> None:
            done.append(one.name)
            if one.name == step:
                boom()
            one.act(of, now)

        return one._replace(act=act)

    monkeypatch.setattr(duties, "STEPS", tuple(map(tried, STEPS)))
    center.duties.take([said("lt", 0, 6.5)])
    center.duties.take([said("lt", 3, 6.5)])
    center.beat(4)
    assert done == [one.name for one in STEPS]
    assert standing(center) == [("duty", step)]
    assert center.duties.leading
    assert center.duties.last_beat_ms == center.clock.now()
    assert len(center.told("alarm.raised")) == (step != "alarms")
    monkeypatch.undo()
    failed_alone.clear()
    center.beat()
    assert standing(center) == []


def test_a_command_that_cannot_be_decided_keeps_no_other_from_being_given(
    center: Center, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    proposals: list[tuple[str, dict[str, Any]]] = [
        ("clock.step", {"by_ms": 5_000}),
        ("shift.begin", {"shift": "day"}),
    ]
    given: list[str] = []

    def submit(kind: str, *_: Any, **__: Any) -> Any:
        given.append(kind)
        boom()

    monkeypatch.setattr(center.desk, "submit", submit)
    center.duties._submit_all(proposals)
    assert given == ["clock.step", "shift.begin"]
    assert standing(center) == [("decision", "clock.step"), ("decision", "shift.begin day")]
    failed_alone.clear()


@pytest.mark.parametrize("kind", ["shift.begin", "clock.step"])
def test_what_could_not_be_given_is_given_at_the_next_beat(
    center: Center, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException], kind: str
) -> None:
    submit, fails, given = center.desk.submit, [kind], []

    def giving(one: str, *more: Any, **others: Any) -> Any:
        given.append(one)
        return boom() if one in fails else submit(one, *more, **others)

    center.beat()
    center.duties._to_check.add("shift")
    center.duties._step_to_note = 5_000
    monkeypatch.setattr(center.desk, "submit", giving)
    center.beat()
    assert sorted(given) == ["clock.step", "shift.begin"]
    assert [one.part for one in center.desk.faults.standing()] == ["decision"]
    failed_alone.clear()
    fails.clear()
    given.clear()
    center.beat()
    center.beat()
    assert given == [kind], "once, and what was given is not given again"
    assert standing(center) == []


def test_a_value_that_the_database_does_not_take_ends_no_beat(
    center: Center, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    def refuses(*_: Any, **__: Any) -> Any:
        raise DataError("insert", {}, ValueError("too large"))

    monkeypatch.setattr(center.desk, "submit", refuses)
    center.duties._step_to_note = 5_000
    center.beat()
    assert ("decision", "clock.step") in standing(center)
    assert center.duties.last_beat_ms == center.clock.now()
    failed_alone.clear()


def test_an_outage_that_could_not_be_noted_is_noted_later(
    center: Center, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    now, seen = center.clock.now(), {"reality": center.clock.now() - 60_000}
    opened: Any = SimpleNamespace(opened_at=now - 90_000)
    of: Any = center.duties
    of._desk = SimpleNamespace(state=SimpleNamespace(open_incidents={"INC-1": opened}))
    of._alive = SimpleNamespace(last=seen.get, tell=seen.__setitem__)
    of._to_check = {"outage"}
    given: list[Any] = []
    works: list[bool] = []

    def submit(kind: str, data: Any) -> bool:
        given.append((kind, data))
        return bool(works)

    monkeypatch.setattr(of, "_submit", submit)
    of._look_for_outage(now)
    works.append(True)
    for later in (500, 1_000):
        of._look_for_outage(now + later)
    since = now - 60_000
    assert given == [
        ("clock.interrupt", {"since": since, "until": now}),
        ("clock.interrupt", {"since": since, "until": now + 500}),
    ]
    assert seen["reality"] == now + 1_000


def test_a_reading_that_cannot_be_watched_keeps_no_other_from_its_alarm(
    center: Center, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    watch = center.duties._watch
    observe = watch.observe
    monkeypatch.setattr(watch, "observe", lambda one: boom() if one.tag == "in" else observe(one))
    for at in range(4):
        center.duties.take([said("in", at, 1.0), said("lt", at, 6.5)])
    center.beat(4)
    assert standing(center) == [("duty", "watch in")]
    assert len(center.told("alarm.raised")) == 1
    failed_alone.clear()


@pytest.mark.parametrize("broken", ["next_moment", "looked_up", "proposals"])
def test_a_matter_that_cannot_be_looked_at_keeps_no_other_from_its_deadline(
    monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException], broken: str
) -> None:
    """As one whose text says `over` where the engine reads it: all after it starved, for ever."""
    from command_center.duties import matters

    ids = ("bad", "good")
    known: dict[str, Any] = {
        id: SimpleNamespace(id=id, number=id.upper(), version=1, opened_seq=at, live=False)
        for at, id in enumerate(ids, 1)
    }
    opened: Any = Matters(open=known, changed=2)
    for at, id in enumerate(ids, 1):
        opened.touch(known[id], at)
    state: Any = SimpleNamespace(matters=opened, roster=SHIFT)
    shelf: Any = SimpleNamespace(accounts=list, plans=list)
    acts: dict[str, Any] = {
        "next_moment": lambda matter, after: T0 if after < T0 else None,
        "looked_up": lambda state, id, ctx, now: Looked(id),
        "proposals": lambda play: [("matter.move", {"matter": play.id})],
    }
    fails = acts[broken]

    def failing(*given: Any) -> Any:
        one = given[0] if broken != "looked_up" else given[1]
        if getattr(one, "id", one) == "bad":
            boom()
        return fails(*given)

    class Looked(SimpleNamespace):
        def __init__(self, id: str) -> None:
            super().__init__(id=id)

    for name, act in {**acts, broken: failing}.items():
        monkeypatch.setattr(matters, name, act)
    monkeypatch.setattr(matters, "Play", Looked)
    monkeypatch.setattr(matters, "rounds_to_reinspect", lambda state, ctx: [])
    faults = Faults(lambda: T0)
    clock = MatterClock(faults)
    due = [data["matter"] for _, data in clock.due(state, SITE, shelf, None, T0)]
    assert "good" in due
    named = "BAD: deadlines" if broken == "next_moment" else "BAD"
    assert [(one.part, one.name, one.life) for one in faults.standing()] == [
        ("matter", named, True)
    ]
    failed_alone.clear()


def test_plans_and_accounts_fail_alone(
    monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    from command_center.duties import matters

    turn = SimpleNamespace(period="2026", subject="-")
    fails = {"bad-account", "bad-plan"}
    monkeypatch.setattr(matters, "rounds_to_reinspect", boom)
    monkeypatch.setattr(
        matters, "to_close",
        lambda state, site, one, now: boom() if one.account in fails else ["2026"],
    )  # fmt: skip
    monkeypatch.setattr(
        matters, "to_open", lambda state, ctx, one: boom() if one.plan in fails else [turn]
    )
    shelf: Any = SimpleNamespace(
        accounts=lambda: [SimpleNamespace(account=one) for one in ("bad-account", "account")],
        plans=lambda: [SimpleNamespace(plan=one) for one in ("bad-plan", "plan")],
    )
    state: Any = SimpleNamespace(
        matters=SimpleNamespace(live=[], changed=0, open={}, unheld=[]), roster=SHIFT
    )
    faults = Faults(lambda: T0)
    kinds = [kind for kind, _ in MatterClock(faults).due(state, SITE, shelf, None, T0)]
    assert kinds == ["matter.close_account", "matter.plan"]
    assert [one.name for one in faults.standing()] == ["bad-account", "reinspections", "bad-plan"]
    failed_alone.clear()


def test_a_fault_is_one_line_and_over_when_it_did_not_come_again(
    failed_alone: list[BaseException],
) -> None:
    now = [T0]
    faults = Faults(lambda: now[0])
    for _ in range(3):
        with faults.alone("duty", "shift"):
            boom()
    (one,) = faults.standing()
    assert (one.since, one.times, faults.counts["duty"]) == (T0, 3, 3)
    assert one.why.startswith("KeyError (")
    assert "over" not in one.why
    now[0] += HELD_MS + 1
    assert faults.standing() == []
    failed_alone.clear()


def test_of_more_faults_than_are_told_of_there_is_one_line(
    failed_alone: list[BaseException],
) -> None:
    faults = Faults(lambda: T0)
    with capture_logs() as lines:
        for _ in range(3):
            for name in range(MOST + 5):
                faults.note("row", str(name), KeyError("over"))
    assert len(faults.standing()) == MOST
    assert len(lines) == MOST + 1
    assert faults.counts["row"] == 3 * (MOST + 5)
    failed_alone.clear()

"""Whatever fails in the duties fails alone: a step, a command, a matter, a plan, a reading."""

from types import SimpleNamespace
from typing import Any

import pytest

from command_center.duties import duties
from command_center.duties.duties import STEPS
from command_center.duties.matters import MatterClock
from command_center.faults import HELD_MS, Faults
from tests.domain.watched_site import T0, said
from tests.duties.center import Center

SITE: Any = None
"""Nothing here looks at the plant."""


def boom(*_: Any) -> Any:
    raise KeyError("over")


def standing(center: Center) -> list[tuple[str, str]]:
    return [(one.part, one.name) for one in center.desk.faults.standing()]


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
    known = {
        id: SimpleNamespace(id=id, number=id.upper(), version=1, last_seq=at)
        for at, id in enumerate(ids, 1)
    }
    state: Any = SimpleNamespace(matters=SimpleNamespace(live=[], changed=2, open=known))
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
    monkeypatch.setattr(matters, "not_asked_yet", lambda state, ctx: [])
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
    monkeypatch.setattr(matters, "not_asked_yet", boom)
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
    state: Any = SimpleNamespace(matters=SimpleNamespace(live=[], changed=0, open={}))
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

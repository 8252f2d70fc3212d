"""Only who holds the lease acts; whoever comes after it tells nothing twice."""

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.domain.reading import Reading
from command_center.duties import Duties, duties
from command_center.duties.duties import Step
from tests.domain.watched_site import T0, said, watched_site
from tests.duties.center import TTL_MS, Center
from tests.support.hand_clock import HandClock
from tests.support.hand_time import HandTime


def leaders(*centers: Center) -> list[Center]:
    return [center for center in centers if center.duties.leading]


def test_only_the_holder_of_the_lease_acts_and_a_dead_one_is_replaced(engine: Engine) -> None:
    site = watched_site(h=6.0, on_delay_s=2)
    first, second = (Center(engine, site, holder=name) for name in ("one", "two"))
    both = (first, second)

    def everybody(readings: list[Any], *centers: Center) -> None:
        for center in centers:
            center.duties.take(readings)
            center.beat()

    everybody([], *both)
    assert leaders(*both) == [first]
    for at in range(4):
        everybody([said("lt", at, 6.5)], *both)
    assert [raised["alarm"] for raised in first.told("alarm.raised")] == ["lt:H"]

    # The first dies; the second takes over within the lease's length, and nothing is told twice.
    waited = 0
    while leaders(second) == []:
        second.beat()
        waited += 1
        assert waited <= TTL_MS / 500 + 2
    assert second.duties.term == 2
    for at in range(10, 16):
        everybody([said("lt", at, 6.5)], second)
    assert len(second.told("alarm.raised")) == 1
    for at in range(20, 22):
        everybody([said("lt", at, 5)], second)
    assert second.told("alarm.returned") == [{"alarm": "lt:H"}]


@pytest.mark.parametrize("ahead_ms", [30_000, 600_000, -600_000])
def test_a_dead_leader_with_a_wrong_clock_is_replaced_as_soon_as_any_other(
    engine: Engine, ahead_ms: int
) -> None:
    site, time = watched_site(h=6.0), HandTime()
    wrong = Center(engine, site, holder="one", time=time, ahead_ms=ahead_ms)
    other = Center(engine, site, holder="two", time=time)
    wrong.beat()
    assert leaders(wrong) == [wrong]
    for _ in range(TTL_MS // 500):  # it lives: nobody takes the lead from it
        for one in (wrong, other):
            one.beat()
        time.now += 500
    assert leaders(wrong, other) == [wrong]
    for _ in range(TTL_MS // 500 + 2):  # it is dead
        time.now += 500
        other.beat()
    assert leaders(other) == [other]


def test_a_leader_that_overslept_its_lease_appends_nothing_more(engine: Engine) -> None:
    site = watched_site(h=6.0)
    sleeper, successor = (Center(engine, site, holder=name) for name in ("one", "two"))
    sleeper.beat(0)
    sleeper.duties.take([said("lt", 0, 6.5)])
    successor.beat(TTL_MS / 1000 + 1)
    assert successor.duties.leading
    # It believes to lead until its next renewal; the term inside the append knows better.
    assert leaders(sleeper) == [sleeper]
    sleeper.beat(0.2)
    assert leaders(sleeper) == []
    assert sleeper.told("alarm.raised") == []
    assert sleeper.duties.last_beat_ms == sleeper.clock.now()


def test_a_leader_whose_beats_fail_leaves_the_lead_to_another(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:
    """It lives and could renew its lease for ever, while nobody raised an alarm."""
    site = watched_site(h=6.0)
    broken, other = (Center(engine, site, holder=name) for name in ("one", "two"))

    def failing(step: Step) -> Step:
        def act(of: Duties, now: int) -> None:
            if of is broken.duties:
                raise RuntimeError("not in this process")
            step.act(of, now)

        return step._replace(act=act)

    monkeypatch.setattr(duties, "STEPS", tuple(map(failing, duties.STEPS)))
    with pytest.raises(duties.NothingWorks):
        broken.beat(0)
    assert leaders(broken) == [broken]
    for _ in range(40):
        other.beat()
        with suppress(duties.NothingWorks):
            broken.beat()
        if leaders(other):
            break
    assert leaders(broken, other) == [other]
    other.duties.take([said("lt", 60, 6.5)])
    other.beat()
    assert len(other.told("alarm.raised")) == 1
    failed_alone.clear()


def test_delays_restart_with_a_new_leader(engine: Engine) -> None:
    site = watched_site(h=6.0, on_delay_s=3)
    first, second = (Center(engine, site, holder=name) for name in ("one", "two"))
    first.beat(0)
    for at in range(3):
        first.duties.take([said("lt", at, 6.5)])
        first.beat()
    second.beat(TTL_MS / 1000 + 1)
    for at in range(3, 6):
        second.duties.take([said("lt", at, 6.5)])
        second.beat()
    assert second.told("alarm.raised") == []
    second.duties.take([said("lt", 6, 6.5)])
    second.beat()
    assert [raised["alarm"] for raised in second.told("alarm.raised")] == ["lt:H"]


def test_a_new_leader_has_read_what_the_last_one_saw_of_a_loss(engine: Engine) -> None:
    """A restart in the middle of a slow loss delays its alarm by nothing."""
    site = watched_site()
    falling = [said("lt", at, 5 - 0.015 * at / 60) for at in range(101)]
    flows = [said(tag, at, 0.0) for at in range(101) for tag in ("in", "out")]
    told = sorted([*falling, *flows], key=lambda reading: reading.ts)
    desk = Center(engine, site).desk
    clock = HandClock(T0 + 101_000)
    asked: list[int] = []

    def recent(since: int) -> list[Reading]:
        asked.append(since)
        return told

    Duties(desk, site, clock, recent=recent).run_once(clock.now())
    assert desk.state.alarms["lt:NETLOSS"].active
    assert asked == [T0 + 101_000 - 180_000]


def test_a_process_that_does_not_lead_forgets_nothing(engine: Engine) -> None:
    site = watched_site()
    first, second = (Center(engine, site, holder=name) for name in ("one", "two"))
    asked: list[int] = []

    def tidy(now: int) -> bool:
        asked.append(now)
        return False

    lease = second.lease(engine, "two")
    second.duties = Duties(second.desk, site, second.clock, lease, tidy=tidy)
    first.beat()
    second.beat()
    assert [first.duties.leading, second.duties.leading] == [True, False]
    assert asked == []

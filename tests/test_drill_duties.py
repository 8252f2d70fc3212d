"""The clocks of a running drill, on a real Desk and a real journal; time is moved by hand."""

import pytest
from sqlalchemy import Engine

from command_center.desk import Accepted, Desk
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.reading import Quality, Reading
from command_center.duties import Duties
from command_center.duties.exercise import Alive
from command_center.store.journal import Journal
from command_center.store.reference import read_meta, write_meta
from tests.domain.watched_site import T0, watched_site
from tests.support.any_command import NONCE, SEALED
from tests.support.hand_clock import HandClock

CONTROLLER = Actor("direction", Role.CONTROLLER, ActorKind.CONTROLLER)


class Room:
    """One process of the embedded form; a second one on the same file is its next start."""

    def __init__(self, engine: Engine, clock: HandClock) -> None:
        self.site = watched_site()
        self.clock = clock
        self.journal = Journal(engine, self.site.id, clock.now)
        self.desk = Desk(self.site, self.journal, clock)
        self.desk.catch_up()
        alive = Alive(
            lambda key: read_meta(engine, key), lambda key, value: write_meta(engine, key, value)
        )
        self.duties = Duties(self.desk, self.site, clock, alive=alive)

    def done(self, kind: str, **data: object) -> None:
        answer = self.desk.submit(kind, data, CONTROLLER)
        assert isinstance(answer, Accepted), answer

    def beat(self, seconds: float = 0.5) -> None:
        self.duties.run_once(self.clock.move(seconds))

    def kinds(self, drill: str | None = None) -> list[str]:
        return [f.kind for f in self.journal.read(0, 10_000) if f.drill == drill]


@pytest.fixture
def room(quick_engine: Engine) -> Room:
    room = Room(quick_engine, HandClock(T0))
    room.beat()
    room.done("drill.plan", name="Night")
    seal = commitment_of(SEALED, NONCE)
    room.done("drill.seal", drill="DRL-1", commitment=seal, generator="test/1")
    return room


def started(room: Room, **more: object) -> None:
    answer = room.desk.submit("drill.start", {"drill": "DRL-1", **more}, CONTROLLER)
    assert isinstance(answer, Accepted), answer
    room.beat()


def high(room: Room, tag: str, ts: int) -> Reading:
    """A reading above every limit of its tag."""
    found = room.site.tag_by_id[tag.rpartition("/")[2]]
    return Reading(tag, ts, found.high * 2, Quality.GOOD, found.source)


def limited(room: Room) -> str:
    """A tag with a high limit."""
    return next(tag.id for tag in room.site.tags if tag.limits and tag.limits.hh is not None)


def test_a_limit_of_the_exercise_trips_in_the_exercise_alone(room: Room) -> None:
    started(room)
    tag = limited(room)
    for second in range(1, 90):
        room.duties.take([high(room, f"DRL-1/{tag}", room.clock.now())])
        room.beat(1)
        if "alarm.raised" in room.kinds("DRL-1"):
            break
        assert second < 80
    raised = [f for f in room.journal.read(0, 10_000) if f.kind == "alarm.raised" and f.exercise]
    assert {f.data["tag"] for f in raised if f.data["condition"] != "STALE"} == {tag}
    assert room.desk.state.drills["DRL-1"].phase == "running", "an exercise alarm is no reality"
    assert not any(
        a.tag == tag and a.condition in ("H", "HH") for a in room.desk.state.alarms.values()
    )


def test_a_real_alarm_suspends_the_exercise_once(room: Room) -> None:
    started(room)
    answer = room.desk.submit(
        "alarm.raise",
        {
            "tag": limited(room), "condition": "HH", "priority": "high",
            "onset": room.clock.now(), "value": 1.0,
        },
        DUTY_ACTOR,
    )  # fmt: skip
    assert isinstance(answer, Accepted)
    room.beat()
    room.beat()
    suspended = [f for f in room.journal.read(0, 10_000) if f.kind == "drill.suspended"]
    assert [f.caused_by for f in suspended] == [answer.facts[0].seq]
    assert suspended[0].data["cause"] == "alarm"


def test_a_killed_process_is_an_outage_of_the_exercise(room: Room, quick_engine: Engine) -> None:
    started(room)
    room.beat(5)
    before = room.desk.state.drills["DRL-1"].exercise_at(room.clock.now())
    room.clock.move(60)
    after = Room(quick_engine, room.clock)
    after.beat(0)
    told = [f for f in after.journal.read(0, 10_000) if f.kind == "drill.interrupted"]
    assert [f.data["until"] - f.data["since"] for f in told] == [60_000]
    assert after.desk.state.drills["DRL-1"].exercise_at(after.clock.now()) == before
    after.beat()
    assert (
        "drill.interrupted"
        not in after.kinds("DRL-1")[after.kinds("DRL-1").index("drill.interrupted") + 1 :]
    )


def test_the_wall_clock_set_back_ten_minutes_takes_nothing_from_the_exercise(room: Room) -> None:
    started(room)
    room.beat(20)
    before = room.desk.state.drills["DRL-1"].exercise_at(room.clock.now())
    room.clock.step(-600_000)
    room.beat(1)
    gone = room.desk.state.drills["DRL-1"].exercise_at(room.clock.now()) - before
    assert 0 <= gone <= 1_500


def test_the_shift_changes_by_the_exercise_clock(room: Room) -> None:
    real = room.desk.state.roster.shift
    started(room, exercise_at=T0 + 12 * 3_600_000)
    assert room.desk.state.roster.shift == real
    twin = room.desk.state.twins["DRL-1"].roster
    shifts = {shift.id for shift in room.site.shifts}
    assert twin.shift in shifts
    if len(shifts) > 1:
        assert twin.shift != real

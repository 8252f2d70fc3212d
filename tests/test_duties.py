"""The clocks of the leading process, on a real Desk and a real journal; time is moved by hand."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, Role
from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.duties import Duties
from command_center.duties import duties as beating
from command_center.store.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from command_center.store.migrate import migrate
from tests.domain.tank_story import Flow, Story
from tests.domain.watched_site import T0, said, watched_site
from tests.support.duties_process import morning
from tests.support.hand_clock import HandClock
from tests.support.small_works import PARTS
from tests.support.waiting import PATIENCE_S, eventually

COMMANDER = Actor("board", Role.COMMANDER, person="anna")
TTL_MS = 5_000
FOAM = {"resource": "foam", "store": "hall", "quantity": 0.3}


class Center:
    """One process: desk, duties and a clock of its own over a shared database."""

    def __init__(self, engine: Engine, site: Site, *, holder: str | None = None) -> None:
        self.clock = HandClock(T0)
        self.journal = Journal(engine, site.id, self.clock.now)
        self.desk = Desk(site, self.journal, self.clock)
        self.desk.catch_up()
        lease = Lease(engine, duties_of(site.id), holder, TTL_MS) if holder else None
        self.duties = Duties(self.desk, site, self.clock, lease)

    def beat(self, seconds: float = 0.5) -> None:
        self.duties.run_once(self.clock.move(seconds))

    def live(self, story: Story, until_s: float | None = None) -> None:
        """Let the readings of a story come, with two beats a second."""
        for reading in story.readings():
            if until_s is not None and reading.ts >= T0 + until_s * 1000:
                break
            while self.clock.now() + 500 <= reading.ts:
                self.beat()
            self.duties.take([reading])

    def told(self, *kinds: str) -> list[dict[str, Any]]:
        """The data of the facts of these kinds, in order; silence is left out."""
        return told(self.journal, *kinds)

    def done(self, kind: str, **data: Any) -> None:
        answer = self.desk.submit(kind, data, COMMANDER)
        assert isinstance(answer, Accepted), answer


def told(journal: Journal, *kinds: str) -> list[dict[str, Any]]:
    return [
        dict(fact.data)
        for fact in journal.read(0, 10_000)
        if fact.kind in kinds and not str(fact.data.get("alarm", "")).endswith("STALE")
    ]


def leaders(*centers: Center) -> list[Center]:
    return [center for center in centers if center.duties.leading]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'center.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def center(engine: Engine) -> Center:
    center = Center(engine, watched_site(h=6.0, on_delay_s=2))
    center.beat(0)
    return center


def test_a_limit_is_raised_after_its_delay_and_returned_once(center: Center) -> None:
    for second, level in enumerate((5.0, 6.1, 6.1, 6.1, 6.1, 5.0, 5.0)):
        center.duties.take([said("lt", second, level)])
        center.beat()
        center.beat()
    (raised,) = center.told("alarm.raised")
    assert (raised["alarm"], raised["onset"]) == ("lt:H", T0 + 1000)
    assert center.told("alarm.returned") == [{"alarm": "lt:H"}]


def test_a_trip_wakes_the_duties_and_they_need_not_be_asked(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With beats an hour apart: a limit that trips does not wait for the next one."""
    monkeypatch.setattr(beating, "BEAT_S", 3600.0)
    site = watched_site(h=6.0)
    clock = Clock()
    desk = Desk(site, Journal(engine, site.id, clock.now), clock)
    duties = Duties(desk, site, clock)
    raised = threading.Event()
    desk.listen(lambda facts, _: raised.set() if facts[-1].kind == "alarm.raised" else None)
    thread = threading.Thread(target=duties.run)
    thread.start()
    try:
        eventually(lambda: duties.last_beat_ms)
        duties.take([said("lt", 0, 6.5)._replace(ts=clock.now())])
        assert raised.wait(PATIENCE_S)
    finally:
        duties.stop()
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert not duties.leading


def test_the_plant_says_leaking_and_later_isolated(center: Center) -> None:
    story = Story(lasts_s=500, loss_from_s=60, loss_to_s=220)
    center.live(story, until_s=150)
    assert [raised["alarm"] for raised in center.told("alarm.raised")] == ["lt:NETLOSS"]
    center.done("incident.open", place="tank", alarm="lt:NETLOSS")
    assert center.desk.state.incidents["INC-1"].source.confirmed == "leaking"
    center.live(story)
    assert center.told("alarm.returned") == [{"alarm": "lt:NETLOSS"}]
    assert center.told("plant.confirmed") == [{"state": "isolated"}]
    assert center.desk.state.incidents["INC-1"].source.isolated


def test_an_incident_opened_by_word_of_mouth_is_confirmed_when_the_alarm_comes(
    center: Center,
) -> None:
    center.done("incident.open", place="tank")
    center.beat()
    assert center.told("plant.confirmed") == []
    center.live(Story(loss_from_s=30), until_s=120)
    assert center.told("plant.confirmed") == [{"state": "leaking"}]


def test_a_word_never_isolates_what_the_plant_still_loses(center: Center) -> None:
    story = Story(lasts_s=400, loss_from_s=30, flows=[Flow(0, 400, -10)])
    center.live(story, until_s=120)
    center.done("incident.open", place="tank", alarm="lt:NETLOSS")
    center.done("source.report", incident="INC-1", state="isolated")
    center.live(story)
    source = center.desk.state.incidents["INC-1"].source
    assert (source.isolated, source.contradicted) == (False, True)
    assert center.told("plant.confirmed") == []


def test_the_shift_of_the_hour_is_on_from_the_first_beat_and_changes_once(center: Center) -> None:
    assert [data["shift"] for data in center.told("shift.began")] == ["day"]
    assert center.desk.state.roster.holders == {"leader": "anna"}
    center.beat(8 * 3600 - 0.5)
    assert [data["shift"] for data in center.told("shift.began")] == ["day"]
    center.beat()
    center.beat()
    assert [data["shift"] for data in center.told("shift.began")] == ["day", "evening"]
    assert center.desk.state.roster.holders == {"leader": "bela"}


def test_a_clock_set_back_over_a_change_of_shift_changes_it_no_second_time(
    center: Center,
) -> None:
    center.beat(8 * 3600)
    center.clock.step(-5_000)
    for _ in range(30):
        center.beat()
    assert [data["shift"] for data in center.told("shift.began")] == ["day", "evening"]


def test_a_changed_roster_is_taken_over_by_the_next_start(engine: Engine) -> None:
    site = watched_site()
    Center(engine, site).beat()
    swapped = site.model_copy(
        update={"roster": [r.model_copy(update={"person": "bela"}) for r in site.roster]}
    )
    later = Center(engine, swapped)
    later.beat(1)
    later.beat()
    assert [data["holders"]["leader"] for data in later.told("shift.began")] == ["anna", "bela"]


@pytest.mark.parametrize("by_ms", [3_600_000, -3_600_000, 1_001])
def test_a_step_of_the_wall_clock_is_a_fact_and_ripens_nothing(center: Center, by_ms: int) -> None:
    center.duties.take([said("lt", 0, 6.5)])
    center.beat()
    center.clock.step(by_ms)
    center.beat()
    center.duties.take([said("lt", by_ms / 1000 + 1, 6.5)])
    center.beat()
    assert center.told("clock.stepped") == [{"by_ms": by_ms}]
    assert center.told("alarm.raised") == []
    assert center.desk.state.alarms == {}


def test_slow_drift_is_no_step(center: Center) -> None:
    for _ in range(20):
        center.clock.step(900)
        center.beat()
    assert center.told("clock.stepped") == []


def test_a_shelving_expires_once(center: Center) -> None:
    center.duties.take([said("lt", second, 6.5) for second in range(4)])
    center.beat()
    center.done("alarm.shelve", alarm="lt:H", reason="works on it", minutes=10)
    center.beat(599)
    assert center.told("alarm.unshelved") == []
    center.beat(1)
    center.beat()
    assert center.told("alarm.unshelved") == [{"alarm": "lt:H", "expired": True}]


def test_stock_past_its_last_good_day_is_a_fact_once(engine: Engine) -> None:
    site = Site.model_validate(PARTS | {"stock": [FOAM | {"expires": "2020-01-31"}]})
    center = Center(engine, site)
    center.beat()
    center.beat()
    assert center.told("resource.expired") == [
        {"resource": "foam", "store": "hall", "expires": "2020-01-31", "quantity": 0.3}
    ]


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


def test_the_age_of_the_beat_tells_whether_the_clocks_run(center: Center) -> None:
    center.beat()
    assert center.duties.beat_age_s() == 0
    assert center.duties.last_beat_ms == center.clock.now()
    center.clock.move(7)
    assert center.duties.beat_age_s() == 7


class Process:
    """A process of its own that holds the duties or waits for them; what it says goes to `heard`."""

    def __init__(self, url: str, name: str, offset_ms: int, heard: "Queue[Heard]") -> None:
        self.running = subprocess.Popen(
            [sys.executable, "-m", "tests.support.duties_process", url, name, str(offset_ms)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen, args=(heard,))
        self._listening.start()

    def _listen(self, heard: "Queue[Heard]") -> None:
        assert self.running.stdout is not None
        for line in self.running.stdout:
            word, _, term = line.strip().partition(" ")
            heard.put((self, word, int(term or 0)))

    def level(self, metres: float) -> None:
        assert self.running.stdin is not None
        self.running.stdin.write(f"{metres}\n")
        self.running.stdin.flush()

    def kill(self) -> None:
        self.running.kill()
        self.running.wait()
        self._listening.join()
        for pipe in (self.running.stdin, self.running.stdout):
            assert pipe is not None
            pipe.close()


Heard = tuple[Process, str, int]


def recorded(journal: Journal, kind: str) -> list[dict[str, Any]]:
    """The facts of a kind, once there are some."""
    return eventually(lambda: told(journal, kind))


@pytest.mark.slow
def test_killed_leaders_are_replaced_and_nothing_fires_twice(postgres_database: str) -> None:
    """A lease may also change hands because its holder was not given the time to prolong it: the
    test follows whoever leads, and a machine that stalls only makes it longer."""
    engine = open_engine(postgres_database)
    migrate(engine)
    clock = morning()
    journal = Journal(engine, "watched", clock.now)
    heard: Queue[Heard] = Queue()
    alive: list[Process] = []

    def next_word(word: str, after: int) -> tuple[Process, int]:
        """Who says it next of those alive, of a later term than `after`."""
        while True:
            who, said, term = heard.get(timeout=PATIENCE_S)
            if said == word and term > after and who in alive:
                return who, term

    try:
        for name in ("first", "second", "third"):
            alive.append(Process(postgres_database, name, clock.offset_ms, heard))
        leader, term = next_word("leading", 0)
        for process in alive:
            process.level(6.5)
        assert recorded(journal, "alarm.raised")
        for _ in range(2):
            leader.kill()
            alive.remove(leader)
            # The successor has looked for longer than the delay at an alarm that stands.
            leader, term = next_word("judged", term)
        for process in alive:
            process.level(5)
        assert recorded(journal, "alarm.returned") == [{"alarm": "lt:H"}]
    finally:
        for process in alive:
            process.kill()
    assert [data["alarm"] for data in told(journal, "alarm.raised")] == ["lt:H"]
    assert told(journal, "alarm.returned") == [{"alarm": "lt:H"}]
    assert len(told(journal, "shift.began")) == 1
    engine.dispose()


def test_the_leader_forgets_old_keys_once_an_hour_and_goes_on_until_none_is_left(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'tidy.sqlite'}")
    migrate(engine)
    center = Center(engine, watched_site())
    asked: list[int] = []
    left = [2]

    def tidy(now: int) -> bool:
        asked.append(now)
        left[0] -= 1
        return left[0] > 0

    center.duties = Duties(center.desk, center.desk.site, center.clock, tidy=tidy)
    for _ in range(20):
        center.beat()
    assert len(asked) == 2, "at the first beat, again at the second, then nothing was left"
    center.beat(3_600)
    assert len(asked) == 3
    center.clock.step(-10 * 3_600_000)
    center.beat()
    assert len(asked) == 4, "a clock set back does not stop it for hours"
    engine.dispose()


def test_a_process_that_does_not_lead_forgets_nothing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'two.sqlite'}")
    migrate(engine)
    site = watched_site()
    first, second = (Center(engine, site, holder=name) for name in ("one", "two"))
    asked: list[int] = []
    lease = Lease(engine, duties_of(site.id), "two", TTL_MS)
    second.duties = Duties(
        second.desk, site, second.clock, lease, tidy=lambda now: bool(asked.append(now))
    )
    first.beat()
    second.beat()
    assert [first.duties.leading, second.duties.leading] == [True, False]
    assert asked == []
    engine.dispose()

"""The demo plant's last seven days: the same for a seed, whole, quiet at their end, and shown by every chart."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from command_center.boot.turned_clock import TurnedClock
from command_center.cli.lived_week.week import LIVED_IN, generate_week
from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.fold import replay
from command_center.domain.people.contact_proof import proof_of
from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.duties.duties import Duties
from command_center.duties.exercise import Alive
from command_center.live.scene import REMEMBERED_MS
from command_center.reports.sources import Sources
from command_center.reports.speaker import Speaker
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import Databases, databases
from command_center.store.journal import Journal
from command_center.store.journal.verify import verify
from command_center.store.reference import Descriptions, read_meta, write_meta
from command_center.store.series.readings import Readings
from command_center.web.doors.board.alarms_api import AlarmsAsked, past_alarms
from command_center.web.doors.drills.reviews_api import report_of, subject_of
from layouts.figures.alarms import alarm_load
from layouts.figures.look import Look
from layouts.figures.review import over_cases, waterfall
from tests.support.running_center import DEMO, REPOSITORY, demo_site
from tests.support.waiting import eventually

SEED = 7
DAY_MS = 86_400_000
STARTS_MS = 6_000
"""So long after the week's end a server has started."""


@dataclass(frozen=True)
class Week:
    """A week that was lived, and the time (UTC epoch ms) at which the demonstration begins."""

    folder: Path
    now: int

    @property
    def site(self) -> Site:
        zone = demo_site().zone
        return load(DEMO, today=datetime.fromtimestamp(self.now / 1000, zone).date())

    @contextmanager
    def opened(self) -> Iterator[tuple[Databases, Desk, Journal]]:
        """Its databases, and a desk over them as a server has it at its start."""
        clock = TurnedClock(self.now + STARTS_MS)
        with databases(Settings(data_dir=self.folder)) as stores:
            site = self.site
            plants = Descriptions(stores.journal, site, clock.now())
            journal = Journal(stores.journal, site.id, clock.now)
            desk = Desk(site, journal, clock, site_version=plants.version, described=plants.of)
            desk.catch_up()
            yield stores, desk, journal

    def facts(self) -> list[Fact]:
        with self.opened() as (_stores, _desk, journal):
            return list(journal.read(0, 100_000))


def lived(folder: Path, now: int) -> Week:
    shares: list[int] = []
    assert generate_week(DEMO, demo_site().zone, folder, now, SEED, shares.append)
    assert shares == list(range(10, 100, 10)), "who waits is told how far it is"
    return Week(folder, now)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    now = Clock().now() + night_offset(demo_site(), None, Clock().now())
    return lived(tmp_path_factory.mktemp("week") / "demo", now)


def of_kind(facts: list[Fact], kind: str) -> list[Fact]:
    return [fact for fact in facts if fact.kind == kind]


def test_a_seed_is_one_week_to_the_last_hash(week: Week, tmp_path: Path) -> None:
    again = lived(tmp_path / "demo", week.now)
    with week.opened() as (one, _desk, _journal), again.opened() as (other, _, _):
        head = verify(one.journal, "demo")
        assert head == verify(other.journal, "demo")
        span = {tag.id: (0, week.now) for tag in week.site.tags}
        same = [sorted(Readings(each.feeds, "demo").within(span)) for each in (one, other)]
        assert same[0] == same[1]


def test_its_chain_is_good_and_a_replay_is_the_same_state(week: Week) -> None:
    with week.opened() as (stores, desk, journal):
        assert verify(stores.journal, "demo").seq == desk.state.seq > 400
        replayed = replay(State.start(desk.site), journal.read(0, 100_000))
        assert replayed.reviews == desk.state.reviews
        assert replayed.alarms == desk.state.alarms


def test_nothing_is_left_open_at_its_end(week: Week) -> None:
    facts = week.facts()
    with week.opened() as (_stores, desk, _journal):
        state = desk.state
        assert not state.open_incidents
        assert not state.twins
        assert [one.state for one in state.alarms.values() if one.state != "NORM"] == []
        assert not state.reviews.waiting
        assert not state.reviews.running
        assert not list(state.reviews.open_actions())
        assert not state.sos
        assert not state.requests
        assert all(not one.open for one in state.directives.values())
        fresh = State.start(desk.site)
        assert {k: v.lies_here for k, v in state.ledger.lines.items()} == {
            k: v.lies_here for k, v in fresh.ledger.lines.items()
        }
        for person in desk.site.people:  # no contact is dead that the site's file does not call so
            for contact in person.contacts:
                dead = proof_of(state, desk.site, person, contact).failed
                assert dead == (contact.failed is not None), person.id
    kinds = {fact.kind for fact in facts}
    never = {"clock.interrupted", "clock.stepped", "drill.interrupted", "drill.held"}
    late = {"review.reminded", "review.escalated", "review.overdue", "escalation.exhausted"}
    assert not kinds & (never | late)
    assert max(fact.recorded_at for fact in facts) <= week.now
    lived = [
        fact
        for fact in facts
        if not fact.kind.startswith(("matter.", "template.", "shift.", "handover.", "paging."))
    ]
    assert min(fact.at for fact in lived) >= week.now - 7 * DAY_MS


def test_the_duties_of_a_server_that_starts_then_find_nothing_to_do(week: Week) -> None:
    """No outage, no step of the clock, no alarm: the week has ended just now."""
    with week.opened() as (stores, desk, _journal):
        before = desk.state.seq
        clock = TurnedClock(week.now + STARTS_MS)
        readings = Readings(stores.feeds, "demo")

        def recent(since: int) -> list[Reading]:
            return readings.within({tag.id: (since, clock.now()) for tag in desk.site.tags})

        alive = Alive(
            lambda key: read_meta(stores.journal, key),
            lambda key, value: write_meta(stores.journal, key, value),
        )
        assert recent(clock.now() - REMEMBERED_MS)
        duties = Duties(desk, desk.site, clock, recent=recent, alive=alive)
        for _ in range(6):
            duties.run_once(clock.now())
            clock.turn(500)
        assert desk.state.seq == before


def test_the_load_of_alarms_has_a_shape(week: Week) -> None:
    with week.opened() as (_stores, desk, journal):
        asked = AlarmsAsked(since=week.now - 7 * DAY_MS, until=week.now, limit=100)
        past = past_alarms(journal, asked, week.now)
        facts = journal.read(0, 100_000)
        figure = alarm_load(past, False, Speaker(desk.site, "en"), Look())
    raised = [f for f in of_kind(list(facts), "alarm.raised") if f.drill is None]
    acknowledged = [f for f in of_kind(list(facts), "alarm.acknowledged") if f.drill is None]
    assert {f.data["priority"] for f in raised} == {"low", "medium", "high"}
    assert len({f.speaker or f.actor for f in acknowledged}) >= 3  # each shift has its operator
    assert len(past["floods"]) == 1
    assert any(one["chattered"] for one in past["offenders"])
    by_day = {(f.at - week.now) // DAY_MS for f in raised}
    assert len(by_day) == 7
    assert figure.data


def test_the_second_drill_is_better_and_tests_a_lesson_of_the_first(week: Week) -> None:
    with week.opened() as (_stores, desk, journal):
        sources = Sources(desk, journal)
        report = report_of(sources, desk, subject_of(sources, "DRL-2"), week.now)
        told, look = Speaker(desk.site, "en"), Look()
        assert over_cases(report, "intervention", told, look) is not None
        assert waterfall(report, told, look) is not None
        cases = report["earlier"]["cases"]
        for row in ("intervention", "control", "headcount"):
            first, second = [case["seconds"] for case in cases if case["row"] == row]
            assert second < first, row
        drills, reviews = desk.state.drills, desk.state.reviews
        assert [one.unannounced for one in drills.values()] == [False, True]
        assert all(one.revealed and not one.virtual for one in drills.values())
        ended = of_kind(journal.read(0, 100_000), "drill.ended")
        assert {fact.actor for fact in ended} == {"demo-controller"}
        assert {name for name, one in reviews.by_id.items() if one.signed} == {
            "DRL-1", "DRL-2", "INC-1"
        }  # fmt: skip
        assert set(drills["DRL-2"].tested) == {"ACT-1"}
        for action in reviews.actions.values():
            assert [(drill, passed) for drill, passed, _ in action.observed] == [("DRL-2", True)]
            assert action.closed_at is not None


def test_every_gauge_has_a_week_that_ends_where_the_night_begins(week: Week) -> None:
    starts = {"LT-201": 4.575, "LT-206": 5.01, "LT-208": 2.1, "LT-301": 96.0}
    with week.opened() as (stores, desk, _journal):
        readings = Readings(stores.feeds, "demo")
        for tag in desk.site.tags:
            drawn = readings.drawn(tag.id, week.now - 7 * DAY_MS, week.now, 1_000, 0)
            assert drawn.readings[0].ts < week.now - 7 * DAY_MS + 3_600_000, tag.id
            assert len(drawn.readings) > 900, tag.id
        last = readings.latest()
        assert min(last[tag.id].ts for tag in desk.site.tags) > week.now - 60_000
        for tag_id, level in starts.items():
            assert last[tag_id].value == pytest.approx(level, abs=0.02)
        drawn_m = [
            r.value or 0.0 for r in readings.history("LT-206", week.now - DAY_MS, week.now, 1_000)
        ]
        assert max(drawn_m) - min(drawn_m) > 3  # drawn from by night, filled in the evening
    size = sum(one.stat().st_size for one in week.folder.iterdir())
    assert size < 30_000_000  # of it 2.5 MB of photographs


RUN = "import sys; from pathlib import Path; from zoneinfo import ZoneInfo; \
from command_center.cli.lived_week.week import generate_week; \
generate_week(Path(sys.argv[1]), ZoneInfo(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]), 7)"


def test_killed_in_the_middle_it_is_lived_anew_and_nothing_is_doubled(
    week: Week, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    arguments = [str(DEMO), demo_site().zone.key, str(folder), str(week.now)]
    process = subprocess.Popen([sys.executable, "-c", RUN, *arguments], cwd=REPOSITORY)
    beside = folder.with_name(folder.name + LIVED_IN) / "journal.db-wal"
    try:
        eventually(lambda: beside.is_file() and beside.stat().st_size > 300_000)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert not (folder / "journal.db").exists()
    again = lived(folder, week.now)
    with week.opened() as (one, _desk, _journal), again.opened() as (other, _, _):
        assert verify(one.journal, "demo") == verify(other.journal, "demo")
    assert not beside.parent.exists()


def test_a_plant_that_the_week_is_not_of_begins_without_it(tmp_path: Path) -> None:
    other = REPOSITORY / "sites" / "new"
    assert not generate_week(other, demo_site().zone, tmp_path / "new", Clock().now(), SEED)
    assert list(tmp_path.iterdir()) == []


def test_a_plant_described_otherwise_by_now_begins_without_it(tmp_path: Path) -> None:
    """Nobody holds the evening's fire post any more: the script and the rules disagree on the way."""
    edited = tmp_path / "site"
    shutil.copytree(DEMO, edited)
    text = (edited / "site.yaml").read_text("utf-8")
    line = "  - {post: fire-leader, person: long-fei, shift: SH-E}\n"
    assert line in text
    (edited / "site.yaml").write_text(text.replace(line, ""), "utf-8")
    folder = tmp_path / "data"
    assert not generate_week(edited, demo_site().zone, folder, Clock().now(), SEED)
    assert [one.name for one in tmp_path.iterdir()] == ["site"]

"""A sealed drill plays itself: hidden start, injects, expectations, the end and the reveal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.desk import Accepted, Desk
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.fact import Fact
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.duties import Duties
from command_center.duties.script import FactsAfter, Scripts
from command_center.site_file import load
from command_center.store.journal import Journal
from command_center.store.sealed import Kept, SealedDrills
from simulations.scenarios import library
from simulations.surprise import played
from tests.support.factories import START
from tests.support.hand_clock import HandClock

DEMO = Path(__file__).parents[1] / "sites" / "demo" / "site.yaml"
NONCE = "5a" * 16
CONTROLLER = Actor("direction", Role.CONTROLLER, ActorKind.CONTROLLER)


class Played:
    """One process with the source's leak sealed; a second one on the same file is its next start."""

    def __init__(self, engine: Engine, clock: HandClock, site: Site) -> None:
        self.site, self.clock = site, clock
        self.journal = Journal(engine, site.id, clock.now)
        self.desk = Desk(site, self.journal, clock)
        self.desk.catch_up()
        self.sealed = SealedDrills(engine, site.id)
        scripts = Scripts(
            self.sealed, lambda seq: self.journal.read(seq, 100), lambda _: State.start(site)
        )
        self.duties = Duties(self.desk, site, clock, scripts=scripts)

    def seal(self, starts_at: int, **planned: Any) -> None:
        plan = played(library()["night-toxic-leak"], self.site, seed=3)
        assert isinstance(plan, DrillPlan)
        content = sealed_text(plan, starts_at)
        seal = commitment_of(content, NONCE)
        self.sealed.keep(seal, Kept(content, NONCE), self.clock.now())
        self.done("drill.plan", name="Night leak", **planned)
        self.done("drill.seal", drill="DRL-1", commitment=seal, generator=plan.generator)

    def done(self, kind: str, **data: Any) -> None:
        answer = self.desk.submit(kind, data, CONTROLLER)
        assert isinstance(answer, Accepted), answer

    def beat(self, seconds: float = 0.5) -> None:
        self.duties.run_once(self.clock.move(seconds))

    def last(self, seconds: int) -> None:
        for _ in range(seconds):
            self.beat(1)

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [dict(f.data) for f in self.journal.read(0, 100_000) if f.kind == kind]

    @property
    def drill(self) -> Any:
        return self.desk.state.drills["DRL-1"]

    @property
    def commander(self) -> Actor:
        holders = self.desk.state.twins["DRL-1"].roster.holders
        post = next(post.id for post in self.site.posts if post.commands and holders[post.id])
        return Actor("chief", Role.COMMANDER, person=holders[post])

    def plays(self, kind: str, **data: Any) -> None:
        answer = self.desk.submit(kind, data, self.commander, drill="DRL-1")
        assert isinstance(answer, Accepted), answer


@pytest.fixture
def played_(quick_engine: Engine) -> Played:
    room = Played(quick_engine, HandClock(START), load(DEMO))
    room.beat()
    return room


def test_it_starts_at_its_hidden_hour_and_not_before(played_: Played) -> None:
    played_.seal(played_.clock.now() + 30_000)
    played_.last(20)
    assert played_.drill.phase == "sealed"
    played_.last(15)
    assert played_.drill.phase == "running"


def test_what_cannot_be_read_of_a_seal_stops_no_other_duty(played_: Played) -> None:
    """Sealed by a newer program, say: the drill has no script, and the clocks go on."""
    content = '{"format":99}'
    seal = commitment_of(content, NONCE)
    played_.sealed.keep(seal, Kept(content, NONCE), played_.clock.now())
    played_.done("drill.plan", name="From elsewhere")
    played_.done("drill.seal", drill="DRL-1", commitment=seal, generator="newer/1")
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    assert played_.drill.phase == "running"
    played_.done("drill.end", drill="DRL-1")
    played_.last(2)
    assert played_.drill.revealed


def test_with_people_in_the_plant_nothing_starts_by_itself(played_: Played) -> None:
    officer = played_.site.people[0].id
    played_.seal(played_.clock.now() + 5_000, in_plant=True, safety_officer=officer)
    played_.last(30)
    assert played_.drill.phase == "sealed"
    assert played_.told("drill.held") == []


def test_one_without_a_hidden_hour_waits_for_its_controller(played_: Played) -> None:
    played_.seal(1)
    played_.last(30)
    assert played_.drill.phase == "sealed"


def test_injects_fire_in_time_and_what_is_expected_is_met_by_facts(played_: Played) -> None:
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    assert [one["inject"] for one in played_.told("inject.fired")] == ["onset"]
    expected = {one["expectation"] for one in played_.told("expectation.opened")}
    assert expected
    plan = next(p for p in played_.site.plans)
    played_.plays("incident.open", place=plan.places[0], plan=plan.id)
    played_.last(2)
    met = played_.told("expectation.met")
    assert met, "opening the incident is expected within minutes of the onset"
    for one in met:
        [fact] = played_.journal.read(one["matched"] - 1, 1)
        assert fact.exercise
        assert 0 <= one["took_ms"] <= 10_000


def test_a_restart_in_the_middle_fires_nothing_twice(played_: Played, quick_engine: Engine) -> None:
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    before = (played_.told("inject.fired"), played_.told("expectation.opened"))
    again = Played(quick_engine, played_.clock, played_.site)
    again.last(3)
    assert (again.told("inject.fired"), again.told("expectation.opened")) == before
    plan = next(p for p in again.site.plans)
    again.plays("incident.open", place=plan.places[0], plan=plan.id)
    again.last(2)
    assert again.told("expectation.met")


def test_nobody_does_anything_and_it_still_ends_and_is_revealed(played_: Played) -> None:
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1", speed=600, virtual=True)
    for _ in range(60):
        played_.beat(1)
    assert played_.drill.phase == "ended"
    assert played_.drill.revealed
    states = {one.state for one in played_.drill.expectations.values()}
    assert states == {"missed"}
    assert played_.told("drill.revealed")[0]["nonce"] == NONCE


def test_what_had_time_left_when_the_drill_ended_is_not_reached_and_not_missed(
    played_: Played,
) -> None:
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    played_.done("drill.end", drill="DRL-1")
    played_.last(2)
    assert {one.state for one in played_.drill.expectations.values()} == {"not_reached"}
    assert not played_.told("expectation.missed")


def ended_behind_an_incident(played_: Played) -> None:
    """An incident is opened and the drill ends before the duties have read of it."""
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    plan = next(p for p in played_.site.plans)
    played_.plays("incident.open", place=plan.places[0], plan=plan.id)
    played_.done("drill.end", drill="DRL-1")


def test_what_was_done_right_before_the_end_was_done(played_: Played) -> None:
    """The end comes between two beats: what the duties had not read yet is no miss of the players."""
    ended_behind_an_incident(played_)
    played_.last(2)
    [opened] = [f for f in played_.journal.read(0, 100_000) if f.kind == "incident.opened"]
    assert opened.seq in [one["matched"] for one in played_.told("expectation.met")]
    assert "open" not in {one.state for one in played_.drill.expectations.values()}
    assert played_.drill.revealed


def test_read_again_by_halves_it_is_read_on_where_it_stood(played_: Played) -> None:
    """The journal could not be read for a moment: nobody has missed anything because of that."""
    ended_behind_an_incident(played_)
    state, now, journal = played_.desk.state, played_.clock.now(), played_.journal
    lost = iter([False, True])

    def by_threes(seq: int) -> Sequence[Fact]:
        if next(lost, False):
            raise ConnectionError
        return journal.read(seq, 3)

    def taken_over(read: FactsAfter) -> Scripts:
        return Scripts(played_.sealed, read, lambda _: State.start(played_.site))

    scripts = taken_over(by_threes)
    with pytest.raises(ConnectionError):
        list(scripts.others(state, now))
    whole = list(taken_over(lambda seq: journal.read(seq, 100)).others(state, now))
    assert "met" in [data.get("state") for _, data in whole]
    assert list(scripts.others(state, now)) == whole


def test_a_look_reads_a_part_of_the_journal_again_and_the_next_one_goes_on(
    played_: Played,
) -> None:
    """Counted in facts: however long the journal, one look at the clocks folds no more than its part."""
    ended_behind_an_incident(played_)
    state, now, journal = played_.desk.state, played_.clock.now(), played_.journal
    [end] = [f.seq for f in journal.read(0, 100_000) if f.kind == "drill.ended"]
    asked: list[int] = []

    def by_threes(seq: int) -> Sequence[Fact]:
        asked.append(seq)
        return journal.read(seq, 3)

    def taken_over(at_once: int) -> Scripts:
        start = State.start(played_.site)
        return Scripts(played_.sealed, by_threes, lambda _: start, at_once)

    whole = list(taken_over(100_000).others(state, now))
    assert whole[-1][0] == "drill.reveal"
    scripts, most, stood = taken_over(5), 5, []
    asked.clear()
    while not (told := list(scripts.others(state, now))):
        stood.append(asked[0])
        assert max(asked) < asked[0] + most, "it looked no further"
        asked.clear()
    assert stood == list(range(0, end - most, most)), "each look went on where the last one stood"
    assert len(stood) >= 3
    assert told == whole, "and it comes to the same"
    asked.clear()
    assert (list(scripts.others(state, now)), asked) == (whole, []), "nothing is read twice"


def test_what_was_done_right_before_the_end_was_done_after_a_restart_too(
    played_: Played, quick_engine: Engine
) -> None:
    """The process that saw the end died before it had settled what was expected."""
    ended_behind_an_incident(played_)
    again = Played(quick_engine, played_.clock, played_.site)
    again.last(2)
    [opened] = [f for f in again.journal.read(0, 100_000) if f.kind == "incident.opened"]
    assert opened.seq in [one["matched"] for one in again.told("expectation.met")]
    assert "open" not in {one.state for one in again.drill.expectations.values()}
    assert again.drill.revealed
    assert len(again.told("expectation.met")) == len(
        {one["expectation"] for one in again.told("expectation.met")}
    )


def test_after_a_restart_a_pause_that_was_the_end_hides_nothing(
    played_: Played, quick_engine: Engine
) -> None:
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    plan = next(p for p in played_.site.plans)
    played_.plays("incident.open", place=plan.places[0], plan=plan.id)
    played_.done("drill.pause", drill="DRL-1", reason="That will do")
    again = Played(quick_engine, played_.clock, played_.site)
    again.last(3)
    again.done("drill.end", drill="DRL-1")
    again.last(2)
    assert again.told("expectation.met")


def test_an_inject_is_skipped_while_paused_time_counts_for_nothing(played_: Played) -> None:
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    played_.done("inject.skip", drill="DRL-1", inject="smell", reason="Not needed")
    played_.done("drill.pause", drill="DRL-1", reason="Talk")
    played_.last(400)
    assert [one["inject"] for one in played_.told("inject.fired")] == ["onset"]
    played_.done("drill.resume", drill="DRL-1")
    played_.last(240)
    fired = [one["inject"] for one in played_.told("inject.fired")]
    assert "smell" not in fired


def test_a_slip_that_is_withdrawn_takes_back_nothing_that_was_met(played_: Played) -> None:
    """The script reads facts, which stay: the drill goes on, ends and is revealed as ever."""
    played_.seal(1)
    played_.done("drill.start", drill="DRL-1")
    played_.last(3)
    plan = next(p for p in played_.site.plans)
    played_.plays("incident.open", place=plan.places[0], plan=plan.id)
    played_.last(2)
    met = played_.told("expectation.met")
    assert met
    slip = {"incident": "DRL-1-INC-1", "reason": "Opened at the wrong tank"}
    played_.plays("incident.withdraw", **slip)
    played_.last(2)
    played_.plays("incident.open", place=plan.places[0], plan=plan.id)
    played_.last(2)
    assert played_.told("expectation.met")[: len(met)] == met
    assert played_.drill.phase == "running"
    played_.done("drill.end", drill="DRL-1")
    played_.last(2)
    assert played_.drill.revealed
    assert [one["review"] for one in played_.told("review.opened")] == ["DRL-1"]

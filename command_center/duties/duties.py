"""The duties of one site: the timed work that the leading process does without a person."""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk, InvalidCommand, Refused
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.alarms.watch import AlarmWatch
from command_center.domain.directives.delegations import delegations_over
from command_center.domain.journal.clockwork import STEP_MS
from command_center.domain.readiness.interim import interims_over
from command_center.domain.reading import Proof, Reading
from command_center.domain.reviews.clock import proposals as review_proposals
from command_center.domain.site.model import Site
from command_center.duties.absence import Absences, Here
from command_center.duties.confirmation import confirmations
from command_center.duties.contacts import cabinet_alarms, contacts
from command_center.duties.escalation import escalations
from command_center.duties.exercise import OUTAGE_MS, Alive, Exercises
from command_center.duties.expiry import expired_since
from command_center.duties.headcounts import headcounts
from command_center.duties.indication import indications
from command_center.duties.leadership import Leadership
from command_center.duties.matters import MatterClock
from command_center.duties.overflow import overflows
from command_center.duties.programme import HiddenDrills
from command_center.duties.script import Scripts
from command_center.duties.shift_change import shift_to_begin
from command_center.duties.wall_clock import StepWatch
from command_center.store.journal import TermLost
from command_center.store.lease import Lease

BEAT_S = 0.5
"""Longest time between two looks at the clocks (ours; a tripped limit does not wait for it)."""
SHORTEST_BEAT_S = 0.01
"""Where virtual people play a drill faster than time, its clocks are looked at so often."""
TIDY_MS = 3_600_000
"""How often the leader looks for what is past its time (ours)."""
REALITY = "reality"
"""Under this name the sign of life is kept while an incident is open."""
REMEMBERED_MS = 180_000
"""How far back a new leader reads: three times what a net loss must last."""

MANNING = ("roster", "posts", "people", "presence", "shifts", "swaps", "holidays")
"""The lists of the site that say who is on."""

OF_DRILLS = ("drill.", "inject.", "expectation.", "programme.")
"""Commands whose faults say no more than that: everybody reads them, and a sealed drill is nobody's business."""
ENDS_A_BEAT = (TermLost, OperationalError, InterfaceError, InternalError)
"""Whoever does not lead, or has no database, can do nothing else either. One value that the database does not take
(`DataError`, `IntegrityError`) fails alone."""

_log = log.get(__name__)


class NothingWorks(RuntimeError):
    """Every step of a beat failed: the fault lies in this process, and another one should lead."""


class Step(NamedTuple):
    """One thing that the duties do at every beat. A failing step does not stop the others. `life` marks steps on
    which lives may depend.
    """

    name: str
    act: "Callable[[Duties, int], None]"
    life: bool = False


class Duties:
    """Runs the duties: raises and returns alarms, begins shifts, confirms sources, escalates directives, runs review
    deadlines, records jumps of the wall clock and expired stock.

    `recent(since)` gives the stored readings from `since` (UTC epoch ms) on, in order of time. `tidy(now)` deletes
    some of the data past its time and says whether there is more; it is called once an hour, then at every beat until
    nothing is left, so that no alarm waits for it. Pass `take` to the publisher of readings, call `run` in a greenlet
    or thread of its own, and `stop` to end it. Without a `lease` the process always leads; with one it leads while it
    holds it. Everything is submitted to the Desk under the lease's term, and the Desk decides on the journal: so a
    new leader raises nothing twice, and a late one cannot append.
    """

    def __init__(
        self,
        desk: Desk,
        site: Site,
        clock: Clock,
        lease: Lease | None = None,
        recent: Callable[[int], Iterable[Reading]] = lambda since: (),
        alive: Alive | None = None,
        mirror: Callable[[str], None] = lambda drill: None,
        tidy: Callable[[int], bool] = lambda now: False,
        scripts: Scripts | None = None,
        hidden: HiddenDrills | None = None,
        here: Here | None = None,
    ) -> None:
        self._faults = desk.faults
        self._desk = desk
        self._absences = Absences(here)
        self._recent = recent
        self._tidy = tidy
        self._tidy_at = 0
        self._clock = clock
        self._leadership = Leadership(lease)
        self._watch = AlarmWatch(site)
        self._matters = MatterClock(self._faults)
        self._watching = threading.Lock()
        self._watched = site
        self._alive = alive
        self._exercises = Exercises(desk.site_of, alive, mirror, scripts, hidden)
        self._beat_s = BEAT_S
        self._wall = StepWatch()
        self._step = STEPS[0]
        self._wake = threading.Event()
        self._stopping = False
        self._step_to_note = 0
        self._to_check: set[str] = set()
        """Steps that a new leader owes a look at what was before it; each is there until that was done."""
        self._beat_at: float | None = None
        self.last_beat_ms: int | None = None

    @property
    def leading(self) -> bool:
        """Whether this process leads and runs the duties."""
        return self._leadership.leading

    @property
    def term(self) -> int | None:
        """The lease's term while leading; None in the embedded form (a single process)."""
        return self._leadership.term

    def beat_age_s(self) -> float:
        """Seconds since the last complete beat, whether leading or waiting; inf before the first."""
        return float("inf") if self._beat_at is None else self._clock.elapsed() - self._beat_at

    def take(self, readings: Sequence[Reading]) -> None:
        """Take readings in order of time. A limit that trips is handled at once."""
        if not self._leadership.leading:
            return
        with self._watching:
            observe = self._watch.observe
            for reading in readings:
                try:
                    observe(reading)
                except Exception as error:
                    self._faults.note("duty", f"watch {reading.tag}", error, life=True)
            tripped = self._exercises.observe(readings) or self._watch.tripped
        if tripped:
            self._wake.set()

    def prove(self, proofs: Sequence[Proof]) -> None:
        """Take keep-alives of tags: their last readings are still valid."""
        if not self._leadership.leading:
            return
        with self._watching:
            for proof in proofs:
                self._watch.prove(proof)
            tripped = self._watch.tripped
        if tripped:
            self._wake.set()

    def run(self) -> None:
        """Run beats until `stop`. A failing beat is logged, and the next one tries again."""
        while not self._stopping:
            try:
                self.run_once(self._clock.now())
            except Exception:
                _log.exception("duties failed")
            self._wake.wait(self._beat_s)
            self._wake.clear()
        self._leadership.stand_down()

    def stop(self) -> None:
        """End `run` soon, and release the lease so that a successor need not wait."""
        self._stopping = True
        self._wake.set()

    def run_once(self, now: int) -> None:
        """Run one beat at `now` (UTC epoch ms). Raises the database's errors."""
        stepped = self._wall.look(now, self._clock.elapsed())
        if stepped:
            with self._watching:
                self._watch.restart()
        began = self._leadership.hold(self._clock.elapsed())
        if began:
            with self._watching:
                self._watch.restart()
                # What the last leader had seen of a slow loss must not have to be seen again.
                for reading in self._recent(now - REMEMBERED_MS):
                    self._watch.observe(reading)
            # The site's description may have changed since the roster was written down.
            self._to_check |= {"shift", "clock", "outage", "drill"}
        if self._leadership.leading:
            self._step_to_note += stepped
            try:
                self._act(now)
            except TermLost as lost:
                _log.warning("duties lost", term=lost.term)
                self._leadership.stand_down()
        self._leadership.done()
        self._beat_at = self._clock.elapsed()
        self.last_beat_ms = now

    @property
    def _site(self) -> Site:
        return self._desk.site

    def _describe(self, now: int) -> None:
        """Watch the plant as it is in force; who holds a post may be another by it, too."""
        site = self._site
        if site is not self._watched:
            with self._watching:
                self._watch.describe(site)
            if any(getattr(site, one) != getattr(self._watched, one) for one in MANNING):
                self._to_check.add("shift")
            self._watched = site

    def _set_back(self, now: int) -> int:
        """By how many ms the wall clock was set back while no process ran (below zero); 0 if it is not
        behind what was last seen of it. What passed meanwhile nobody knows."""
        if self._alive is None:
            return 0
        scenes = (REALITY, *self._desk.state.twins)
        behind = now - max(self._alive.last(scene) or 0 for scene in scenes)
        return behind if behind < -STEP_MS else 0

    def _act(self, now: int) -> None:
        if self._leadership.lease is not None:
            # Others append too, and a wake-up may be lost: the alarms on record must be true.
            self._desk.catch_up()
        worked = False
        for step in STEPS:
            self._step = step
            with self._faults.alone("duty", step.name, life=step.life, through=ENDS_A_BEAT):
                step.act(self, now)
                worked = True
        if not worked:
            raise NothingWorks

    def _note_step(self, now: int) -> None:
        if "clock" in self._to_check:
            self._step_to_note += self._set_back(now)
            self._to_check.discard("clock")
        if self._step_to_note and self._submit("clock.step", {"by_ms": self._step_to_note}):
            self._step_to_note = 0

    def _watch_alarms(self, now: int) -> None:
        with self._watching:
            proposals = self._watch.due(now, self._desk.state.alarms)
        self._submit_all(proposals)

    def _confirm(self, now: int) -> None:
        for incident, state in list(confirmations(self._desk.state, self._site)):
            self._submit("plant.confirm", {"incident": incident, "state": state})

    def _escalate(self, now: int) -> None:
        self._submit_all(escalations(self._desk.state, now))

    def _expire(self, now: int) -> None:
        for resource, store, batch in list(expired_since(self._desk.state, self._site, now)):
            self._submit("resource.expire", {"resource": resource, "store": store, "batch": batch})

    def _end_delegations(self, now: int) -> None:
        for delegation in list(delegations_over(self._desk.state, now)):
            self._submit("authority.end_delegation", {"delegation": delegation})

    def _end_interims(self, now: int) -> None:
        for gap in list(interims_over(self._desk.state, self._site, now)):
            self._submit("readiness.end_interim", {"gap": gap})

    def _count_heads(self, now: int) -> None:
        self._submit_all(headcounts(self._desk.state, self._site, self._desk.gates, now))

    def _see_overflows(self, now: int) -> None:
        with self._watching:
            shown = list(overflows(self._desk.state, self._site, self._watch.good))
        self._submit_all(shown)

    def _see_valves(self, now: int) -> None:
        with self._watching:
            shown = list(indications(self._desk.state, self._site, self._watch.good))
        self._submit_all(shown)

    def _see_contacts(self, now: int) -> None:
        with self._watching:
            shown = list(contacts(self._desk.state, self._site, self._watch.good))
        self._submit_all(shown)

    def _see_cabinets(self, now: int) -> None:
        self._submit_all(cabinet_alarms(self._desk.state, self._site))

    def _turn_reviews(self, now: int) -> None:
        self._submit_all(review_proposals(self._desk.state, now))

    def _end_absences(self, now: int) -> None:
        for person in list(self._absences.left(self._desk.state, now)):
            self._submit("double.resume", {"person": person})

    def _forget(self, now: int) -> None:
        if not self._tidy_at - TIDY_MS <= now < self._tidy_at:  # or the clock was set back
            self._tidy_at = now if self._tidy(now) else now + TIDY_MS

    def _turn_matters(self, now: int) -> None:
        """Pauses, late moves, escalations and plans of matters. They come after the alarms, which pause permits."""
        desk = self._desk
        self._submit_all(self._matters.due(desk.state, self._site, desk.templates, desk.gates, now))

    def _look_for_outage(self, now: int) -> None:
        """Whether nobody turned the clocks of an open incident before this process does."""
        open_since = [one.opened_at for one in self._desk.state.open_incidents.values()]
        if self._alive is not None and open_since:
            if "outage" in self._to_check:
                seen = max(self._alive.last(REALITY) or 0, min(open_since))
                outage = {"since": seen, "until": now}
                if now - seen > OUTAGE_MS and not self._submit("clock.interrupt", outage):
                    return  # until then the last sign of life is the one before it
            self._alive.tell(REALITY, now)
        self._to_check.discard("outage")

    def _run_drill(self, now: int) -> None:
        """The clocks of the exercise, if there is one; they go as fast as it does."""
        self._submit_all(self._exercises.others(self._desk.state, now))
        drill = self._exercises.follow(self._desk.state)
        self._beat_s = BEAT_S
        if drill is not None:
            if "drill" in self._to_check:
                for kind, data in list(self._exercises.interrupted(drill, now)):
                    self._submit(kind, data)
            self._exercises.act(self._desk.state, drill, now, self._submit)
            if drill.clock is not None:
                self._beat_s = max(SHORTEST_BEAT_S, BEAT_S / max(1.0, drill.clock.speed))
        self._to_check.discard("drill")

    def _change_shift(self, now: int) -> None:
        roster = self._desk.state.roster
        shift = shift_to_begin(self._site, roster, now)
        if shift is None and "shift" in self._to_check:
            shift = roster.shift
        if shift is None or self._submit("shift.begin", {"shift": shift}):
            self._to_check.discard("shift")

    def _submit_all(self, proposals: Iterable[tuple[str, dict[str, Any]]]) -> None:
        for kind, data in list(proposals):
            self._submit(kind, data)

    def _submit(self, kind: str, data: dict[str, Any], drill: str | None = None) -> bool:
        """Give one command. What cannot be decided fails alone, which is False: the next one is given all the same."""
        named = next((value for value in data.values() if isinstance(value, str)), "")
        name = "drill" if kind.startswith(OF_DRILLS) else f"{kind} {named}".rstrip()
        with self._faults.alone("decision", name, life=self._step.life, through=ENDS_A_BEAT):
            self._give(kind, data, drill)
            return True
        return False

    def _give(self, kind: str, data: dict[str, Any], drill: str | None) -> None:
        term = self._leadership.term
        try:
            answer = self._desk.submit(kind, data, DUTY_ACTOR, term=term, drill=drill)
        except InvalidCommand as invalid:  # ours to mend, and no reason to leave the rest undone
            _log.error("duty invalid", kind=kind, data=data, errors=invalid.errors)
            return
        if isinstance(answer, Refused):
            _log.warning("duty refused", kind=kind, data=data, code=answer.refusal.code)


STEPS = (
    Step("describe", Duties._describe, life=True),
    Step("clock", Duties._note_step),
    Step("outage", Duties._look_for_outage),
    Step("shift", Duties._change_shift),
    Step("alarms", Duties._watch_alarms, life=True),
    Step("confirmation", Duties._confirm, life=True),
    Step("escalation", Duties._escalate, life=True),
    Step("matters", Duties._turn_matters, life=True),  # after the alarms, which pause permits
    Step("expiry", Duties._expire),
    Step("delegations", Duties._end_delegations),
    Step("interims", Duties._end_interims),
    Step("headcounts", Duties._count_heads, life=True),
    Step("overflow", Duties._see_overflows, life=True),
    Step("valves", Duties._see_valves, life=True),
    Step("contacts", Duties._see_contacts, life=True),
    Step("cabinets", Duties._see_cabinets),
    Step("reviews", Duties._turn_reviews),
    Step("absences", Duties._end_absences, life=True),
    Step("drill", Duties._run_drill),
    Step("tidy", Duties._forget),
)
"""What the duties do at every beat, in this order."""

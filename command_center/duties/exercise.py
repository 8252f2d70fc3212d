"""The duties of a running drill: alarms, shifts and escalations of its twin state in exercise time. Reality comes
first.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from command_center.domain.alarms.watch import AlarmWatch, Proposal
from command_center.domain.directives.delegations import delegations_over
from command_center.domain.drills.drill import live_drill
from command_center.domain.drills.exercise_tag import STROKE, drill_of_name
from command_center.domain.drills.holds import is_real
from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill
from command_center.duties.confirmation import confirmations
from command_center.duties.escalation import escalations
from command_center.duties.indication import indications
from command_center.duties.overflow import overflows
from command_center.duties.programme import HiddenDrills
from command_center.duties.script import Scripts
from command_center.duties.shift_change import shift_to_begin

Submit = Callable[[str, dict[str, Any], str | None], object]
"""A command kind, its data, and the drill it is given in (None: reality)."""

OUTAGE_MS = 3_000
"""A drill that nobody ran for so long has an outage: three times what passes between two signs of
life (ours)."""


class Exercises:
    """Watches the readings of the running drill, and submits what is due in it.

    `site_of` gives the plant description in a drill. `alive` stores when (real UTC epoch ms) any process last
    attended to the drill. `mirror` is called when a drill is first followed: it copies the plant's current readings
    as the exercise's starting values. `scripts` know the sealed contents, `hidden` the hidden drills of the year's
    programme.
    """

    def __init__(
        self,
        site_of: Callable[[str | None], Site],
        alive: "Alive | None" = None,
        mirror: Callable[[str], None] = lambda drill: None,
        scripts: Scripts | None = None,
        hidden: HiddenDrills | None = None,
    ) -> None:
        self._site_of = site_of
        self._site = site_of(None)
        self._scripts = scripts
        self._hidden = hidden
        self._alive = alive
        self._mirror = mirror
        self._drill: str | None = None
        self._watch = AlarmWatch(self._site)
        self._watching = threading.Lock()

    def observe(self, readings: Iterable[Reading]) -> bool:
        """Take those readings that belong to the drill. Return whether a limit tripped."""
        own = [one for one in readings if STROKE in one.tag] if self._drill is not None else []
        if not own:
            return False
        with self._watching:
            for reading in own:
                drill, tag = drill_of_name(reading.tag)
                if drill == self._drill:
                    self._watch.observe(reading._replace(tag=tag))
            return self._watch.tripped

    def follow(self, state: State) -> Drill | None:
        """Return the drill that runs now. A different drill is watched from scratch."""
        drill = live_drill(state)
        name = None if drill is None else drill.id
        if name != self._drill:
            with self._watching:
                self._drill, self._site = name, self._site_of(name)
                self._watch = AlarmWatch(self._site)
            if name is not None:
                self._mirror(name)
        return drill

    def _describe(self, drill: str) -> None:
        """The plant of the drill that runs, who is in it today."""
        site = self._site_of(drill)
        if site is not self._site:
            with self._watching:
                self._site = site
                self._watch.describe(site)

    def interrupted(self, drill: Drill, now: int) -> Iterator[Proposal]:
        """Yield the record of an outage before this leader took over, if the drill was running through one."""
        if self._alive is None or drill.phase != "running" or drill.started_at is None:
            return
        seen = max(self._alive.last(drill.id) or drill.started_at, drill.started_at)
        if now - seen > OUTAGE_MS:
            yield "drill.interrupt", {"drill": drill.id, "since": seen, "until": now}

    def act(self, state: State, drill: Drill, now: int, submit: Submit) -> None:
        """Submit what the exercise needs at the real time `now`."""
        self._describe(drill.id)
        if self._alive is not None:
            self._alive.tell(drill.id, now)
        if drill.phase in ("running", "paused"):
            for cause, seq in _reality(state):
                submit("drill.suspend", {"drill": drill.id, "cause": cause, "seq": seq}, None)
                return
        twin = state.twins.get(drill.id)
        if twin is None:  # ended meanwhile
            return
        if drill.phase == "running":
            self._inside(twin, drill, drill.exercise_at(now), submit)
        script = self._scripts.of(drill) if self._scripts is not None else None
        if script is None:
            return
        script.read(drill, twin)  # what a person gave while it stood still counts too
        if drill.phase == "running":
            for kind, data in list(script.due(drill, drill.exercise_at(now))):
                submit(kind, data, None)

    def others(self, state: State, now: int) -> list[Proposal]:
        """Return what is due for drills that are not running: the programme's hours, hidden starts, and reveals."""
        asked = [] if self._hidden is None else list(self._hidden.due(state, now))
        return asked + ([] if self._scripts is None else list(self._scripts.others(state, now)))

    def _inside(self, twin: State, drill: Drill, now: int, submit: Submit) -> None:
        """What is due in the exercise at exercise time `now`."""
        shift = shift_to_begin(self._site, twin.roster, now)
        if shift is not None:
            submit("shift.begin", {"shift": shift}, drill.id)
        with self._watching:
            proposals = list(self._watch.due(now, twin.alarms))
            proposals += overflows(twin, self._site, self._watch.good)
            proposals += indications(twin, self._site, self._watch.good)
        for kind, data in proposals:
            submit(kind, data, drill.id)
        for incident, word in list(confirmations(twin, self._site)):
            submit("plant.confirm", {"incident": incident, "state": word}, drill.id)
        for kind, data in list(escalations(twin, now)):
            submit(kind, data, drill.id)
        for delegation in delegations_over(twin, now):
            submit("authority.end_delegation", {"delegation": delegation}, drill.id)


def _reality(state: State) -> Iterator[tuple[str, int]]:
    """What suspends an exercise at once: its cause and its fact."""
    for alarm in state.alarms.values():
        if is_real(alarm):
            yield "alarm", alarm.raised_seq
    for incident in state.open_incidents.values():
        yield "incident", incident.opened_seq
    for call in state.sos.values():
        yield "sos", call.seq


class Alive:
    """Stores when a drill's or reality's duties last ran, where the next process can read it."""

    def __init__(
        self, read: Callable[[str], str | None], write: Callable[[str, str], None]
    ) -> None:
        self._read, self._write = read, write
        self._told: dict[str, int] = {}

    def last(self, scene: str) -> int | None:
        """Return the last run, real UTC epoch ms; None if there was none."""
        kept = self._read(f"alive:{scene}")
        return None if kept is None else int(kept)

    def tell(self, scene: str, now: int) -> None:
        """Record a run at `now`; written at most once a second."""
        if not 0 <= now - self._told.get(scene, 0) < 1_000:
            self._told[scene] = now
            self._write(f"alive:{scene}", str(now))

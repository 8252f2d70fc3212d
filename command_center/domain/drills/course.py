"""The course of a drill: start, pause, resume, suspension by a real event, and end."""

from datetime import datetime
from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.drill import NameDrill, begun_drill, live_drill, the_drill
from command_center.domain.drills.holds import SAFETY_LIST, holds
from command_center.domain.drills.reissue import open_in, reissued, withdrawn
from command_center.domain.drills.twin import twin_of
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.warning.exercise_over import lift_warnings
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import EVERYBODY, FOR_COORDINATORS
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, EpochMs, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill, Span
from command_center.domain.state.drills.exercise_clock import ExerciseClock
from command_center.domain.text import Reason, kept

RUNNERS = (Role.CONTROLLER, Role.DUTY)
ANYBODY = (Role.COMMANDER, Role.CONTROLLER, Role.EVALUATOR, Role.RESPONDER, Role.DUTY)
"""Whoever takes part may speak the stop word."""


FAR_MS = 366 * 86_400_000
"""How far the exercise clock may begin from today (ours): a season can be chosen, and no expectation of a
drill gets a time that lies outside the calendar."""


class StartDrill(NameDrill):
    """Start a sealed drill. `exercise_at` is what the exercise clock shows at the start (now, if
    not given), within a year. A `speed` other than 1 is allowed only where virtual people play
    every part (`virtual`). `real_phones`: the drill may call the telephones of its players, as
    far as the plant's channels allow that. `cleared` lists the points of `holds.SAFETY_LIST`
    that the safety officer has found clear."""

    exercise_at: EpochMs | None = None
    speed: float = Field(default=1.0, ge=0.1, le=600, allow_inf_nan=False)
    virtual: bool = False
    real_phones: bool = False
    cleared: list[str] = Field(default=[], max_length=20)


class DrillStarted(TypedDict):
    """The exercise began. `exercise_at` is what its clock showed, `speed` how fast it runs.
    `site_version` is the stored description of the plant that the drill and its review use to
    the end, however the site is edited meanwhile. `real_phones`: it may call the telephones of
    its players (absent in older facts: it may not)."""

    exercise_at: int
    speed: float
    virtual: bool
    site_version: int | None
    cleared: list[str]
    real_phones: NotRequired[bool]


class DrillHeld(TypedDict):
    """A drill was due to start and did not; `reasons` is how many reasons there were. The fact does
    not reveal which drill it was."""

    reasons: int


class Because(NameDrill):
    """Names a drill, with a reason."""

    reason: Reason


class PauseDrill(Because):
    """Pause a drill: stop its exercise clock."""


class DrillStill(TypedDict):
    """The exercise clock was stopped: by the controller (paused) or by a real event (suspended;
    `cause`: alarm, incident, sos or stop_word). `exercise_at` is what it shows. `withdrew` lists
    the exercise's directives that were withdrawn."""

    reason: str | Words | None
    cause: str | None
    exercise_at: int
    withdrew: list[str]


class SuspendDrill(NameDrill):
    """Suspend a drill at once for a real alarm, incident or SOS (`seq`, the number of its fact), or
    for the stop word."""

    cause: Literal["alarm", "incident", "sos", "stop_word"]
    seq: FactNumber | None = None
    reason: Reason | None = None


class ResumeDrill(NameDrill):
    """Resume a drill. After a suspension the directives that were withdrawn are issued again."""


class EndDrill(NameDrill):
    """End a drill; every screen shows reality again."""

    reason: Reason | None = None


class DrillMoved(TypedDict):
    """The exercise clock runs again. `exercise_at` is what it shows."""

    exercise_at: int


class DrillEnded(TypedDict):
    """The exercise is over. `exercise_at` is what its clock shows. `reason` is present if one was
    given."""

    exercise_at: int
    reason: NotRequired[str | Words]


class Interrupted(NameDrill):
    """Record that no process ran the drill between these times (UTC epoch ms). The exercise stood
    still meanwhile."""

    since: EpochMs
    until: EpochMs


class DrillInterrupted(TypedDict):
    """No process ran between these real times (UTC epoch ms); the exercise clock stood still."""

    since: int
    until: int


@decides("drill.start", StartDrill, RUNNERS, scene=Scene.REALITY, begins=True)
def start(state: State, command: StartDrill, ctx: Context) -> Decision:
    """Starts a sealed drill. Only one runs at a time, and none while a real event needs the
    screens. It starts by itself only within its announced window; a controller may also start it
    later."""
    found = the_drill(state, command.drill, "sealed")
    if isinstance(found, Refusal):
        return found
    if ctx.actor.kind is ActorKind.DUTY and _window_is_over(state, found, ctx):
        return []
    other = live_drill(state)
    if other is not None:
        return Refusal("drill_running_already", {"drill": other.id})
    exercise_at = command.exercise_at if command.exercise_at is not None else ctx.now
    if abs(exercise_at - ctx.now) > FAR_MS:
        day = datetime.fromtimestamp(exercise_at / 1000, ctx.site.zone).date().isoformat()
        return Refusal("exercise_far", {"day": day, "days": FAR_MS // 86_400_000})
    if command.speed != 1 and not command.virtual:
        return Refusal("speed_only_virtual")
    if command.real_phones and not found.played:
        return Refusal("phones_of_nobody", {"drill": found.id})
    if command.virtual and found.played:
        return Refusal("played_by_people", {"people": found.played})
    if reasons := holds(state, ctx.site, found, command.cleared):
        held = Draft("drill.held", DrillHeld(reasons=len(reasons)), drill=found.id)
        return Refusal("drill_held", {"reasons": reasons}, facts=[held])
    payload = DrillStarted(
        exercise_at=exercise_at,
        speed=command.speed,
        virtual=command.virtual,
        site_version=ctx.site_version,
        cleared=command.cleared,
    )
    if command.real_phones:
        payload["real_phones"] = True
    return [Draft("drill.started", payload, drill=found.id)]


def _window_is_over(state: State, drill: Drill, ctx: Context) -> bool:
    windows = [one for programme in state.programmes.values() for one in programme.windows]
    today = datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date()
    return any(one.id == drill.window and one.closes < today for one in windows)


@decides("drill.pause", PauseDrill, [Role.CONTROLLER], scene=Scene.REALITY)
def pause(state: State, command: PauseDrill, ctx: Context) -> Decision:
    """Pauses a drill by stopping its exercise clock. The time left of each deadline runs on when
    the drill resumes."""
    found = the_drill(state, command.drill, "running")
    if isinstance(found, Refusal):
        return found
    still = DrillStill(
        reason=kept(command.reason),
        cause=None,
        exercise_at=found.exercise_at(ctx.now),
        withdrew=[],
    )
    return [Draft("drill.paused", still, drill=found.id)]


@decides("drill.suspend", SuspendDrill, ANYBODY, scene=Scene.REALITY)
def suspend(state: State, command: SuspendDrill, ctx: Context) -> Decision:
    """Suspends a drill because of a real event. Every screen shows reality, and the exercise's open
    directives are withdrawn."""
    found = begun_drill(state, command.drill, ctx.actor.role, "running", "paused")
    if isinstance(found, Refusal):
        return found
    if command.seq is not None and command.seq > state.seq:
        return Refusal("unknown_fact", {"seq": command.seq})
    reason = None if command.reason is None else kept(command.reason)
    now, twin = found.exercise_at(ctx.now), state.twins[found.id]
    still = DrillStill(reason=reason, cause=command.cause, exercise_at=now, withdrew=open_in(twin))
    suspended = Draft("drill.suspended", still, drill=found.id, caused_by=command.seq)
    return [suspended, *withdrawn(twin, found, now)]


@decides("drill.resume", ResumeDrill, [Role.CONTROLLER], scene=Scene.REALITY)
def resume(state: State, command: ResumeDrill, ctx: Context) -> Decision:
    """Resumes a paused or suspended drill. Only a person can do so, and not while a real event
    still needs the screens."""
    found = the_drill(state, command.drill, "paused", "suspended")
    if isinstance(found, Refusal):
        return found
    if reasons := holds(state, ctx.site, found, SAFETY_LIST):
        return Refusal("drill_held", {"reasons": reasons})
    now = found.exercise_at(ctx.now)
    resumed = Draft("drill.resumed", DrillMoved(exercise_at=now), drill=found.id)
    if found.phase == "paused":
        return [resumed]
    return [resumed, *reissued(state.twins[found.id], found, ctx, now)]


@decides("drill.end", EndDrill, RUNNERS, scene=Scene.REALITY)
def end(state: State, command: EndDrill, ctx: Context) -> Decision:
    """Ends a drill, whatever is still open in it."""
    found = the_drill(state, command.drill, "running", "paused", "suspended")
    if isinstance(found, Refusal):
        return found
    over = DrillEnded(exercise_at=found.exercise_at(ctx.now))
    if command.reason is not None:
        over["reason"] = kept(command.reason)
    return [Draft("drill.ended", over, drill=found.id)]


@decides("drill.interrupt", Interrupted, [Role.DUTY], scene=Scene.REALITY)
def interrupt(state: State, command: Interrupted, ctx: Context) -> Decision:
    """Records a span in which no process ran a drill. A paused drill lost no time and records
    nothing."""
    found = the_drill(state, command.drill, "running")
    if isinstance(found, Refusal) or command.until <= command.since:
        return []
    payload = DrillInterrupted(since=command.since, until=command.until)
    return [Draft("drill.interrupted", payload, drill=found.id)]


@applies("drill.started", DrillStarted, of_drill=True, readers=EVERYBODY)
def started(state: State, fact: Fact) -> None:
    """Applies the fact: the drill runs, its board is shown, and the exercise clock runs."""
    drill, d = state.drills[fact.drill or ""], fact.data
    drill.phase = "running"
    drill.started_at, drill.started_seq = fact.recorded_at, fact.seq
    drill.began_exercise_ms = d["exercise_at"]
    drill.clock = ExerciseClock(fact.recorded_at, d["exercise_at"], d["speed"])
    drill.virtual, drill.site_version = d["virtual"], d["site_version"]
    drill.real_phones = d.get("real_phones", False)
    state.twins[drill.id] = twin_of(state, drill.id)


@applies("drill.held", DrillHeld, of_drill=True, readers=FOR_COORDINATORS)
def held(state: State, fact: Fact) -> None:
    """Changes nothing: the drill stays sealed, and the fact itself keeps the number of reasons."""


@applies("drill.paused", DrillStill, of_drill=True, readers=EVERYBODY)
@applies("drill.suspended", DrillStill, of_drill=True, readers=EVERYBODY)
def still(state: State, fact: Fact) -> None:
    """Applies the fact: the exercise clock stands still. A suspension that follows a pause ends the
    span of the pause."""
    drill = state.drills[fact.drill or ""]
    _close_span(drill.spans, fact.recorded_at)
    drill.phase = "paused" if fact.kind == "drill.paused" else "suspended"
    drill.spans.append(Span(drill.phase, fact.recorded_at, reason=fact.data["reason"]))
    drill.withdrew += fact.data["withdrew"]
    if drill.clock is not None:
        drill.clock.stop(fact.recorded_at)


@applies("drill.resumed", DrillMoved, of_drill=True, readers=EVERYBODY)
def resumed(state: State, fact: Fact) -> None:
    """Applies the fact: the exercise clock runs on from where it stood."""
    drill = state.drills[fact.drill or ""]
    _close_span(drill.spans, fact.recorded_at)
    drill.phase = "running"
    drill.withdrew = []
    if drill.clock is not None:
        drill.clock.go(fact.recorded_at)


@applies("drill.ended", DrillEnded, of_drill=True, readers=EVERYBODY)
def ended(state: State, fact: Fact) -> None:
    """Applies the fact: the drill's twin leaves the board. The journal keeps its facts, and the
    plant's board keeps what sirens were told in it."""
    drill = state.drills[fact.drill or ""]
    _close_span(drill.spans, fact.recorded_at)
    drill.phase, drill.ended_at = "ended", fact.recorded_at
    if drill.clock is not None:
        drill.clock.stop(fact.recorded_at)
    twin = state.twins.pop(drill.id, None)
    if twin is not None:
        lift_warnings(state, twin, fact)


@applies("drill.interrupted", DrillInterrupted, of_drill=True, readers=EVERYBODY)
def interrupted(state: State, fact: Fact) -> None:
    """Applies the fact: exercise time stood still while no process ran it."""
    drill, since, until = state.drills[fact.drill or ""], fact.data["since"], fact.data["until"]
    drill.spans.append(Span("outage", since, until))
    if drill.clock is not None:
        drill.clock.lost(until - since)


def _close_span(spans: list[Span], now: int) -> None:
    if spans and spans[-1].until is None:
        spans[-1].until = now

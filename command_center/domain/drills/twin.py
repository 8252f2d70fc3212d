"""The twin: the separate board of a drill, which begins with the plant's present resources and people; and how
a command is carried into it: by its twin and its clock, and who may still act while it stands still. Virtual people
of a real plant act nowhere else.
"""

from copy import deepcopy
from dataclasses import replace

from command_center.domain.actor import ActorKind
from command_center.domain.drills.drill import begun_drill, drill_phase_refusal
from command_center.domain.refusal import Refusal
from command_center.domain.registry import CommandSpec, Context, Scene, nobody_has_a_double
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Phase
from command_center.domain.state.incidents.warned import Warnings


def twin_of(state: State, drill: str) -> State:
    """Returns the board with which a drill begins: a copy of the real stock, locks, valves and
    shift.

    Incidents, directives and alarms are not carried over. Ids made on it begin with the drill's id,
    so that none can be mistaken for a real one. Both boards share the times of facts, the accounts,
    the disabled pages, today's contacts and the list of sirens.
    """
    return type(state)(
        drill=drill,
        times=state.times,
        accounts=state.accounts,
        pages_off=state.pages_off,
        contacts=state.contacts,
        erased=state.erased,
        warnings=Warnings(sirens=state.warnings.sirens),
        plant=state.plant.kept(),
        roster=deepcopy(state.roster),
        delegations=deepcopy(state.delegations),
        interims=deepcopy(state.interims),
        closings=dict(state.closings),
        valves=deepcopy(state.valves),
        custodies=deepcopy(state.custodies),
        ledger=deepcopy(state.ledger),
    )


KEPT_WHILE_STILL = frozenset({"directive.ack"})
"""What a person may still give while the exercise is paused: it is kept, at the time the clock
shows (FACTS, "Pause": a human acknowledgement is kept and labelled)."""
OF_REALITY = frozenset({"siren.tell"})
"""What a machine says of a thing that does not stand still with the exercise."""


def in_reality(state: State, ctx: Context, *, virtual_act: bool) -> tuple[State, Context] | Refusal:
    """Returns the board of the plant itself and the context. Unless the plant itself is simulated (`virtual_act`),
    nobody has a virtual double there, and what a virtual person commands is refused."""
    if virtual_act:
        return state, ctx
    actor = ctx.actor
    if actor.by_token and actor.kind is ActorKind.VIRTUAL:
        return Refusal("virtual_outside_drill", {"actor": actor.id})
    return state, replace(ctx, has_double=nobody_has_a_double)


def inside(
    state: State, ctx: Context, spec: CommandSpec, drill: str
) -> tuple[State, Context] | Refusal:
    """Returns the drill's board and the context inside the drill, with the plant as described when
    the drill began; or a refusal where the command cannot be given in it now."""
    if spec.scene is Scene.REALITY:
        return Refusal("only_in_reality", {"kind": spec.kind})
    goes_on = spec.kind in OF_REALITY
    phases: tuple[Phase, ...] = (
        ("running", "paused", "suspended") if goes_on else ("running", "paused")
    )
    found = begun_drill(state, drill, ctx.actor.role, *phases)
    if isinstance(found, Refusal):
        return found
    if found.phase == "paused" and not goes_on:
        by_hand = ctx.actor.kind is ActorKind.HUMAN and spec.kind in KEPT_WHILE_STILL
        if not by_hand:
            return drill_phase_refusal(found)
    now = found.exercise_at(ctx.now)
    twin = state.twins[drill]
    own = replace(ctx, site=twin.in_force, site_version=found.site_version)
    there = replace(own, now=now, drill=drill, recorded_at=ctx.now, exercise=found, gates=None)
    return twin, there

"""Records what the virtual plant could not play of an inject, so that no review mistakes a gap in
the simulation for a failure of the players."""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.injects import InjectId
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import FOR_DIRECTION
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.drill import Drill

PlayedAct = Literal[
    "inject", "leak", "fire", "inflow", "valve", "pump", "power", "flood", "person", "sos", "message",
    "call", "weather", "wind_shift", "sensor",
]  # fmt: skip
"""The acts of a scenario's file (`domain/scenarios/acts.py`), and `inject` for one that has none of them."""
Why = Literal[
    "not_planned", "other_hole", "leaks_already", "no_fuel", "nothing_fed", "nobody_there",
    "nobody_answers", "no_bund",
]  # fmt: skip


class CannotPlay(Command):
    """Record that the virtual plant could not play `act` of a fired inject, and `why`. `act` is an
    act of the scenario file; `inject` means the whole inject."""

    inject: str = InjectId
    act: PlayedAct
    why: Why


class InjectNotPlayed(TypedDict):
    """An inject was fired, and the virtual plant could not play `act` of it. Expectations that
    depend on it say nothing about the players."""

    inject: str
    act: str
    why: str


@decides("inject.cannot_play", CannotPlay, [Role.CARRIER])
def cannot_play(state: State, command: CannotPlay, ctx: Context) -> Decision:
    """Records for the simulation that it could not play an act of a fired inject; each act is
    recorded once."""
    if ctx.exercise is None:
        return Refusal("only_in_drill", {"kind": "inject.cannot_play"})
    if refused := _nothing_to_play(ctx.exercise, command, ctx):
        return refused
    if (command.inject, command.act) in state.not_played:
        return []
    payload = InjectNotPlayed(inject=command.inject, act=command.act, why=command.why)
    return [Draft("inject.not_played", payload)]


def _nothing_to_play(drill: Drill, command: CannotPlay, ctx: Context) -> Refusal | None:
    """Refuses the record if the virtual plant did not have to play this: there is no such inject,
    it did not happen, or it has no such act. The review would otherwise judge the players by
    something that no drill asked of them."""
    plan, given = ctx.plan_of(drill), {"inject": command.inject, "drill": drill.id}
    known = drill.injects.get(command.inject)
    if known is None and plan is not None and command.inject not in plan:
        return Refusal("unknown_inject", given)
    if known is None or known.state not in ("fired", "added"):
        return Refusal("inject_not_fired", given)
    acts = {"inject"} if known.state == "added" else None if plan is None else plan[known.id].acts
    if acts is not None and command.act not in acts:
        return Refusal(
            "act_not_of_inject", given | {"act": Phrase(f"not_played.act.{command.act}")}
        )
    return None


@applies("inject.not_played", InjectNotPlayed, readers=FOR_DIRECTION)
def not_played(state: State, fact: Fact) -> None:
    """Applies the fact: keeps which act of an inject could not be played, once for each act."""
    state.not_played[(fact.data["inject"], fact.data["act"])] = fact.seq

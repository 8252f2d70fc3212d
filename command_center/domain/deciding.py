"""One decision, with the rules that stand around every command's own: the Desk decides so, and a dry play does."""

from collections.abc import Sequence
from dataclasses import replace

from command_center.domain.causality import before_cause, out_of_time
from command_center.domain.fact import Draft
from command_center.domain.people.double import stands_still, stood_down_by_acting
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, CommandSpec, Context
from command_center.domain.speaking import unheard
from command_center.domain.state import State


def decided(state: State, spec: CommandSpec, command: Command, ctx: Context) -> Decision:
    """The facts of a command, or its refusal, by the rule of its area and those of every command."""
    refusal = (
        stands_still(state, ctx, command)
        or (None if spec.whenever else out_of_time(command, ctx))
        or unheard(command, ctx)
    )
    if refusal:
        return refusal
    decision = spec.decide(state, command, ctx)
    drafts = decision.facts if isinstance(decision, Refusal) else decision
    return _with(
        before_cause(state, drafts, command, ctx) or decision,
        stood_down_by_acting(state, ctx, spec.kind),
    )


def _with(decision: Decision, more: Sequence[Draft]) -> Decision:
    """The decision with further facts, which are recorded with a refusal too."""
    if not more:
        return decision
    if isinstance(decision, Refusal):
        return replace(decision, facts=[*decision.facts, *more])
    return [*decision, *more]

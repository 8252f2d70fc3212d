"""Decides one command: applies the rules that hold for every command and then the command's own.
The Desk uses it, and so does a dry run of a plan (`dry_play.py`)."""

from collections.abc import Sequence
from dataclasses import replace

from command_center.domain.fact import Draft
from command_center.domain.journal.causality import before_cause, out_of_time
from command_center.domain.people.double import refused_to_double, stood_down_by_acting
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, CommandSpec, Context
from command_center.domain.speaking import unheard
from command_center.domain.state import State


def decided(state: State, spec: CommandSpec, command: Command, ctx: Context) -> Decision:
    """Returns the facts of a command or its refusal, by the rules of every command and the rule of
    its area."""
    refusal = (
        refused_to_double(state, ctx, command)
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
    """Returns the decision with further facts, which are also recorded with a refusal."""
    if not more:
        return decision
    if isinstance(decision, Refusal):
        return replace(decision, facts=[*decision.facts, *more])
    return [*decision, *more]

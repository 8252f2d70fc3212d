"""Only people may judge in a review: no duty, virtual person or gateway."""

from command_center.domain.actor import ActorKind, Role
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context

REVIEWERS = (Role.COMMANDER, Role.CONTROLLER, Role.EVALUATOR)
"""Who brings findings in: those who led, those who steered, those who watched."""
JUDGES = (Role.EVALUATOR,)
"""Who rates: those who watched, and neither led nor steered."""
SIGNERS = (Role.COMMANDER, Role.EVALUATOR)
"""A review is signed by both: who answers for the response, and who judged it."""
PEOPLE = frozenset({ActorKind.HUMAN, ActorKind.CONTROLLER})


def not_a_person(ctx: Context) -> Refusal | None:
    """Refuses a judgement by anybody who is not a person; None for a person."""
    return None if ctx.actor.kind in PEOPLE else Refusal("people_only", status=403)


def hand(ctx: Context) -> str:
    """Returns who judges: the person, else the account."""
    return ctx.actor.person or ctx.actor.id

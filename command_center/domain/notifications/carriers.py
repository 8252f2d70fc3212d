"""Decides who may report on the delivery of a notice: the carrier of its channel, and in a drill
its simulated carrier."""

from command_center.domain.actor import ActorKind, Role
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state.notices.notice import Notice


def not_its_carrier(notice: Notice, ctx: Context) -> Refusal | None:
    """Refuses a report on a notice of another channel than the carrier's own. A carrier without a
    channel may report on all. In a drill only the virtual plant's carrier may report, unless the
    drill calls real telephones (`Drill.real_phones`); outside drills the duty may always record
    receipts."""
    actor = ctx.actor
    if actor.channel is not None and actor.channel != notice.channel:
        return Refusal(
            "other_channel", {"channel": notice.channel, "own": actor.channel}, status=403
        )
    if actor.role is Role.DUTY or ctx.exercise is None or ctx.exercise.real_phones:
        return None
    if actor.kind is ActorKind.VIRTUAL:
        return None
    return Refusal("drill_carrier", {"drill": ctx.exercise.id}, status=403)

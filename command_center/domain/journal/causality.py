"""Refuses stated times that are impossible: in the future, or before the fact that they answer."""

from collections.abc import Sequence
from datetime import datetime

from command_center.domain.fact import Draft
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Command, Context
from command_center.domain.site.model import Site
from command_center.domain.state import State

AHEAD_MS = 1_000
"""How far a command's own time may be ahead of our clock before it counts as the future (ours)."""
BACK_MS = 7 * 86_400_000
"""How far it may lie back (ours): a night written on paper is typed in within the week."""


def out_of_time(command: Command, ctx: Context) -> Refusal | None:
    """Refuses a stated time that lies in the future, or so far back that it must be a mistake; None
    if it is possible."""
    if command.at is None:
        return None
    if command.at > ctx.now + AHEAD_MS:
        return Refusal("in_the_future", {"time": clock_of(ctx.site, command.at)})
    if command.at < ctx.now - BACK_MS:
        return Refusal("too_long_ago", {"days": BACK_MS // 86_400_000})
    return None


def before_cause(
    state: State, drafts: Sequence[Draft], command: Command, ctx: Context
) -> Refusal | None:
    """Refuses a stated time that lies before the fact that the command answers; None if it is
    possible.

    Only a time that somebody stated is judged, because the clocks of two processes may differ a
    little.
    """
    if command.at is None:
        return None
    for draft in drafts:
        earliest = _earliest(state, draft)
        at = draft.at if draft.at is not None else ctx.when(command)
        if earliest is not None and at < earliest:
            times = {"time": clock_of(ctx.site, at), "earliest": clock_of(ctx.site, earliest)}
            return Refusal("before_cause", times)
    return None


def _earliest(state: State, draft: Draft) -> int | None:
    """Returns the earliest time that a draft may state: the incident's first alarm or report, and
    for an answer its cause, corrected for later steps of the clock; None if there is no limit.

    An incident is often opened on the board after the first telephone call about it. A draft that
    the opening caused is therefore limited only by the incident's t0.
    """
    incident = state.incidents.get(draft.incident or "")
    cause = draft.caused_by
    if incident is not None and cause in (None, incident.opened_seq):
        return incident.t0
    if cause is None or cause > len(state.times):  # recorded with its cause, at the same time
        return None
    return state.times[cause - 1] + sum(by_ms for seq, by_ms in state.steps if seq > cause)


def clock_of(site: Site, at: int) -> str:
    """A time (UTC epoch ms) as the plant's clock shows it, for a refusal."""
    return datetime.fromtimestamp(at / 1000, site.zone).strftime("%m-%d %H:%M:%S")

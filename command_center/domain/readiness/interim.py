"""Interim measures: who does what until a readiness gap is fixed. The gap stays; it is shown and
counted as interim.

A measure ends at its time, when it is withdrawn, or when the gap is fixed. A gap that comes back
has none.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import GapId, PersonId
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.readiness.standing_gap import gap_stands
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.gaps import Interim
from command_center.domain.text import Note, Reason
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

LONGEST_HOURS = 744
"""31 days: what is to last longer is no interim measure (ours)."""
HOUR_MS = 3_600_000
ENDS_SOON_MS = 2 * HOUR_MS
HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.ADMINISTRATOR)

Why = Literal["over", "mended", "withdrawn"]


class TakeInterim(Command):
    """Take an interim measure: who does what until a gap is fixed, for a number of hours.
    `evidence` says how one can see that it is done."""

    gap: GapId
    person: PersonId
    what: Reason
    hours: int = Field(ge=1, le=LONGEST_HOURS)
    evidence: Note | None = None


class WithdrawInterim(Command):
    """Withdraw the interim measure for a gap, with the reason."""

    gap: GapId
    reason: Reason


class EndInterim(Command):
    """End an interim measure, because its time is over or its gap is fixed."""

    gap: GapId


class InterimTaken(TypedDict):
    """Until `until` (UTC epoch ms) a person keeps up a measure in place of what a gap lacks."""

    gap: str
    person: str
    what: str | Words
    evidence: str | Words | None
    until: int


class InterimEnded(TypedDict):
    """An interim measure ended: its time was over, the gap was fixed, or it was withdrawn with a
    reason."""

    gap: str
    why: str
    reason: str | Words | None


@decides("readiness.interim", TakeInterim, HANDS, scene=Scene.REALITY)
def take(state: State, command: TakeInterim, ctx: Context) -> Decision:
    """Records an interim measure for a standing gap. A second one replaces the first. The gap stays
    until it is really fixed."""
    if refusal := _no_gap(state, ctx, command.gap):
        return refusal
    if command.person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.person})
    if command.person in state.erased:
        return Refusal("unknown_person", {"person": command.person})
    given = command.model_dump()
    data = InterimTaken(
        gap=command.gap,
        person=command.person,
        what=given["what"],
        evidence=given["evidence"],
        until=ctx.now + command.hours * HOUR_MS,
    )
    return [Draft("readiness.interim_taken", data)]


@decides("readiness.withdraw_interim", WithdrawInterim, HANDS, scene=Scene.REALITY)
def withdraw(state: State, command: WithdrawInterim, ctx: Context) -> Decision:
    """Withdraws an interim measure: the gap counts as open again."""
    found = state.interims.get(command.gap)
    if found is None or ctx.now >= found.until:
        return Refusal("no_interim", {"gap": command.gap})
    reason = command.model_dump()["reason"]
    data = InterimEnded(gap=command.gap, why="withdrawn", reason=reason)
    return [Draft("readiness.interim_ended", data, caused_by=found.seq)]


@decides("readiness.end_interim", EndInterim, [Role.DUTY], scene=Scene.REALITY)
def end(state: State, command: EndInterim, ctx: Context) -> Decision:
    """Records that an interim measure is over: by its time, or because its gap is gone."""
    found = state.interims.get(command.gap)
    why = _over(state, ctx.site, found, ctx.now) if found else None
    if found is None or why is None:
        return []
    data = InterimEnded(gap=command.gap, why=why, reason=None)
    return [Draft("readiness.interim_ended", data, caused_by=found.seq)]


def interims_over(state: State, site: Site, now: int) -> Iterator[str]:
    """Yields the gaps whose interim measure is over at `now` (UTC epoch ms)."""
    for one in state.interims.values():
        if _over(state, site, one, now) is not None:
            yield one.gap


def interim_turns(found: Interim) -> list[Turn]:
    """Returns the turns of a measure: `interim`, `ending` two hours before its end, and `over`,
    when the gap is open again."""
    soon = max(found.at, found.until - ENDS_SOON_MS)
    return turns_of(
        [(ALWAYS, "warn", "interim"), (soon, "warn", "ending"), (found.until, "gone", "over")]
    )


def _over(state: State, site: Site, found: Interim, now: int) -> Why | None:
    if now >= found.until:
        return "over"
    return None if gap_stands(state, site, found.gap, now) else "mended"


def _no_gap(state: State, ctx: Context, gap: str) -> Refusal | None:
    stands = gap_stands(state, ctx.site, gap, ctx.now)
    if stands is None:
        return Refusal("unknown_gap", {"gap": gap})
    return None if stands else Refusal("gap_mended", {"gap": gap})


@applies("readiness.interim_taken", InterimTaken, readers=EVERYBODY)
def taken(state: State, fact: Fact) -> None:
    """Applies the fact: the gap counts as interim until the end."""
    d = fact.data
    state.interims[d["gap"]] = Interim(
        d["gap"], d["person"], fact.speaker or fact.actor, d["what"], d["evidence"], fact.at,
        d["until"], fact.seq,
    )  # fmt: skip


@applies("readiness.interim_ended", InterimEnded, readers=EVERYBODY)
def ended(state: State, fact: Fact) -> None:
    """Applies the fact: the gap counts as open again, if it stands."""
    state.interims.pop(fact.data["gap"], None)

"""Closes a readiness gap with evidence, a day and a signature.

A signature alone closes nothing. The gap must be gone by the plant's own data, or by the changes of
the plant in the same command.
"""

from datetime import date, datetime

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import GapId
from command_center.domain.payload import Words
from command_center.domain.plant_data.change_site import ChangeSite, change
from command_center.domain.readers import EVERYBODY
from command_center.domain.readiness.interim import HANDS
from command_center.domain.readiness.standing_gap import gap_stands, known_gap
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.gaps import Closing
from command_center.domain.text import Reason

MOST_CHANGES = 20
"""Rows of the plant that mend one gap (ours)."""


class CloseGap(Command):
    """Close a gap that is fixed since `day`. `evidence` says how this can be seen: a work order, a
    delivery note, a photograph. `changes` are the rows of the plant that fix it, where they are
    not changed yet."""

    rows = frozenset({"changes"})

    gap: GapId
    evidence: Reason
    day: date
    changes: list[Change] = Field(default_factory=list, max_length=MOST_CHANGES)


class GapClosed(TypedDict):
    """A gap that no longer stood was signed as closed. `day` is since when it is fixed (a day of
    the plant)."""

    gap: str
    evidence: str | Words
    day: str


@decides("readiness.close", CloseGap, HANDS, scene=Scene.REALITY, begins=True)
def close(state: State, command: CloseGap, ctx: Context) -> Decision:
    """Closes a gap with its evidence. Changes of the plant in the command are made with it, or
    nothing is."""
    if not known_gap(state.site, command.gap):
        return Refusal("unknown_gap", {"gap": command.gap})
    if command.day > datetime.fromtimestamp(ctx.now / 1000, state.site.zone).date():
        return Refusal("closed_in_future", {"day": command.day.isoformat()})
    drafts: list[Draft] = []
    site = ctx.site
    if command.changes:
        decided = change(state, ChangeSite(changes=command.changes), ctx)
        if isinstance(decided, Refusal):
            return decided
        drafts = list(decided)
        after = changed(state.site, command.changes)
        assert isinstance(after, Site), "what was decided can be made"
        site = after
    if gap_stands(state, site, command.gap, ctx.now):
        return Refusal("gap_would_stand" if command.changes else "gap_stands", {"gap": command.gap})
    given = command.model_dump()
    data = GapClosed(gap=command.gap, evidence=given["evidence"], day=command.day.isoformat())
    return [*drafts, Draft("readiness.closed", data)]


@applies("readiness.closed", GapClosed, readers=EVERYBODY)
def closed(state: State, fact: Fact) -> None:
    """Applies the fact: the gap is closed by this signature; the newest one is kept."""
    d = fact.data
    state.closings.pop(d["gap"], None)
    state.closings[d["gap"]] = Closing(
        d["gap"], fact.speaker or fact.actor, d["evidence"], d["day"], fact.at, fact.seq
    )

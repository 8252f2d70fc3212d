"""A gap is closed: what it lacked is there, with evidence, a day and a signature.

A signature alone closes nothing. The gap must be gone by the plant's own data, or go by the changes of the plant that
the same command makes.
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
    """A gap is mended since `day`; `evidence` says how one sees it: a work order, a delivery note, a photograph.
    `changes` are the rows of the plant that mend it, where they are not changed yet."""

    rows = frozenset({"changes"})

    gap: GapId
    evidence: Reason
    day: date
    changes: list[Change] = Field(default_factory=list, max_length=MOST_CHANGES)


class GapClosed(TypedDict):
    """A gap was signed as closed: it did not stand any more. `day` is since when it is mended (a day of the plant)."""

    gap: str
    evidence: str | Words
    day: str


@decides("readiness.close", CloseGap, HANDS, scene=Scene.REALITY, begins=True)
def close(state: State, command: CloseGap, ctx: Context) -> Decision:
    """Closes a gap with its evidence. Changes of the plant that come with it are made with it, or nothing is."""
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
    """The gap is closed by this signature, the newest of it."""
    d = fact.data
    state.closings.pop(d["gap"], None)
    state.closings[d["gap"]] = Closing(
        d["gap"], fact.speaker or fact.actor, d["evidence"], d["day"], fact.at, fact.seq
    )

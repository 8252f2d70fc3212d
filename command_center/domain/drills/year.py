"""The year's programme of surprise drills: its windows are public, and a commitment fixes its
secret days and hours."""

from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import NotRequired

from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.drills.sealing import commitment_of, secret_commitments
from command_center.domain.fact import Draft, Fact
from command_center.domain.quantities import Year
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.state import State
from command_center.domain.state.drills.programme import Superseded, Window, YearProgramme

MOST_WINDOWS = 12


class WindowAsked(BaseModel, extra="forbid"):
    """A span of days for surprise drills, first and last included."""

    id: str = Field(min_length=1, max_length=60)
    opens: date
    closes: date


class DrawProgramme(Command):
    """Draw the programme of a year: drills fall into these windows; their times are fixed by the
    `commitment` (SHA-256, hex)."""

    year: Year
    windows: list[WindowAsked] = Field(min_length=1, max_length=MOST_WINDOWS)
    commitment: str = Field(pattern=r"^[0-9a-f]{64}$")
    generator: str = Field(min_length=1, max_length=60, pattern=r"^[\x21-\x7e]+$")


class WindowTold(TypedDict):
    """A span of days for surprise drills as ISO 8601 dates, first and last included."""

    id: str
    opens: str
    closes: str


class ProgrammeDrawn(TypedDict):
    """The windows of a year are known, and their secret times are fixed by the commitment."""

    year: int
    windows: list[WindowTold]
    commitment: str
    generator: str


class RevealProgramme(Command):
    """Reveal the secret times of a year's programme, once its last window is over."""

    year: Year
    content: str = Field(max_length=20_000)
    nonce: str = Field(pattern=r"^[0-9a-f]{32}$")


class ProgrammeRevealed(TypedDict):
    """The secret times of a year's windows, with which anybody can check the commitment.
    `superseded` is the commitment of an earlier draw of the year, which was replaced."""

    year: int
    content: str
    nonce: str
    superseded: NotRequired[str | None]


@decides("programme.draw", DrawProgramme, [Role.CONTROLLER], scene=Scene.REALITY)
def draw(state: State, command: DrawProgramme, ctx: Context) -> Decision:
    """Draws a year's windows. They may be drawn again until the first window has opened. A
    commitment may be used once only."""
    today = datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date()
    windows = command.windows
    in_order = all(a.closes < b.opens for a, b in pairwise(windows))
    inside = all(w.opens <= w.closes and w.opens.year == command.year for w in windows)
    if not (in_order and inside and windows[0].opens > today):
        return Refusal("programme_windows", {"year": str(command.year)})
    known = state.programmes.get(command.year)
    if known is not None and known.windows[0].opens <= today:
        return Refusal("programme_begun", {"year": str(command.year)})
    if command.commitment in secret_commitments(state):
        return Refusal("commitment_used")
    told = [
        WindowTold(id=w.id, opens=w.opens.isoformat(), closes=w.closes.isoformat()) for w in windows
    ]
    payload = ProgrammeDrawn(
        year=command.year,
        windows=told,
        commitment=command.commitment,
        generator=command.generator,
    )
    return [Draft("programme.drawn", payload)]


@decides("programme.reveal", RevealProgramme, [Role.DUTY], scene=Scene.REALITY)
def reveal(state: State, command: RevealProgramme, ctx: Context) -> Decision:
    """Publishes the secret times of a year's programme after its last window is over, together with
    those of earlier draws of that year."""
    found = state.programmes.get(command.year)
    if found is None or not found.hiding:
        return []
    today = datetime.fromtimestamp(ctx.now / 1000, ctx.site.zone).date()
    if today <= found.windows[-1].closes:
        return Refusal("programme_hidden", {"year": str(command.year)})
    commitment = commitment_of(command.content, command.nonce)
    if commitment not in found.hiding:
        known = {found.commitment, *(one.commitment for one in found.superseded)}
        return [] if commitment in known else Refusal("seal_broken", {"drill": str(command.year)})
    payload = ProgrammeRevealed(
        year=command.year,
        content=command.content,
        nonce=command.nonce,
        superseded=None if commitment == found.commitment else commitment,
    )
    return [Draft("programme.revealed", payload)]


@applies("programme.drawn", ProgrammeDrawn, readers=EVERYBODY)
def drawn(state: State, fact: Fact) -> None:
    """Applies the fact: the surprise drill windows of the year are set."""
    d = fact.data
    windows = tuple(
        Window(w["id"], date.fromisoformat(w["opens"]), date.fromisoformat(w["closes"]))
        for w in d["windows"]
    )
    before = state.programmes.get(d["year"])
    told = () if before is None else (*before.dropped, *before.windows)
    names = {window.id for window in windows}
    old = () if before is None else (*before.superseded, _superseded(before))
    state.programmes[d["year"]] = YearProgramme(
        d["year"], windows, d["commitment"], d["generator"], fact.recorded_at, fact.actor,
        superseded=tuple(one for one in old if one.commitment != d["commitment"]),
        dropped=tuple({one.id: one for one in told if one.id not in names}.values()),
        prepared={} if before is None else {w: p for w, p in before.prepared.items() if w in names},
    )  # fmt: skip


@applies("programme.revealed", ProgrammeRevealed, readers=EVERYBODY)
def revealed(state: State, fact: Fact) -> None:
    """Applies the fact: the secret times of the year are now public."""
    found, old = state.programmes[fact.data["year"]], fact.data.get("superseded")
    if old is None:
        found.revealed_seq = fact.seq
        return
    found.superseded = tuple(
        replace(one, revealed_seq=fact.seq) if one.commitment == old else one
        for one in found.superseded
    )


def _superseded(before: YearProgramme) -> Superseded:
    return Superseded(before.commitment, before.drawn_at, before.drawn_by)

"""Corrects the clock of a sender of readings. The correction is a fact, so that every process and
every replay uses the same times."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.feeds.corrections import corrected, wanted
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision
from command_center.domain.registry import Command, Context, EpochMs, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.feeds import Correction

CORRECT_UP_TO_S = 300.0
"""The bound where the plant gives none (ours, as the gateway's)."""
KEPT = 500
"""Most entries of a sender's table; the oldest are forgotten."""
FURTHEST_MS = 4_102_444_800_000


class CorrectClock(Command):
    """Correct the clock of a sender by `offset_ms` (our time less theirs). `from_raw` is the first
    of its times to which this applies; `highest` is the latest of its times received before."""

    source: str = Field(min_length=1, max_length=40)
    offset_ms: int = Field(ge=-FURTHEST_MS, le=FURTHEST_MS)
    from_raw: EpochMs
    highest: EpochMs | None = None


class ClockCorrected(TypedDict):
    """Times of a sender from `from_raw` on (by its own clock, UTC epoch ms) are corrected by
    `add_ms`. `uncertain`: the clock is further off than may be corrected, so the time of receipt
    is used and values are uncertain. `floor` is the latest corrected time reached before."""

    source: str
    from_raw: int
    add_ms: int
    floor: int
    uncertain: bool


def bound_ms(site: Site, source: str) -> float:
    """Returns up to which offset the clock of a sender is corrected, in ms."""
    for one in site.sources:
        if one.id == source:
            return one.correct_up_to_s * 1000
    return CORRECT_UP_TO_S * 1000


@decides("feed.correct_clock", CorrectClock, [Role.DUTY])
def correct(state: State, command: CorrectClock, ctx: Context) -> Decision:
    """Records a correction if it differs from the present one."""
    table = state.feeds.clocks.get(command.source, [])
    found = wanted(table, command.offset_ms, bound_ms(ctx.site, command.source))
    if found is None:
        return []
    add, uncertain = found
    floor = 0 if command.highest is None else corrected(table, command.highest, ctx.now)[0]
    data = ClockCorrected(
        source=command.source,
        from_raw=command.from_raw,
        add_ms=add,
        floor=floor,
        uncertain=uncertain,
    )
    return [Draft("feed.clock_corrected", data)]


@applies("feed.clock_corrected", ClockCorrected, readers=EVERYBODY)
def clock_corrected(state: State, fact: Fact) -> None:
    """Applies the fact: the correction applies from its raw time on. Entries stay in the order in
    which they were made."""
    data = fact.data
    kept = state.feeds.clocks.get(data["source"], [])[-KEPT + 1 :]
    entry = Correction(data["from_raw"], data["add_ms"], data["floor"], data["uncertain"])
    state.feeds.clocks[data["source"]] = [*kept, entry]

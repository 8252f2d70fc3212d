"""Settles a dispatch line by line: for example, of four suits three are back, one of them damaged,
and one is lost.

Line by line, what was sent is still away, back and fit, back and damaged, used up or lost; the
parts never add up to more than was sent. `resource.return`, `consume` and `lose`
(`dispatch_course.py`) settle everything that is still away.
"""

from pydantic import ConfigDict, Field
from typing_extensions import TypedDict

from command_center.domain.fact import Draft, Fact
from command_center.domain.quantities import NoTruthForNumbers
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.resources.dispatch_course import FROM, HANDS
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import (
    Dispatch,
    DispatchState,
    SettledLine,
    amount,
    line_key,
)


class SettleLine(NoTruthForNumbers):
    """What has become of part of one line of a dispatch."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    resource: str = Field(max_length=40)
    store: str = Field(max_length=40)
    batch: str | None = Field(default=None, max_length=40)
    returned: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)
    damaged: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)
    used: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)
    lost: float = Field(default=0, ge=0, le=1e9, allow_inf_nan=False)

    @property
    def total(self) -> float:
        """Returns the quantity that is settled in all."""
        return amount(self.returned + self.damaged + self.used + self.lost)


class Settle(Command):
    """Settle a dispatch line by line; what is not named is still away."""

    dispatch: str = Field(max_length=40)
    lines: list[SettleLine] = Field(min_length=1, max_length=200)


class DispatchSettled(TypedDict):
    """Parts of a dispatch were settled."""

    dispatch: str
    lines: list[SettledLine]


@decides("resource.settle", Settle, HANDS)
def settle(state: State, command: Settle, ctx: Context) -> Decision:
    """Records what of a dispatch is back, damaged, used up or lost. Refused where more is named
    than is still away, or where the stated time is before the dispatch."""
    found = state.ledger.dispatches.get(command.dispatch)
    if found is None:
        return Refusal("unknown_dispatch", {"dispatch": command.dispatch})
    if found.state not in FROM["resource.consumed"]:
        now = Phrase(f"phrase.dispatch_{found.state}")
        return Refusal("dispatch_settled", {"dispatch": found.id, "state": now})
    if ctx.when(command) < found.at:
        return Refusal("settled_before_sent", {"dispatch": found.id})
    left = {line_key(line): line["quantity"] for line in found.away}
    lines = []
    for one in command.lines:
        key = (one.resource, one.store, one.batch)
        if one.total <= 0 or one.total > left.get(key, 0.0):
            resource = ctx.site.resource_by_id.get(one.resource)
            name = resource.name if resource else one.resource
            said = {"name": name, "said": one.total, "away": left.get(key, 0.0)}
            return Refusal("settles_too_much", said)
        left[key] = amount(left[key] - one.total)
        lines.append(_line(one))
    data = DispatchSettled(dispatch=found.id, lines=lines)
    return [Draft("resource.settled", data, found.incident, caused_by=found.seq)]


def _line(one: SettleLine) -> SettledLine:
    line = SettledLine(
        resource=one.resource, store=one.store, quantity=one.total, returned=one.returned,
        damaged=one.damaged, used=one.used, lost=one.lost,
    )  # fmt: skip
    if one.batch is not None:
        line["batch"] = one.batch
    return line


@applies("resource.settled", DispatchSettled, readers=EVERYBODY)
def settled(state: State, fact: Fact) -> None:
    """Applies the fact: what is back lies in its store again, the damaged part unfit; what is used
    up or lost has left the ledger."""
    found = state.ledger.dispatches[fact.data["dispatch"]]
    for line in fact.data["lines"]:
        found.settled.append(line)
        stock = state.ledger.lines.changing((line["resource"], line["store"]))
        if stock is None or found.unit is not None:
            continue
        gone = line["used"] + line["lost"]
        stock.move(
            line.get("batch"), out=-line["quantity"], quantity=-gone, damaged=line["damaged"]
        )
        stock.changed_at = max(stock.changed_at, fact.at)
    if not found.away:
        found.state = _ends_as(found)


def _ends_as(found: Dispatch) -> DispatchState:
    """Returns the final state of a dispatch of which nothing is away: returned if anything came
    back, else consumed, else lost."""
    if any(line["returned"] or line["damaged"] for line in found.settled):
        return "returned"
    return "consumed" if any(line["used"] for line in found.settled) else "lost"

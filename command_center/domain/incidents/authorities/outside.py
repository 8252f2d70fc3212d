"""The outside calls board: which outside unit was called, by whom, who answered, and who arrived."""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.notifications.paged import PagedTo
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.incidents.call import Call
from command_center.domain.state.incidents.incident import Incident

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class CallOutside(Command):
    """Calls an outside unit, such as the public fire service."""

    incident: str = Field(max_length=40)
    unit: str = Field(max_length=40)


class AnswerCall(CallOutside):
    """Record that the called unit answered, with an optional reference number."""

    reference: str | None = Field(default=None, max_length=60)


class OutsideCalled(TypedDict):
    """An outside unit was called. `paged` are its people who are notified; no drill pages any."""

    unit: str
    paged: NotRequired[list[PagedTo]]


class OutsideAnswered(TypedDict):
    """An outside unit answered its call."""

    unit: str
    reference: str | None


class OutsideArrived(TypedDict):
    """An outside unit arrived at the plant."""

    unit: str


def _incident(state: State, command: CallOutside, ctx: Context) -> Incident | Refusal:
    incident = open_incident(state, command.incident)
    if not isinstance(incident, Refusal) and command.unit not in ctx.site.outside_by_id:
        return Refusal("unknown_unit", {"unit": command.unit})
    return incident


@decides("outside.call", CallOutside, HANDS)
def call(state: State, command: CallOutside, ctx: Context) -> Decision:
    """Records that an outside unit was called. A second call is refused: the first one stays, with
    its time and caller."""
    incident = _incident(state, command, ctx)
    if isinstance(incident, Refusal):
        return incident
    unit = ctx.site.outside_by_id[command.unit]
    if command.unit in incident.calls:
        return Refusal("already_called", {"unit": unit.name})
    data = OutsideCalled(unit=command.unit)
    if unit.paged and ctx.drill is None:
        data["paged"] = [PagedTo(person=one, post=None) for one in unit.paged]
    return [Draft("outside.called", data, incident.id, caused_by=incident.opened_seq)]


def _made(state: State, command: CallOutside, ctx: Context) -> Call | Refusal:
    """The call that the unit answers: one that was made."""
    incident = _incident(state, command, ctx)
    if isinstance(incident, Refusal):
        return incident
    made = incident.calls.get(command.unit)
    return made or Refusal("not_called", {"unit": ctx.site.outside_by_id[command.unit].name})


@decides("outside.answer", AnswerCall, HANDS)
def answer(state: State, command: AnswerCall, ctx: Context) -> Decision:
    """Records the answer of an outside unit that was called, once."""
    made = _made(state, command, ctx)
    if isinstance(made, Refusal):
        return made
    if made.answered_at is not None:
        unit = ctx.site.outside_by_id[command.unit]
        return Refusal("already_answered", {"unit": unit.name})
    data = OutsideAnswered(unit=command.unit, reference=command.reference)
    return [Draft("outside.answered", data, command.incident, caused_by=made.seq)]


@decides("outside.arrive", CallOutside, HANDS)
def arrive(state: State, command: CallOutside, ctx: Context) -> Decision:
    """Records that an outside unit has arrived."""
    made = _made(state, command, ctx)
    if isinstance(made, Refusal):
        return made
    if made.arrived_at is not None:
        unit = ctx.site.outside_by_id[command.unit]
        return Refusal("already_arrived", {"unit": unit.name})
    data = OutsideArrived(unit=command.unit)
    return [Draft("outside.arrived", data, command.incident, caused_by=made.seq)]


@applies("outside.called", OutsideCalled, readers=EVERYBODY)
def called(state: State, fact: Fact) -> None:
    """Applies the fact: the call to the outside unit is on the board."""
    by = fact.speaker or fact.actor
    calls = state.incidents[fact.incident or ""].calls
    calls[fact.data["unit"]] = Call(fact.at, by, fact.seq)


@applies("outside.answered", OutsideAnswered, readers=EVERYBODY)
def answered(state: State, fact: Fact) -> None:
    """Applies the fact: the unit is shown as having answered."""
    made = state.incidents[fact.incident or ""].calls[fact.data["unit"]]
    made.answered_at = fact.at
    made.reference = fact.data["reference"]


@applies("outside.arrived", OutsideArrived, readers=EVERYBODY)
def arrived(state: State, fact: Fact) -> None:
    """Applies the fact: the unit is shown as arrived."""
    state.incidents[fact.incident or ""].calls[fact.data["unit"]].arrived_at = fact.at

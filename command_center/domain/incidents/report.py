"""A call or a patrol's word: it starts the clock as an alarm does."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PlaceId
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.reports import Report
from command_center.domain.text import Finding, kept


class ReceiveReport(Command):
    """Write down a call, a patrol's finding or a radio message."""

    channel: Literal["call", "patrol", "radio"]
    place: PlaceId
    text: Finding
    caller: str | None = Field(default=None, max_length=80)


class ReportReceived(TypedDict):
    """A person reported something from a place."""

    channel: str
    place: str
    text: str | Words
    caller: str | None


@decides("report.receive", ReceiveReport, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def receive(state: State, command: ReceiveReport, ctx: Context) -> Decision:
    """Records a report from a place of the plant."""
    if command.place not in ctx.site.places:
        return Refusal("unknown_place", {"place": command.place})
    data = ReportReceived(
        channel=command.channel,
        place=command.place,
        text=kept(command.text),
        caller=command.caller,
    )
    return [Draft("report.received", data)]


@applies("report.received", ReportReceived, readers=EVERYBODY)
def received(state: State, fact: Fact) -> None:
    """Kept until an incident is opened on it."""
    d = fact.data
    state.reports[fact.seq] = Report(
        fact.seq, fact.at, d["channel"], d["place"], d["text"], d["caller"]
    )

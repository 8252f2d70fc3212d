"""Reports by people: a call or a patrol's finding can start an incident's clock as an alarm does. A
report without an incident waits until somebody opens one on it."""

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
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.reports import Report
from command_center.domain.text import Finding, kept
from command_center.domain.verdicts.turns import ALWAYS, Turn


class ReceiveReport(Command):
    """Record a call, a patrol's finding or a radio message."""

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
    """Applies the fact: the report is kept until an incident is opened on it."""
    d = fact.data
    state.reports[fact.seq] = Report(
        fact.seq, fact.at, d["channel"], d["place"], d["text"], d["caller"]
    )


WAITS_MS = 24 * 3_600_000
"""So long a report waits on the command page (ours): two changes of shift have read it by then."""
MOST = 20
"""Reports on the board at once, the newest (ours); the journal has them all."""
COUNTED = 100
"""So many older ones that wait are counted beyond those at most (ours); of more it is said that there are more."""


class FreeReport(TypedDict):
    """A report on which no incident was opened. `turns`: it `waits`, and after a day it is `old`."""

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None
    turns: list[Turn]


def free_reports(state: State, most: int = MOST) -> list[int]:
    """Returns the numbers of the newest reports on which no incident was opened, the newest first.

    The report of an incident that was withdrawn as an error is free again; that of one withdrawn as
    a duplicate only if the other incident was an error too.
    """
    found: list[int] = []
    taken: set[int | None] = set()
    # An incident is opened after the report it stands on: years of both are not looked through.
    opened = reversed(state.incidents.values())
    incident = next(opened, None)
    for seq in reversed(state.reports):
        while incident is not None and incident.opened_seq > seq:
            if not _in_error(state, incident):
                taken |= {incident.opened_on, incident.report}
            incident = next(opened, None)
        if seq not in taken:
            found.append(seq)
            if len(found) == most:
                break
    return found


def beyond_the_board(state: State) -> tuple[int, bool]:
    """Returns how many reports wait beside the newest that the board holds, at most `COUNTED`, and whether there are
    more: those not yet old when the newest came."""
    waiting = free_reports(state, MOST + COUNTED + 1)
    if len(waiting) <= MOST:
        return 0, False
    since = state.reports[waiting[0]].at - WAITS_MS
    found = sum(state.reports[seq].at > since for seq in waiting[MOST:])
    return min(found, COUNTED), found > COUNTED


def _in_error(state: State, incident: Incident) -> bool:
    """Returns whether an incident was withdrawn as an error, or as a duplicate of one that was an
    error."""
    here: Incident | None = incident
    while here is not None and here.withdrawn is not None:
        if here.withdrawn.same_as is None:
            return True
        here = state.incidents.get(here.withdrawn.same_as)
    return False


def free_report(report: Report) -> FreeReport:
    """Returns the row of a report that waits."""
    return FreeReport(
        seq=report.seq,
        at=report.at,
        channel=report.channel,
        place=report.place,
        text=report.text,
        caller=report.caller,
        turns=[(ALWAYS, "warn", "waits"), (report.at + WAITS_MS, "plain", "old")],
    )

"""Reports that no incident stands on: each waits for somebody to open an incident on it."""

from itertools import islice

from typing_extensions import TypedDict

from command_center.domain.payload import Words
from command_center.domain.state import State
from command_center.domain.state.reports import Report
from command_center.domain.state.same_event import led_to
from command_center.domain.verdicts.turns import ALWAYS, Turn

WAITS_MS = 24 * 3_600_000
"""So long a report waits on the command page (ours): two changes of shift have read it by then."""
MOST = 20
"""Reports on the board at once, the newest (ours); the journal has them all."""


class FreeReport(TypedDict):
    """A report that no incident stands on. `turns`: it waits, then it has stood for a day (`old`)."""

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None
    turns: list[Turn]


def free_reports(state: State, most: int = MOST) -> list[FreeReport]:
    """The newest reports that no incident was opened on, the newest first.

    The report of an incident that was opened in error is free again; of one that was the same event as
    another only if that one was in error too.
    """
    incidents = state.incidents.values()
    withdrawn = {one.id: one.withdrawn.same_as for one in incidents if one.withdrawn}
    errors = {one for one in withdrawn if led_to(one, withdrawn)[-1] is None}
    used = {one.opened_on for one in incidents if one.id not in errors}
    free = (report for seq, report in reversed(state.reports.items()) if seq not in used)
    return [_told(report) for report in islice(free, most)]


def _told(report: Report) -> FreeReport:
    return FreeReport(
        seq=report.seq,
        at=report.at,
        channel=report.channel,
        place=report.place,
        text=report.text,
        caller=report.caller,
        turns=[(ALWAYS, "warn", "waits"), (report.at + WAITS_MS, "plain", "old")],
    )

"""Rows `report:SEQ` of topic `incident`: the reports that wait for somebody to open an incident on them."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.free_reports import free_reports
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.site.opens_at import plan_at
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen


class ReportRow(TypedDict):
    """A report that no incident stands on, and the plan by which one would be opened on it. `turns`: it waits,
    then it has stood for a day (`old`). The board holds the newest."""

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None
    plan: str | None
    turns: list[Turn]


REPORT = RowKind("incident", "report:", ReportRow, readers=EVERYBODY)


@REPORT.moved_by("report.received", "incident.opened", "incident.withdrawn")
def every_report(fact: Fact, seen: Seen) -> Iterable[str]:
    """Each of them: one may take the place of another, and an incident in error gives its own back."""
    return (str(seq) for seq in seen.state.reports)


@REPORT.listed
def reported(seen: Seen) -> Iterable[str]:
    """All that were ever received."""
    return (str(seq) for seq in seen.state.reports)


@REPORT.made
def report_row(seen: Seen, seq: str) -> ReportRow | None:
    """None where an incident stands on it, and of all but the newest."""
    found = next((one for one in free_reports(seen.state) if str(one["seq"]) == seq), None)
    if found is None:
        return None
    plan = plan_at(seen.site, found["place"])
    return {
        "seq": found["seq"],
        "at": found["at"],
        "channel": found["channel"],
        "place": found["place"],
        "text": found["text"],
        "caller": found["caller"],
        "plan": plan.id if plan else None,
        "turns": found["turns"],
    }

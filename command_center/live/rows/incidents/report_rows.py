"""Rows `report:SEQ` of topic `incident`: person reports waiting for somebody to open an incident on them."""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.report import MOST, beyond_the_board, free_report, free_reports
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.site.opens_at import plan_at
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen


class ReportRow(TypedDict):
    """A person's report without an incident, and the plan under which one would be opened on it. `turns`: it waits,
    then it is more than a day old (`old`). The board holds only the newest reports; `beyond`, in the oldest of these,
    counts those that wait beside them and stand in the log; `more`: there are more than it counts.
    """

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None
    plan: str | None
    beyond: int
    more: bool
    turns: list[Turn]


REPORT = RowKind("incident", "report:", ReportRow, readers=EVERYBODY)


@REPORT.moved_by("report.received", "incident.opened")
def at_either_end(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the newest report, those that enter, leave or end the limited list, and the one that an incident
    took."""
    if fact.kind == "report.received":
        yield str(fact.seq)
    elif (incident := seen.state.incidents.get(fact.incident or "")) is not None:
        yield str(incident.opened_on)
    last = free_reports(seen.state, MOST + seen.batch)
    yield from map(str, last[max(0, MOST - seen.batch - 1) :])


@REPORT.moved_by("incident.withdrawn")
def those_that_wait(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the newest reports, those that just left the list, and those released by incidents opened in error."""
    yield from map(str, free_reports(seen.state, MOST + seen.batch))
    for incident in seen.state.incidents.values():
        if incident.withdrawn is not None:
            yield str(incident.opened_on)


@REPORT.listed
def waiting(seen: Seen) -> Iterable[str]:
    """Return the keys of the newest waiting reports."""
    return map(str, free_reports(seen.state))


@REPORT.made
def report_row(seen: Seen, seq: str) -> ReportRow | None:
    """Return the row of a report; None once an incident was opened on it, and for all but the newest."""
    shown = free_reports(seen.state)
    number = next((one for one in shown if str(one) == seq), None)
    if number is None:
        return None
    found = free_report(seen.state.reports[number])
    plan = plan_at(seen.site, found["place"])
    last = number == shown[-1] and len(shown) == MOST
    beyond, more = beyond_the_board(seen.state) if last else (0, False)
    return {
        "seq": found["seq"],
        "at": found["at"],
        "channel": found["channel"],
        "place": found["place"],
        "text": found["text"],
        "caller": found["caller"],
        "plan": plan.id if plan else None,
        "beyond": beyond,
        "more": more,
        "turns": found["turns"],
    }

"""Rows `report:SEQ` of topic `incident`: person reports waiting for somebody to open an incident on them."""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.alarms.unanswered import unit_of
from command_center.domain.fact import Fact
from command_center.domain.incidents.opening import alarm_at
from command_center.domain.incidents.report import MOST, beyond_the_board, free_report, free_reports
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.site.opens_at import place_unit, plan_at
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen


class ReportRow(TypedDict):
    """A person's report without an incident, and the plan under which one would be opened on it. `turns`: it waits,
    then it is more than a day old (`old`). The board holds only the newest reports; `beyond`, in the oldest of these,
    counts those that wait beside them and stand in the log; `more`: there are more than it counts. `alarm` stands at
    the same unit: an incident that is opened on both counts from the earlier.
    """

    seq: int
    at: int
    channel: str
    place: str
    text: str | Words
    caller: str | None
    plan: str | None
    alarm: str | None
    beyond: int
    more: bool
    turns: list[Turn]


REPORT = RowKind("incident", "report:", ReportRow, readers=EVERYBODY, timed=True)


@REPORT.moved_by("report.received", "incident.opened")
def at_either_end(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the newest report, those that enter, leave or end the limited list, and the one that an incident
    took."""
    if fact.kind == "report.received":
        yield str(fact.seq)
    elif (incident := seen.state.incidents.get(fact.incident or "")) is not None:
        yield from (str(incident.opened_on), str(incident.report))
    last = free_reports(seen.state, MOST + seen.batch)
    yield from map(str, last[max(0, MOST - seen.batch - 1) :])


@REPORT.moved_by(
    "alarm.*", "incident.opened", "incident.closed", "incident.withdrawn", "source.located"
)
def beside_an_alarm(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the reports beside which an alarm may begin or cease to stand: those of its own unit, and all that wait
    where an incident takes alarms or lets them go."""
    alarm = (
        seen.state.alarms.get(fact.data.get("alarm") or "")
        if fact.kind.startswith("alarm.")
        else None
    )
    for seq in free_reports(seen.state):
        place = seen.state.reports[seq].place
        if alarm is None or place_unit(seen.site, place) == unit_of(seen.site, alarm):
            yield str(seq)


@REPORT.moved_by("incident.withdrawn")
def those_that_wait(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the newest reports, those that just left the list, and those released by incidents opened in error."""
    yield from map(str, free_reports(seen.state, MOST + seen.batch))
    for incident in seen.state.incidents.values():
        if incident.withdrawn is not None:
            yield from (str(incident.opened_on), str(incident.report))


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
    alarm = alarm_at(seen.state, seen.site, found["place"])
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
        "alarm": alarm.id if alarm else None,
        "beyond": beyond,
        "more": more,
        "turns": found["turns"],
    }

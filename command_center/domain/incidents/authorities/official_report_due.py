"""The deadline of the official report, and of its supplements.

State Council Decree 493, article 9: within one hour after the unit's responsible person was told.
Article 13: a changed number of casualties within 30 days after the accident, within 7 days after a
fire.
"""

from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.incidents.asked_by_hazard import hazard_of
from command_center.domain.incidents.authorities.call_deadline import told_at
from command_center.domain.incidents.authorities.official_report import latest
from command_center.domain.presence import missing
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

WITHIN_MS = 3_600_000
"""Article 9."""
SOON_MS = 15 * 60_000
"""So long before the hour is over the page presses (ours)."""
DAY_MS = 86_400_000
SUPPLEMENT_DAYS, SUPPLEMENT_DAYS_FIRE = 30, 7
"""Article 13."""


class OfficialReportDue(TypedDict):
    """The deadline of the official report. `due_at` (UTC epoch ms) is one hour after the
    responsible person was told or, where no fact says so, after the incident began. `turns`:
    `due`, `soon`, `overdue`; then `reported` or `reported_late`; or `waived`. `supplements`:
    `open` until the days are over, `changed` while the headcount differs from the last reported
    number of missing people, then `past`; empty before the report."""

    due_at: int
    since: Literal["told", "t0"]
    turns: list[Turn]
    supplement_until: int
    supplements: list[Turn]


def official_report_due(state: State, site: Site, incident: Incident) -> OfficialReportDue:
    """Returns the deadline verdict on the official report of one incident."""
    told = told_at(state, site, incident)
    due_at = (incident.t0 if told is None else told) + WITHIN_MS
    fire = hazard_of(site, incident) == "fire"
    days = SUPPLEMENT_DAYS_FIRE if fire else SUPPLEMENT_DAYS
    until = incident.t0 + days * DAY_MS
    return OfficialReportDue(
        due_at=due_at,
        since="t0" if told is None else "told",
        turns=_turns(incident, due_at),
        supplement_until=until,
        supplements=_supplements(state, incident, until),
    )


def _turns(incident: Incident, due_at: int) -> list[Turn]:
    official = incident.official
    if official.reports:
        late = official.reports[0].at > due_at
        return [(ALWAYS, "note", "reported_late") if late else (ALWAYS, "good", "reported")]
    if official.waived is not None:
        return [(ALWAYS, "note", "waived")]
    return turns_of(
        [
            (ALWAYS, "plain", "due"),
            (due_at - SOON_MS, "warn", "soon"),
            (due_at + 1, "urgent", "overdue"),
        ]
    )


def _supplements(state: State, incident: Incident, until: int) -> list[Turn]:
    reports = incident.official.reports
    if not reports:
        return []
    now_missing = missing(state, incident)
    changed = now_missing is not None and now_missing != latest(reports, "missing")
    now: Turn = (ALWAYS, "warn", "changed") if changed else (ALWAYS, "plain", "open")
    return [now, (until + 1, "plain", "past")]

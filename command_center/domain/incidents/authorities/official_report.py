"""The official report of an incident to the authorities: that it was sent, with the figures that a
person filled in, and its supplements.

State Council Decree 493, Regulations on the Reporting, Investigation and Handling of Production
Safety Accidents (2007): article 9 gives the responsible person one hour, article 12 says what a
report holds, article 13 that changes are reported too. `reports/official_report.py` words what is
drafted from facts; these facts hold only what no other fact holds. What nobody knows stays unknown.
"""

from pydantic import Field, field_validator
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.open_incident import NameIncident
from command_center.domain.payload import Words
from command_center.domain.quantities import Heads
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.official_report import OfficialReport
from command_center.domain.text import Reason, kept

HANDS = (Role.COMMANDER, Role.CONTROLLER)
FILLED = (
    "deaths", "injured", "missing", "loss_wan", "profile", "scene", "course", "measures", "note",
)  # fmt: skip
"""What a person fills in; each may stay unknown."""
KINDS = ("report.submitted", "report.supplemented")
"""Facts of what was sent."""
AUTHORITIES = frozenset({"authority", "ecology", "park"})
"""The kinds of outside units that a report is offered to."""
LONGEST = 500
"""Characters of one text (ours)."""


class ReportIncident(NameIncident):
    """Send the official report of an incident to the authorities. A field that is left out is
    reported as not known.

    `unit` is the outside unit it goes to. `missing` is what a person states; the headcount stands
    beside it in the draft. `loss_wan` is the first estimate of the direct economic loss in 10,000
    yuan. `profile` describes the unit, `scene` the place as it is; `course` and `measures` add what
    the facts do not say.
    """

    unit: str | None = Field(default=None, max_length=40)
    deaths: Heads | None = None
    injured: Heads | None = None
    missing: Heads | None = None
    loss_wan: float | None = Field(default=None, ge=0, le=1e8, allow_inf_nan=False)
    profile: str | None = Field(default=None, max_length=LONGEST)
    scene: str | None = Field(default=None, max_length=LONGEST)
    course: str | None = Field(default=None, max_length=LONGEST)
    measures: str | None = Field(default=None, max_length=LONGEST)
    note: str | None = Field(default=None, max_length=LONGEST)

    @field_validator("profile", "scene", "course", "measures", "note", "unit")
    @classmethod
    def nothing_is_unknown(cls, value: str | None) -> str | None:
        """Turns an empty text into None: it counts as not given."""
        return value or None


class SupplementReport(ReportIncident):
    """Send a supplement to the official report. A field that is left out has not changed since."""


class WaiveReport(NameIncident):
    """Declare that no official report is owed for an incident, and why: for example, nobody was
    hurt and nothing was lost."""

    reason: Reason


class ReportSent(TypedDict):
    """A report, or a supplement, was sent to the authorities. Its draft rests on the facts up to
    number `upto`.

    A figure that is None was not known; in a supplement, not changed. `loss_wan` is in 10,000 yuan.
    """

    unit: str | None
    upto: int
    deaths: int | None
    injured: int | None
    missing: int | None
    loss_wan: float | None
    profile: str | None
    scene: str | None
    course: str | None
    measures: str | None
    note: str | None


class ReportWaived(TypedDict):
    """Somebody said that no report to the authorities is owed for an incident."""

    reason: str | Words


def _known(state: State, incident: str) -> Incident | Refusal:
    """Returns the incident, open or closed, because a report is owed long after the response has
    ended; refused where it is unknown or withdrawn."""
    found = state.incidents.get(incident)
    if found is None:
        return Refusal("unknown_incident", {"incident": incident})
    if found.withdrawn is not None:
        return Refusal("incident_withdrawn", {"incident": incident})
    return found


def _payload(state: State, command: ReportIncident, ctx: Context) -> ReportSent | Refusal:
    if command.unit is not None and command.unit not in ctx.site.outside_by_id:
        return Refusal("unknown_unit", {"unit": command.unit})
    return ReportSent(
        unit=command.unit,
        upto=len(state.times),  # a twin counts no facts of its own
        deaths=command.deaths,
        injured=command.injured,
        missing=command.missing,
        loss_wan=command.loss_wan,
        profile=command.profile,
        scene=command.scene,
        course=command.course,
        measures=command.measures,
        note=command.note,
    )


@decides("report.submit", ReportIncident, HANDS)
def submit(state: State, command: ReportIncident, ctx: Context) -> Decision:
    """Records that the official report was sent, once for each incident; later changes are
    supplements."""
    incident = _known(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if incident.official.reports:
        return Refusal("already_reported", {"incident": incident.id})
    data = _payload(state, command, ctx)
    if isinstance(data, Refusal):
        return data
    return [Draft("report.submitted", data, incident.id, caused_by=incident.opened_seq)]


@decides("report.supplement", SupplementReport, HANDS)
def supplement(state: State, command: SupplementReport, ctx: Context) -> Decision:
    """Records a supplement to the official report. Refused before the report, and where it contains
    nothing new."""
    incident = _known(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if not incident.official.reports:
        return Refusal("not_reported", {"incident": incident.id})
    data = _payload(state, command, ctx)
    if isinstance(data, Refusal):
        return data
    if all(getattr(command, name) is None for name in FILLED):
        return Refusal("nothing_new", {"incident": incident.id})
    first = incident.official.reports[0]
    return [Draft("report.supplemented", data, incident.id, caused_by=first.seq)]


@decides("report.waive", WaiveReport, HANDS)
def waive(state: State, command: WaiveReport, ctx: Context) -> Decision:
    """Records that no official report is owed. A report may still be sent afterwards."""
    incident = _known(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if incident.official.reports:
        return Refusal("already_reported", {"incident": incident.id})
    data = ReportWaived(reason=kept(command.reason))
    return [Draft("report.waived", data, incident.id, caused_by=incident.opened_seq)]


@applies("report.submitted", ReportSent, readers=EVERYBODY)
def submitted(state: State, fact: Fact) -> None:
    """Applies the fact: the official report of the incident was sent."""
    state.incidents[fact.incident or ""].official.reports.append(_report(fact))


@applies("report.supplemented", ReportSent, readers=EVERYBODY)
def supplemented(state: State, fact: Fact) -> None:
    """Applies the fact: a supplement to the official report was sent."""
    state.incidents[fact.incident or ""].official.reports.append(_report(fact))


@applies("report.waived", ReportWaived, readers=EVERYBODY)
def waived(state: State, fact: Fact) -> None:
    """Applies the fact: somebody has declared that the incident needs no official report."""
    by = fact.speaker or fact.actor
    state.incidents[fact.incident or ""].official.waived = (fact.at, by, fact.data["reason"])


def _report(fact: Fact) -> OfficialReport:
    by = fact.speaker or fact.actor
    return OfficialReport(seq=fact.seq, at=fact.at, by=by, **fact.data)


def latest(reports: list[OfficialReport], name: str) -> int | float | str | None:
    """Returns the last reported value of one field; None where it was never known."""
    values = (getattr(one, name) for one in reversed(reports))
    return next((value for value in values if value is not None), None)

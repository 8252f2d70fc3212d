"""The signs that a review's page shows for how grave its findings are (ours)."""

from collections.abc import Mapping

from command_center.domain.state.review import Finding
from command_center.domain.verdicts.turns import Sign

PROBLEM_SIGNS: Mapping[str, Sign] = {
    "locked": "urgent",
    "unanswered": "urgent",
    "authority": "urgent",
    "shortage": "urgent",
    "contradicted": "urgent",
    "expected_missed": "urgent",
    "expected_late": "warn",
    "dead_contact": "warn",
    "water": "warn",
    "late_ack": "warn",
    "refused": "warn",
    "unconfirmed": "note",
}
"""By the kind of a problem that the log shows: red is what kept people from acting or left a danger unseen."""

SEVERITY_SIGNS: Mapping[str, Sign] = {"major": "urgent", "moderate": "warn", "minor": "note"}
"""By the severity that a person gave a finding."""


def finding_sign(finding: Finding) -> Sign:
    """Returns the sign of a finding: good for a strength; for a problem that of its rating, or a
    warning without one."""
    if finding.nature != "problem":
        return "good"
    return SEVERITY_SIGNS[finding.severity] if finding.severity else "warn"

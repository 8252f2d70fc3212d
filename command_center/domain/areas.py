"""Every area of the domain. Importing this module fills the registry."""

from command_center.domain import (
    alarm,
    authority,
    clockwork,
    custody,
    directive,
    directive_issue,
    directive_progress,
    dispatch,
    dispatch_course,
    entry,
    headcount,
    incident,
    incident_command,
    ledger,
    measurement,
    outside,
    report,
    responder,
    roster,
    simulation,
    source,
    valve,
)

__all__ = [
    "alarm", "authority", "clockwork", "custody", "directive", "directive_issue",
    "directive_progress", "dispatch", "dispatch_course", "entry", "headcount", "incident",
    "incident_command", "ledger", "measurement", "outside", "report", "responder", "roster",
    "simulation", "source", "valve",
]  # fmt: skip

"""Decides which incident leaves the board when another one ends."""

from command_center.domain.fact import Fact
from command_center.domain.state import State

ENDS = ("incident.closed", "incident.withdrawn")
"""Facts after which an incident is open no more."""


def left_behind(state: State, ended: Fact) -> str | None:
    """Return the incident last closed or withdrawn before `ended`; it leaves the board."""
    incident = state.incidents[ended.incident or ""]
    if ended.kind == "incident.closed":
        return incident.closed_after
    return incident.withdrawn.after if incident.withdrawn else None

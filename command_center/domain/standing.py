"""Naming an incident that still stands: what every command about one asks first."""

from typing import TYPE_CHECKING

from command_center.domain.refusal import Refusal

if TYPE_CHECKING:
    from command_center.domain.incidents.incident import Incident
    from command_center.domain.state import State


def open_incident(state: "State", incident: str) -> "Incident | Refusal":
    """The incident if it is open, else the refusal that says so."""
    found = state.incidents.get(incident)
    if found is None:
        return Refusal("unknown_incident", {"incident": incident})
    if found.closed_at is not None:
        return Refusal("incident_closed", {"incident": incident})
    return found

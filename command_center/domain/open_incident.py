"""Names an incident in a command, and checks that it is open; every command about an incident does
so first."""

from pydantic import Field

from command_center.domain.refusal import Refusal
from command_center.domain.registry import Command
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


class NameIncident(Command):
    """Names an incident."""

    incident: str = Field(max_length=40)


def open_incident(state: State, incident: str) -> Incident | Refusal:
    """The incident if it is open, else the refusal that says so."""
    found = state.incidents.get(incident)
    if found is None:
        return Refusal("unknown_incident", {"incident": incident})
    if found.withdrawn is not None:
        return Refusal("incident_withdrawn", {"incident": incident})
    if found.closed_at is not None:
        return Refusal("incident_closed", {"incident": incident})
    return found

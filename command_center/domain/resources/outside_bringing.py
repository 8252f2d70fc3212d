"""What called outside units will bring to an incident and have not brought yet."""

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


def has_brought(state: State, incident: str, unit: str) -> bool:
    """Returns whether a unit's things have come to the incident, whatever became of them there."""
    return any(d.unit == unit and d.incident == incident for d in state.ledger.dispatches.values())


def yet_to_bring(state: State, site: Site, incident: Incident) -> list[str]:
    """Returns the called units whose things have not come, in the order of the calls."""
    called = (site.outside_by_id.get(unit) for unit in incident.calls)
    return [
        unit.id
        for unit in called
        if unit is not None and unit.brings and not has_brought(state, incident.id, unit.id)
    ]

"""What an incident still lacks before it may be closed (DOMAIN, "Closing")."""

from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from command_center.domain.site.model import Urgency

if TYPE_CHECKING:
    from command_center.domain.incidents.incident import Incident
    from command_center.domain.state import State

GAS_APART_MS = 15 * 60_000
"""Gas must be below its limit twice, this far apart."""


class Missing(TypedDict):
    """One missing thing: a sentence of the catalogue (`missing.<code>`) and its count."""

    code: str
    count: int


def missing_to_close(state: "State", incident: "Incident") -> list[Missing]:
    """Every condition not yet met, in the order people work through them."""
    life_safety = sum(
        d.open and d.urgency == Urgency.LIFE_SAFETY
        for d in state.directives.values()
        if d.incident == incident.id
    )
    unaccounted = incident.evacuation.unaccounted if incident.evacuation else 0
    checks = (
        ("accounted", unaccounted),
        ("entries_out", len(incident.entry.inside)),
        ("source_isolated", 0 if incident.source.isolated else 1),
        ("gas_clear", 0 if incident.measurements.gas_clear(GAS_APART_MS) else 1),
        ("outfall_sampled", 0 if incident.measurements.outfall_at is not None else 1),
        ("life_safety", life_safety),
    )
    return [Missing(code=code, count=count) for code, count in checks if count]

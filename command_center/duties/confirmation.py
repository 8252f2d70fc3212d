"""Confirms an incident's source by the plant's own mass balance."""

from collections.abc import Iterator

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.source import SourceState


def confirmations(state: State, site: Site) -> Iterator[tuple[str, SourceState]]:
    """Yield open incidents whose source the net-loss alarm of their tank now judges differently.

    An active alarm means leaking. A returned alarm means isolated, but only if the source was confirmed to leak:
    where no loss was ever measured, its absence proves nothing.
    """
    for incident in list(state.open_incidents.values()):
        tank = site.tank_by_id.get(incident.source.tank or "")
        if tank is None:
            continue
        alarm = state.alarms.get(f"{tank.level}:NETLOSS")
        if alarm is None:
            continue
        if alarm.active and incident.source.confirmed != "leaking":
            yield incident.id, "leaking"
        elif not alarm.active and incident.source.confirmed == "leaking":
            yield incident.id, "isolated"

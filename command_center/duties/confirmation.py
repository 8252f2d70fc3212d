"""What the plant's own mass balance says of an incident's source."""

from collections.abc import Iterator

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.source import SourceState


def confirmations(state: State, site: Site) -> Iterator[tuple[str, SourceState]]:
    """Open incidents whose source the net-loss alarm of their tank now judges otherwise.

    Active means leaking. Returned means isolated, but only of a source that was confirmed to
    leak: where no loss was ever measured, its absence proves nothing.
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

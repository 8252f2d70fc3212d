"""What is known of the air before somebody enters the hot zone: measured lately, not measured, or
explosive.

GB 30871-2022, 5.3.1: gas is analysed no longer than 30 minutes before work in a hazardous place
begins. GB 46768-2025, 5.9.1 b): nobody works where a combustible gas is above 10 %LEL. Both are
written for work under a permit; that an entry in an emergency may follow all the same, with a
reason, is ours. A fixed detector that is quiet says nothing of the place where people go: only what
somebody measured counts as measured; one in alarm says that the air is explosive.
"""

from command_center.domain.incidents.measuring.clear_air import counting_places
from command_center.domain.incidents.measuring.detectors import detectors_in_alarm
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.measurements import GasValue
from command_center.domain.verdicts.turns import ALWAYS, Turn

FRESH_MS = 30 * 60_000
"""A measurement serves an entry for so long."""
EXPLOSIVE_LEL = 10.0
"""Above so many per cent of the lower explosive limit the air is explosive."""
LEL = "%LEL"


def entry_gas(
    state: State, site: Site, incident: Incident, at: int | None = None
) -> list[tuple[str, GasValue]]:
    """Returns (place, newest value) of the places that say something of the air inside, the newest
    measurement first: at the source, in the hot zone, and where the gas went (`clear_air.py`).
    Values measured after `at` (UTC epoch ms) are left out."""
    newest = []
    for place in counting_places(state, site, incident):
        known = [v for v in incident.measurements.gas[place] if at is None or v.at <= at]
        if known:
            newest.append((place, known[-1]))
    return sorted(newest, key=lambda one: -one[1].at)


def explosive_at(
    state: State, site: Site, incident: Incident, measured: list[tuple[str, GasValue]]
) -> tuple[str, float] | None:
    """Returns (place or detector, %LEL) of the highest explosive value that stands: the newest one
    `measured` at a place, however old, or that of a detector in alarm. None where there is none."""
    values = [(place, one.value) for place, one in measured if one.unit == LEL]
    detectors = detectors_in_alarm(state, site, incident)
    for alarm in state.alarms.values():
        if alarm.tag in detectors and alarm.active and site.tag_by_id[alarm.tag].unit == LEL:
            values.append((alarm.tag, alarm.value))
    above = [one for one in values if one[1] > EXPLOSIVE_LEL]
    return max(above, key=lambda one: one[1], default=None)


def entry_gas_turns(state: State, site: Site, incident: Incident) -> list[Turn]:
    """Returns how the air stands for whoever would go in: `measured` for half an hour, then
    `unmeasured`; or `explosive`, until a newer value says otherwise."""
    measured = entry_gas(state, site, incident)
    if explosive_at(state, site, incident, measured) is not None:
        return [(ALWAYS, "urgent", "explosive")]
    if not measured:
        return [(ALWAYS, "warn", "unmeasured")]
    return [(ALWAYS, "plain", "measured"), (measured[0][1].at + FRESH_MS + 1, "warn", "unmeasured")]

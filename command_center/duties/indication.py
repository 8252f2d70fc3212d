"""Records the plant's own indication of valves and pumps that a directive orders to be operated."""

from collections.abc import Callable, Iterator

from command_center.domain.alarms.watch import Proposal
from command_center.domain.site.model import Site
from command_center.domain.state import State

SHUT, OPEN = 0.05, 0.95
"""Shares of the travel below and above which a valve counts as shut and as open (ours: what a limit
switch leaves)."""


def indications(
    state: State, site: Site, value_of: Callable[[str], float | None]
) -> Iterator[Proposal]:
    """Yield commands for changed indications; `value_of` gives the last good reading of a tag.

    Covers only elements that an open directive of an open incident acts on: the journal keeps the evidence against
    which a report is checked, not every movement of the plant.
    """
    acted_on = {
        element
        for incident in state.open_incidents
        for directive in state.in_hand.of_incident(incident)
        for element in directive.acts_on
    }
    for element in sorted(acted_on):
        tag = _tag(site, element)
        value = value_of(tag) if tag is not None else None
        if value is None:
            continue
        shown = "shut" if value <= SHUT else "open" if value >= OPEN else "between"
        known = state.indicated.get(element)
        if known is None or known.state != shown:
            yield "plant.indicate", {"element": element, "state": shown}


def _tag(site: Site, element: str) -> str | None:
    valve = site.valve_by_id.get(element)
    if valve is not None:
        return valve.position
    pump = site.pump_by_id.get(element)
    return pump.running if pump is not None else None

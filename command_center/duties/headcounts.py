"""Who passes in after an order to evacuate joins the headcount, and the roll is called at its interval."""

from collections.abc import Iterator
from typing import Any

from command_center.domain.people.evacuation import to_join
from command_center.domain.people.roll_call import roll_calls_due
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.gate_presence import GatePresence


def headcounts(
    state: State, site: Site, gates: GatePresence | None, now: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Commands that are due at `now` (UTC epoch ms)."""
    for incident, people in to_join(state, site, gates):
        yield "evacuation.join", {"incident": incident, "people": people}
    for incident in roll_calls_due(state, site, now):
        yield "roll_call.repeat", {"incident": incident}

"""Adds to the headcount the people at work near an incident and those who enter after an evacuation order; repeats
the roll call at its interval.
"""

from collections.abc import Iterator
from typing import Any

from command_center.domain.people.at_work import at_work_to_count
from command_center.domain.people.evacuation import cards_to_name, to_join
from command_center.domain.people.roll_call import roll_calls_due
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.gate_presence import GatePresence


def headcounts(
    state: State, site: Site, gates: GatePresence | None, now: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the commands due at `now` (UTC epoch ms)."""
    for incident in at_work_to_count(state, site):
        yield "evacuation.count_at_work", {"incident": incident}
    if gates is not None and gates.holders:
        for incident, holders in cards_to_name(state, gates.holders):
            yield "evacuation.name_cards", {"incident": incident, "holders": holders}
    for incident, people in to_join(state, site, gates):
        yield "evacuation.join", {"incident": incident, "people": people}
    for incident in roll_calls_due(state, site, now):
        yield "roll_call.repeat", {"incident": incident}

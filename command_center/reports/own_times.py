"""A person's own response times in past drills."""

from collections.abc import Iterator
from typing import Any

from command_center.domain.state import State
from command_center.domain.timing.interval import Interval
from command_center.domain.timing.record import Record
from command_center.reports.sources import Sources

LED = frozenset({"intervention", "control", "headcount"})
"""Times of the whole response: whoever commanded has them as their own."""
COMMANDED = {
    "incident.opened": "commander",
    "incident.taken": "person",
    "incident.transferred": "person",
}
"""The facts that give somebody the command, and the field that names them."""


def own_times(sources: Sources, state: State, person: str, now: int) -> list[dict[str, Any]]:
    """Return for each finished drill, newest first: whether `person` commanded it, and the timing rows that they
    ended themselves or answer for as commander. Drills in which they did nothing are left out.
    """
    return [told for told in _drills(sources, state, person, now) if told["times"]]


def _drills(sources: Sources, state: State, person: str, now: int) -> Iterator[dict[str, Any]]:
    for drill in reversed(state.drills.values()):
        subject = sources.subject(drill.id)
        if subject is None or not subject.exercise:
            continue
        draft = sources.draft(subject, now, made_once=True)
        led = commanded(draft.record, person)
        own = [row for row in draft.timing if _is_own(row, person, led=led)]
        yield {"drill": drill.id, "commanded": led, "times": [row.as_row() for row in own]}


def commanded(record: Record, person: str) -> bool:
    """Whether the person held command at any time in it."""
    return any(fact.data[COMMANDED[fact.kind]] == person for fact in record.of_kind(*COMMANDED))


def _is_own(row: Interval, person: str, *, led: bool) -> bool:
    if row.seconds is None or row.stop is None:
        return False
    return (led and row.row in LED) or (row.stop.speaker or row.stop.actor) == person

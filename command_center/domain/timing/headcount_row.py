"""From the order to evacuate until everybody on site at that moment is accounted for."""

from command_center.domain.fact import Fact
from command_center.domain.timing.interval import ComparedMeasure, Interval, interval
from command_center.domain.timing.record import Record

ACCOUNTED = frozenset({"person.checked_in", "person.said_safe", "person.assigned"})
LOST = frozenset({"person.missing", "person.found"})
"""Found is not yet safe."""


def headcount_row(record: Record) -> Interval:
    """The stop is the word after which nobody was unaccounted for again."""
    ordered = record.first("evacuation.ordered")
    if ordered is None:
        return interval(record, "headcount", None, None)
    people = set(ordered.data["people"])
    for joined in record.of_kind("evacuation.joined", "evacuation.at_work_counted"):
        people |= set(joined.data["people"])
    stop = _complete(record, people)
    counted = ComparedMeasure("people", ordered.seq, count=len(people))
    return interval(record, "headcount", ordered, stop, beside=[counted])


def _complete(record: Record, people: set[str]) -> Fact | None:
    """The fact that made the headcount complete. Facts count by their own time: one entered late undoes no newer
    one."""
    open_, complete = set(people), None
    for fact in record.of_kind(*ACCOUNTED, *LOST):
        person = fact.data["person"]
        if person not in people:
            continue
        if fact.kind in LOST:
            open_.add(person)
            complete = None
        else:
            open_.discard(person)
            if not open_ and complete is None:
                complete = fact
    return complete

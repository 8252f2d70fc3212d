"""How long somebody waited for a word they were not allowed to say themselves."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.timing.interval import Interval, Outcome, interval
from command_center.domain.timing.record import Record

ENDS: dict[str, Outcome] = {
    "authority.granted": "stopped",
    "authority.denied": "denied",
    "authority.emergency_used": "emergency",
}


def authority_rows(record: Record) -> Iterator[Interval]:
    """A row for each thing that was refused or asked for; denied and emergency are their own ends."""
    asked: dict[str, Fact] = {}
    for fact in record.of_kind("authority.refused", "authority.asked"):
        asked.setdefault(fact.data["target"], fact)
    for target, start in asked.items():
        ends = [f for f in record.of_kind(*ENDS, target=target) if f.at >= start.at]
        stop = ends[0] if ends else None
        about = {"capability": start.data["capability"], "target": target}
        ended = ENDS[stop.kind] if stop else "stopped"
        yield interval(record, "authority", start, stop, about=about, ended=ended)

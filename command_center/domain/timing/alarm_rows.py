"""From the onset to the first directive: detection, answering, processing."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.timing.interval import Interval, interval
from command_center.domain.timing.record import Record
from command_center.domain.timing.targets import ANSWERING, OF_SITE, PROCESSING


def alarm_rows(record: Record) -> Iterator[Interval]:
    """The three rows of whoever sits at the board."""
    first = _first_word(record)
    onset = record.first("plant.onset")
    yield interval(record, "detection", onset, first)
    ack = _ack_of(record, first)
    urgent = first is None or first.kind != "alarm.raised" or first.data["priority"] == "emergency"
    yield interval(record, "answering", first, ack, target=ANSWERING if urgent else OF_SITE)
    directive = None
    if ack is not None:
        directive = next(
            (f for f in record.of_kind("directive.issued") if f.caused_by == ack.seq), None
        )
    yield interval(record, "processing", ack, directive, target=PROCESSING)


def _first_word(record: Record) -> Fact | None:
    """The first linked alarm or report; an incident opened by hand has none."""
    fact = record.t0_fact
    return fact if fact is not None and fact.kind != "incident.opened" else None


def _ack_of(record: Record, first: Fact | None) -> Fact | None:
    if first is None:
        return None
    acks = record.of_kind("alarm.acknowledged", "report.acknowledged")
    return next((f for f in acks if f.caused_by == first.seq), None)

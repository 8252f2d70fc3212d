"""Strengths for the draft: what went well by the log. They state only what facts show and judge
nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from command_center.domain.reviews.draft.sentence import Said, Sentence, Span
from command_center.domain.timing.interval import Interval
from command_center.domain.timing.record import Record


def strengths(record: Record, table: Sequence[Interval]) -> list[Sentence]:
    """Returns sentences on target times met, directives acknowledged in time, and entries with a
    standby pair; none for a withdrawn incident."""
    if record.withdrawn is not None:
        return []
    said = Said()
    for row in table:
        if row.row in ("intervention", "control") and row.verdict == "within":
            said.add(
                f"{row.row}_kept", [row.start, row.stop], span=Span(row.seconds or 0),
                target=Span(row.target.seconds or 0),
            )  # fmt: skip
        if (
            row.row == "headcount"
            and row.seconds is not None
            and row.start
            and row.verdict != "over"
        ):
            people = len(row.start.data["people"])
            said.add("all_accounted", [row.start, row.stop], n=people, span=Span(row.seconds))
    in_time = [f for f in record.of_kind("directive.acknowledged") if not f.data["late"]]
    if in_time:
        issued = record.of_kind("directive.issued")
        said.add("acknowledged_in_time", [*in_time, *issued], n=len(in_time), of=len(issued))
    entries = record.of_kind("entry.in")
    if entries and all(_stood_by(f.data) for f in entries):
        said.add("two_stood_by", entries, n=len(entries))
    return said.sentences


def _stood_by(entry: Mapping[str, Any]) -> bool:
    """Whether two stood by; version 1 of the fact asked for a reason for nothing else."""
    return "standby" not in entry.get("lacked", ["standby"] if entry["reason"] else [])

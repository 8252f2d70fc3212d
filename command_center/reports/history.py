"""Compares timing rows with those of earlier incidents or drills, never with both together."""

from datetime import datetime
from typing import Any

from command_center.domain.reviews.draft.whole import Draft
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.timing.statistics import Case, summaries
from command_center.reports.sources import Sources, Subject

MOST = 40
"""The newest so many are compared (ours)."""
COUNTED = (
    "detection", "answering", "processing", "turnout", "travel", "donning", "intervention", "control",
    "headcount",
)  # fmt: skip
"""Rows that mean the same in every incident; of a row that stands several times the first counts."""


def earlier(sources: Sources, state: State, subject: Subject, now: int) -> dict[str, Any]:
    """Return the cases of this kind up to this one, oldest first, and their figures by row and shift."""
    alike = [
        review
        for review in state.reviews.by_id.values()
        if review.exercise == subject.exercise and review.ended_seq <= (subject.ended_seq or 2**53)
    ]
    alike.sort(key=lambda review: review.ended_at)
    found: list[Case] = []
    for review in alike[-MOST:]:
        known = sources.subject(review.id)
        if known is not None:
            found += cases(sources.draft(known, now, made_once=True), sources.site_of(known))
    if subject.review is None:
        found += cases(sources.draft(subject, now), sources.site_of(subject))
    return {
        "cases": [
            {"subject": c.subject, "row": c.row, "shift": c.shift, "at": c.at, "seconds": c.seconds}
            for c in found
        ],
        "figures": [s.as_row() for s in summaries(found, COUNTED)],
    }


def cases(draft: Draft, site: Site) -> list[Case]:
    """Return the comparable rows of one draft. A measurement cut short within its target counts neither as met nor as
    missed: it says nothing if the controller ends a drill early.
    """
    record, found = draft.record, []
    at = record.t0 or record.until
    shift = shift_of(site, at)
    seen: set[str] = set()
    for row in draft.timing:
        comparable = "not_comparable" not in row.flags
        if (
            row.row in COUNTED
            and row.row not in seen
            and row.outcome in ("stopped", "open")
            and comparable
        ):
            seen.add(row.row)
            if row.cut_short:
                continue
            target = row.target
            found.append(
                Case(
                    record.subject,
                    row.row,
                    shift,
                    at,
                    row.seconds,
                    target.seconds,
                    target.share,
                    target.above,
                )
            )
    return found


def shift_of(site: Site, at: int) -> str | None:
    """Return the shift on duty at a moment, in plant time."""
    local = datetime.fromtimestamp(at / 1000, site.zone).time()
    return next((shift.id for shift in site.shifts if shift.covers(local)), None)

"""The whole timing table of an incident or drill (FACTS, "Timing")."""

from collections.abc import Iterable
from dataclasses import replace

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.timing.alarm_rows import alarm_rows
from command_center.domain.timing.authority_rows import authority_rows
from command_center.domain.timing.headcount_row import headcount_row
from command_center.domain.timing.interval import Interval, interval
from command_center.domain.timing.kit_rows import access_rows, donning_row
from command_center.domain.timing.people_rows import reach_rows, travel_rows, turnout_rows
from command_center.domain.timing.record import Record
from command_center.domain.timing.source_rows import source_rows
from command_center.domain.timing.targets import OF_SITE, Target

ROWS = (
    "detection", "answering", "processing", "reach", "turnout", "travel", "access", "donning",
    "authority", "intervention", "control", "drain_margin", "headcount",
)  # fmt: skip
"""Every row there is, in the order of the response; `timing.ROW` of the catalogue names it."""


def table(record: Record, site: Site) -> list[Interval]:
    """Every row, at least once each: what no fact speaks of is there as a gap. None at all of an
    incident that was withdrawn: there was nothing to be answered."""
    if record.withdrawn is not None:
        return []
    found = [
        *alarm_rows(record),
        *reach_rows(record),
        *turnout_rows(record),
        *travel_rows(record, site),
        *access_rows(record),
        donning_row(record),
        *authority_rows(record),
        *source_rows(record, site),
        headcount_row(record),
    ]
    silent = [interval(record, row, None, None) for row in ROWS if all(f.row != row for f in found)]
    order = {row: place for place, row in enumerate(ROWS)}
    every = [_held_to(one, site) for one in [*found, *silent]]
    return sorted(every, key=lambda one: order[one.row])


def _held_to(row: Interval, site: Site) -> Interval:
    """The row with the site's own target where no rule sets one."""
    seconds = site.timing_targets.of(row.row) if row.target == OF_SITE else None
    return row if seconds is None else replace(row, target=Target(seconds, source="site_own"))


def timing_of(
    facts: Iterable[Fact], subject: str, site: Site, now: int | None = None
) -> list[Interval]:
    """The table of `subject` straight from the journal's facts."""
    return table(Record.of(facts, subject, now), site)

"""When stock must be counted and inspected next, and kits inspected, by the plant's calendar.

A count or an inspection is due a set number of days after the last one. The last one is the newer
of what the site states and what was recorded. A day that the site states itself (`inspection_due`)
holds until an inspection is recorded for it. What has an interval and was never done is due at
once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from command_center.domain.site.model import Kit, Site, Stock
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine
from command_center.domain.verdicts.last_days import SOON_DAYS, last_day_turns
from command_center.domain.verdicts.turns import ALWAYS, Turn

What = Literal["count", "inspect", "inspect_kit"]


@dataclass(frozen=True, slots=True)
class Due:
    """When a count or an inspection is due: the last day on which it is in time (None: it is
    overdue), and the day it was last done."""

    day: date | None
    last: date | None

    def turns(self, zone: ZoneInfo) -> list[Turn]:
        """Returns the turns `far`, `known`, `due` and, after the day, `over`
        (`verdicts/last_days.py`)."""
        if self.day is None:
            return [(ALWAYS, "warn", "over")]
        return last_day_turns(self.day, zone, "warn")


@dataclass(frozen=True, slots=True)
class Task:
    """A recurring count or inspection: which, of what, and who must do it (None: nobody)."""

    what: What
    due: Due
    post: str | None
    resource: str | None = None
    store: str | None = None
    kit: str | None = None


def day_at(site: Site, at: int | None) -> date | None:
    """Returns the plant's calendar day of a moment (UTC epoch ms)."""
    return None if at is None else datetime.fromtimestamp(at / 1000, site.zone).date()


def dues(site: Site, line: StockLine, kept: Stock) -> tuple[Due | None, Due | None]:
    """Returns when a line must be counted and inspected next. The result is cached with the line
    until its inputs change, because a plant may have 20,000 lines."""
    made_from = (
        kept.count_every_days, kept.counted, line.counted_at, kept.inspect_every_days, kept.inspected,
        kept.inspection_due, line.inspected_at, site.time_zone,
    )  # fmt: skip
    if line.due is None or line.due[0] != made_from:
        line.due = (made_from, (count_due(site, line, kept), inspection_due(site, line, kept)))
    found: tuple[Due | None, Due | None] = line.due[1]
    return found


def count_due(site: Site, line: StockLine, kept: Stock | None) -> Due | None:
    """Returns when a line must be counted next; None where the site requires no counts of it."""
    if kept is None or kept.count_every_days is None:
        return None
    return _after(_latest(kept.counted, day_at(site, line.counted_at)), kept.count_every_days)


def inspection_due(site: Site, line: StockLine, kept: Stock | None) -> Due | None:
    """Returns when a line must be inspected next; None where nothing requires it."""
    if kept is None:
        return None
    recorded = day_at(site, line.inspected_at)
    last = _latest(kept.inspected, recorded)
    named = kept.inspection_due
    if named is not None and recorded is not None and recorded > named - timedelta(days=SOON_DAYS):
        named = None  # that one is done
    if kept.inspect_every_days is not None and (last is not None or named is None):
        due = _after(last, kept.inspect_every_days)
        if named is None or (due.day is not None and due.day > named):
            return due
    return None if named is None else Due(named, last)


def kit_due(state: State, site: Site, kit: Kit) -> Due | None:
    """Returns when a kit must be inspected next: at once while it is unfit; None where the site
    requires no inspections."""
    if kit.inspect_every_days is None:
        return None
    recorded = day_at(site, state.ledger.kits_inspected.get(kit.id))
    last = _latest(kit.inspected, recorded)
    if kit.id in state.ledger.kits_unfit:
        return Due(None, last)
    return _after(last, kit.inspect_every_days)


def kit_tasks(state: State, site: Site, of: str | None) -> Iterator[Task]:
    """Yields the inspections of the kits that a post keeps (None: that nobody keeps), done or not."""
    for kit in site.kits:
        if kit.keeper == of and (due := kit_due(state, site, kit)) is not None:
            yield Task("inspect_kit", due, kit.keeper, kit=kit.id)


def soonest(task: Task) -> tuple[date, str, str, str]:
    """Returns the sort key of tasks: what was never done first, then by the day."""
    day = task.due.day or date.min
    return day, task.what, task.resource or task.kit or "", task.store or ""


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def _after(last: date | None, every: int) -> Due:
    return Due(None if last is None else last + timedelta(days=every), last)

"""An index of what in a ledger is due when. A plant may have 20,000 lines, of which one changes at
a time.

`due_index` brings it up to date: it looks again only at lines that changed since, or whose
description changed (`StockLines.stale`).
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from command_center.domain.resources.due import Task, dues, kit_tasks, soonest
from command_center.domain.site.model import Site, Stock
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine

NEVER = date.min
"""Stands for the day of what was never done: it is overdue at any time."""
Key = tuple[str, str]
Order = tuple[date, str, str, str]


@dataclass(frozen=True, slots=True)
class _Of:
    """The part of one line in the index: its tasks, and the last good days of its stock."""

    tasks: tuple[Task, ...]
    good_until: tuple[date, ...]


class Tasks:
    """The tasks of one post, the soonest first."""

    def __init__(self) -> None:
        self._order: list[Order] = []
        self._task: dict[Order, Task] = {}

    def __len__(self) -> int:
        return len(self._order)

    def first(self, most: int) -> list[Task]:
        """The tasks that are due soonest, at most `most`."""
        return [self._task[order] for order in self._order[:most]]

    def add(self, task: Task) -> None:
        """Adds a task."""
        order = soonest(task)
        insort(self._order, order)
        self._task[order] = task

    def remove(self, task: Task) -> None:
        """Removes a task."""
        order = soonest(task)
        del self._order[bisect_left(self._order, order)], self._task[order]


class DueIndex:
    """How many counts and inspections of lines are due on each day, how many lines or batches are
    good until it, and the tasks of each post (None: of nobody). Kits are not in it, because
    there are few."""

    def __init__(self) -> None:
        self.counts: Counter[date] = Counter()
        self.inspections: Counter[date] = Counter()
        self.good_until: Counter[date] = Counter()
        self.by_post: dict[str | None, Tasks] = {}
        self._site: Site | None = None
        self._kept_by: Mapping[str, str | None] = {}
        self._of: dict[Key, _Of] = {}

    def follow(self, state: State, site: Site) -> None:
        """Updates the tasks of lines that may have changed."""
        lines = state.ledger.lines
        for key in self._stale(state, site):
            self._forget(key)
            line, kept = lines.get(key), site.stock_by_line.get(key)
            if line is not None and kept is not None:
                self._put(key, self._made(site, line, kept))
        lines.stale.clear()

    def _stale(self, state: State, site: Site) -> set[Key]:
        shown, self._site = self._site, site
        lines = state.ledger.lines
        if shown is None or shown.time_zone != site.time_zone:
            self._kept_by = {store.id: store.kept_by for store in site.stores}
            return {*self._of, *lines}
        found = set(lines.stale)
        if shown is site:
            return found
        if shown.stores is not site.stores:
            was, self._kept_by = self._kept_by, {one.id: one.kept_by for one in site.stores}
            moved = {
                store
                for store in was.keys() | self._kept_by.keys()
                if was.get(store) != self._kept_by.get(store)
            }
            if moved:
                found |= {key for key in lines if key[1] in moved}
        before, after = shown.stock_by_line, site.stock_by_line
        if before is not after:
            found |= before.keys() ^ after.keys()
            found |= {
                key
                for key, kept in after.items()
                if (old := before.get(key)) is not kept and old != kept
            }
        return found

    def _made(self, site: Site, line: StockLine, kept: Stock) -> _Of:
        about = {"resource": line.resource, "store": line.store}
        post = self._kept_by.get(line.store)
        count, inspection = dues(site, line, kept)
        tasks = []
        if count is not None:
            tasks.append(Task("count", count, post, **about))
        if inspection is not None:
            tasks.append(Task("inspect", inspection, post, **about))
        return _Of(tuple(tasks), tuple(_last_days(line)))

    def _put(self, key: Key, of: _Of) -> None:
        self._of[key] = of
        for task in of.tasks:
            self._days(task)[task.due.day or NEVER] += 1
            self.by_post.setdefault(task.post, Tasks()).add(task)
        self.good_until.update(of.good_until)

    def _forget(self, key: Key) -> None:
        of = self._of.pop(key, None)
        if of is None:
            return
        for task in of.tasks:
            _less(self._days(task), task.due.day or NEVER)
            self.by_post[task.post].remove(task)
        for day in of.good_until:
            _less(self.good_until, day)

    def _days(self, task: Task) -> Counter[date]:
        return self.counts if task.what == "count" else self.inspections


def due_index(state: State, site: Site) -> DueIndex:
    """Returns the up-to-date index of a board's ledger."""
    lines = state.ledger.lines
    if not isinstance(lines.due_index, DueIndex):
        lines.due_index = DueIndex()
    index: DueIndex = lines.due_index
    index.follow(state, site)
    return index


def tasks(state: State, site: Site, of: str | None, most: int) -> tuple[list[Task], int]:
    """Returns the soonest counts and inspections that the site requires, done or not, of what the
    post `of` keeps (None: of what nobody keeps), and how many there are in all."""
    lines = due_index(state, site).by_post.get(of, Tasks())
    kits = list(kit_tasks(state, site, of))
    first = nsmallest(most, [*lines.first(most), *kits], key=soonest)
    return first, len(lines) + len(kits)


def _last_days(line: StockLine) -> list[date]:
    """The last good day of each part of a line that lies here."""
    if not line.batches:
        here = line.expires is not None and line.quantity - line.out > 0
        return [line.expires] if here and line.expires is not None else []
    return [
        part.expires
        for part in (*line.batches.values(), line.rest)
        if part.expires is not None and part.quantity - part.out > 0
    ]


def _less(days: Counter[date], day: date) -> None:
    days[day] -= 1
    if not days[day]:
        del days[day]

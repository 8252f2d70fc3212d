"""The clock of matters: finds the matters with work due now without examining all of them at every beat."""

import heapq
from collections.abc import Iterable, Iterator
from typing import Any

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.contractors.closing_accounts import to_close
from command_center.domain.matters.deadlines import next_moment
from command_center.domain.matters.moving.watching import proposals
from command_center.domain.matters.opening.planning import to_open
from command_center.domain.matters.opening.reinspecting import rounds_to_reinspect
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.registry import Context
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Matter, Matters
from command_center.domain.state.people.gate_presence import GatePresence
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.faults import Faults

Proposal = tuple[str, dict[str, Any]]
PLANS_MS = 10_000
"""How often plans are looked at (ours): a matter of a new day is there within ten seconds."""
AGAIN_MS = 60_000
"""After how long a moment that passed and changed nothing is looked at again (ours)."""
REFUSED_MS = 3_600_000
"""After how long a report or a second inspection that was refused is asked for again (ours)."""
AT_ONCE = 5
"""So many second inspections are opened in one look (ours): after a post was vacant for weeks, many wait."""


class MatterClock:
    """Proposes the duties' work for matters. A matter is examined when a fact about it arrives, when one of its due
    times comes, and at every beat while its work goes on (only a few do). Times are UTC epoch ms.
    """

    def __init__(self, faults: Faults | None = None) -> None:
        self._faults = faults or Faults(lambda: 0)
        self._matters: Matters | None = None
        self._seen = 0
        self._moments: list[tuple[int, str, int, bool]] = []
        self._plans_at = 0
        self._closed, self._drawn = _Asked(), _Asked()
        self._people: tuple[int | None, Site] | None = None

    @property
    def next_at(self) -> int | None:
        """The next due time among the matters examined so far; None where nothing waits."""
        return self._moments[0][0] if self._moments else None

    def due(
        self,
        state: State,
        site: Site,
        shelf: TemplateShelf | None,
        gates: GatePresence | None,
        now: int,
    ) -> Iterator[Proposal]:
        """Yield (command, data) for everything due at `now`. Yields nothing without templates. A matter that cannot
        be examined is logged and does not affect the others.
        """
        if shelf is None:
            return
        ctx = Context(now, DUTY_ACTOR, site, gates=gates, templates=shelf)
        for matter in [*self._wanted(state, now), *self._unheld(state, site)]:
            yield from self._of_one(state, ctx, matter, now)
        yield from self._plans(state, ctx, shelf)

    def _of_one(self, state: State, ctx: Context, matter: str, now: int) -> list[Proposal]:
        known = state.matters.open.get(matter)
        if known is None:
            return []
        # Work goes on under a permit: whoever is inside hangs on its pauses.
        with self._faults.alone("matter", known.number, life=True):
            play = looked_up(state, matter, ctx, now)
            return list(proposals(play)) if isinstance(play, Play) else []
        return []

    def _wanted(self, state: State, now: int) -> list[str]:
        matters = state.matters
        if (
            matters is not self._matters
        ):  # a start, or everything was folded anew: nothing was looked at
            self._matters, self._seen, self._moments = matters, 0, []
        found = {one.id: None for one in matters.live}
        if matters.changed != self._seen:
            for one in sorted(matters.changed_after(self._seen), key=lambda one: one.opened_seq):
                found[one.id] = None
                self._remember(one, now)
            self._seen = matters.changed
        while self._moments and self._moments[0][0] <= now:
            _, ident, version, again = heapq.heappop(self._moments)
            known = matters.open.get(ident)
            if known is None or known.version != version:
                continue
            if not again:
                self._remember(known, now, after=now)
            if again or ident not in found:
                # What was refused, or had nobody to tell, is tried again, and not at every beat.
                heapq.heappush(self._moments, (now + AGAIN_MS, ident, version, True))
            found[ident] = None
        return list(found)

    def _unheld(self, state: State, site: Site) -> list[str]:
        """The matters that nobody held, looked at anew when a shift begins or the plant is described anew."""
        people = (state.roster.since, site)
        known = self._people
        if known is not None and known[0] == people[0] and known[1] is site:
            return []
        self._people = people
        return list(state.matters.unheld)

    def _remember(self, matter: Matter, now: int, after: int = -1) -> None:
        moment: int | None = now + AGAIN_MS  # of one whose moments cannot be told
        with self._faults.alone("matter", f"{matter.number}: deadlines", life=True):
            moment = next_moment(matter, after)
        if moment is not None:
            heapq.heappush(self._moments, (moment, matter.id, matter.version, False))

    def _plans(self, state: State, ctx: Context, shelf: TemplateShelf) -> Iterator[Proposal]:
        site, now = ctx.site, ctx.now
        if self._plans_at - PLANS_MS <= now < self._plans_at:  # else the clock was set back
            return
        self._plans_at = now + PLANS_MS
        closed: list[tuple[str, ...]] = []
        for account in shelf.accounts():
            with self._faults.alone("plan", account.account):
                periods = to_close(state, site, account, now)
                closed += [(account.account, period) for period in periods]
        for name, period in self._closed.free(closed, now, len(closed)):
            yield "matter.close_account", {"account": name, "period": period}
        drawn: list[tuple[str, ...]] = []
        with self._faults.alone("plan", "reinspections"):
            drawn = [(one,) for one in rounds_to_reinspect(state, ctx)]
        for (matter,) in self._drawn.free(drawn, now, AT_ONCE):
            yield "matter.reinspect", {"matter": matter}
        for plan in shelf.plans():
            with self._faults.alone("plan", plan.plan):
                turns = list(to_open(state, ctx, plan))
                yield from (
                    (
                        "matter.plan",
                        {"plan": plan.plan, "period": one.period, "subject": one.subject},
                    )
                    for one in turns
                )


class _Asked:
    """What was asked for. What is still wanted then was refused, and is asked for again after `REFUSED_MS`."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, ...], int] = {}

    def free(
        self, wanted: Iterable[tuple[str, ...]], now: int, most: int
    ) -> Iterator[tuple[str, ...]]:
        """Of these, so many at most that can be asked for at `now`; they count as asked for then."""
        listed, known = list(wanted), self._at
        self._at = {one: known[one] for one in listed if one in known}
        free = [one for one in listed if not 0 <= now - known.get(one, -REFUSED_MS) < REFUSED_MS]
        for one in free[:most]:
            self._at[one] = now
            yield one

"""Monthly analysis of one plant's past: figures, heat maps, scores and lists, computed from the histories of its
matters.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from command_center.analysis import figures as f
from command_center.analysis import lead as of_lead
from command_center.analysis.heat import Across, Heat, heat
from command_center.analysis.months import Span, after, ending, month_at, same_offset, span_of
from command_center.analysis.scores import LEAST_SHARE, Score, scores
from command_center.domain.matters.reading.story import Scored, Story
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_of_tag
from command_center.domain.state import State
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.store.stories import Happened, Listed, Stories

HAZARDS = frozenset({"hazard", "major-hazard"})
ROUNDS = frozenset({"inspection-round"})
SCORE = "duty-score"
"""The library's account of duties; a site's own has the same name."""
TREND = 12
YEAR_MS = 365 * 86_400_000
MOST_SINCE = 36
"""Months that a comparison since a roll-out began looks at (ours)."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """A place and third-level category where hazards recurred within twelve months: how often, and which hazards."""

    place: str
    category: str
    n: int
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthOf:
    """The figures of one month."""

    month: str
    figures: tuple[f.Figure, ...]

    def of(self, name: str) -> f.Figure:
        """Return the figure with this name."""
        return next(one for one in self.figures if one.name == name)


def _here(work: Callable[[], Any]) -> Any:
    return work()


@dataclass(frozen=True, slots=True)
class Past:
    """Queries the matter histories. `state`, `site` and `templates` are the current ones."""

    stories: Stories
    state: Callable[[], State]
    site: Callable[[], Site]
    templates: Callable[[], TemplateShelf | None]
    now: Callable[[], int]
    beside: Callable[[Callable[[], Any]], Any] = _here
    """Runs what takes the processor long where no screen waits for it."""
    _kinds: dict[str, str] = field(default_factory=dict)

    def of_kind(self, kinds: frozenset[str]) -> list[str]:
        """Return the templates of the given kinds: the library's, and the site's own templates based on them."""
        shelf = self.templates()
        found = set(kinds)
        for template in self.stories.templates():
            pinned = None if shelf is None else shelf.newest(template)
            if pinned is not None:
                self._kinds[template] = pinned.template.based_on or template
            if self._kinds.get(template, template) in kinds:
                found.add(template)
        return sorted(found)

    def month(self, month: str) -> MonthOf:
        """The figures of one month."""
        return self.trend(month, 1)[0]

    def since(self, day: int, areas: Collection[str] = ()) -> list[MonthOf]:
        """Return the monthly figures from a moment (UTC epoch ms) to now, at most three years. The first month counts
        from that moment on. `areas` restricts the figures to these areas. Empty if the moment lies in the future.
        """
        now = self.now()
        if day > now:
            return []
        zone = self.site().zone
        first, last, n = month_at(zone, day), month_at(zone, now), 1
        while n < MOST_SINCE and after(last, 1 - n) != first:
            n += 1
        return self.trend(last, n, areas=frozenset(areas) or None, begins=day)

    def trend(
        self,
        month: str,
        n: int = TREND,
        *,
        areas: frozenset[str] | None = None,
        begins: int | None = None,
    ) -> list[MonthOf]:
        """Return the figures of the `n` months that end with `month`; the histories are read once for all of them.
        `areas` restricts the figures to matters in those areas and people based there. Nothing before `begins`
        counts.
        """
        site = self.site()
        names = list(ending(month, n))
        spans = [span_of(site.zone, name) for name in names]
        if begins is not None:
            spans[0] = Span(max(begins, spans[0].since), spans[0].until)
        whole = Span(spans[0].since, spans[-1].until)
        kinds = self.of_kind(HAZARDS)
        lived = self.stories.alive(kinds, whole.since - YEAR_MS, whole.until)
        rounds = self.stories.ended(self.of_kind(ROUNDS), whole.since, whole.until)
        events = self.events(whole)
        people = [one for one in site.people if one.employer == "site"]
        if areas is not None:
            lived = [one for one in lived if one.area in areas]
            rounds = [one for one in rounds if one.area in areas]
            events = [one for one in events if one.area in areas]
            people = [one for one in people if one.home in areas]
        roster = frozenset(one.id for one in people)

        def made() -> list[MonthOf]:
            archives = f.Archives(lived)
            return [
                MonthOf(name, self._figures(span, lived, archives, rounds, events, roster))
                for name, span in zip(names, spans, strict=True)
            ]

        found: list[MonthOf] = self.beside(made)
        return found

    def _figures(
        self,
        span: Span,
        lived: Sequence[Story],
        archives: f.Archives,
        rounds: Sequence[Story],
        events: Sequence[of_lead.Event],
        roster: frozenset[str],
    ) -> tuple[f.Figure, ...]:
        now = self.now()
        here = [
            one
            for one in lived
            if one.opened_at < span.until and (one.ended_at is None or one.ended_at >= span.since)
        ]
        found = [one for one in here if span.has(one.opened_at)]
        return (
            f.rectified(here, span, now),
            f.cycle(here, span),
            f.response(here, span),
            f.repeats(found, archives, span),
            f.participation(found, rounds, roster, span),
            of_lead.lead(events, lived, span),
        )

    def events(self, span: Span) -> list[of_lead.Event]:
        """Return the events of a span that hazards may have pointed to, with their place and area by the plant's
        current description.
        """
        return [self._event(one) for one in self.stories.happened(span.since, span.until)]

    def foretold(self, month: str) -> list[of_lead.Foretold]:
        """Pair each event of a month with its first sign."""
        span = span_of(self.site().zone, month)
        lived = self.stories.alive(
            self.of_kind(HAZARDS), span.since - of_lead.LOOK_BACK_MS, span.until
        )
        return of_lead.foretold(self.events(span), lived, span)

    def _event(self, one: Happened) -> of_lead.Event:
        site = self.site()
        place: str | None = one.about
        if one.kind == "alarm":
            place = place_of_tag(site, one.about)
        area = None if place is None else area_of_place(site, place)
        kinds: dict[str, of_lead.Kind] = {"alarm": "alarm", "incident": "incident"}
        return of_lead.Event(kinds.get(one.kind, "expiry"), one.id, one.at, place, area, one.seq)

    def heat(self, month: str, across: Across, kind: str = "") -> Heat:
        """Return the heat map of hazards found in a month; with months as columns, of the twelve months that end with
        it.
        """
        site = self.site()
        counted = list(self._counted(month, across))
        areas = [one.id for one in site.areas]
        found: Heat = self.beside(lambda: heat(counted, across, areas, month, kind))
        return found

    def _counted(
        self, month: str, across: Across
    ) -> Iterator[tuple[str | None, str | None, str, int]]:
        zone, kinds = self.site().zone, self.of_kind(HAZARDS)
        for name in ending(month, TREND if across == "month" else 1):
            span = span_of(zone, name)
            if across != "hour":
                for area, category, _, n in self.stories.counted(kinds, span.since, span.until):
                    yield area, category, name, n
                continue
            for part, ahead in same_offset(zone, span):
                found = self.stories.counted(kinds, part.since, part.until, ahead)
                for area, category, hour, n in found:
                    yield area, category, f"{hour:02d}", n

    def open_by_area(self) -> dict[str, tuple[int, int]]:
        """Return for each area (open hazards, major hazards among them), as of now."""
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        kinds = set(self.of_kind(HAZARDS))
        for one in self.state().matters.open.values():
            if one.template in kinds:
                major = one.fields.get("level") == of_lead.MAJOR
                found[one.area or ""][0] += 1
                found[one.area or ""][1] += major or one.template == "major-hazard"
        return {area: (n, major) for area, (n, major) in found.items()}

    def came_back(self, month: str) -> list[CameBack]:
        """Return recurring hazards: for each place and category found again in the month, all its hazards in the
        twelve months to the month's end. The most frequent come first.
        """
        span = span_of(self.site().zone, month)
        kinds = self.of_kind(HAZARDS)
        lived = self.stories.alive(kinds, span.until - 2 * YEAR_MS, span.until)
        again = set(f.repeats(lived, f.Archives(lived), span).matters)
        keys = {(one.place or "", one.category or "") for one in lived if one.matter in again}
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for one in lived:
            key = one.place or "", one.category or ""
            if key in keys and one.opened_at >= span.until - YEAR_MS:
                found[key].append(one.matter)
        made = [CameBack(*key, len(matters), tuple(matters)) for key, matters in found.items()]
        return sorted(made, key=lambda one: (-one.n, one.place, one.category))

    def share_of_month(self) -> float:
        """The share of the monthly appraisal that duties make up, as set by the duties' account."""
        shelf = self.templates()
        for account in shelf.accounts() if shelf is not None else ():
            if account.account == SCORE and account.share_of_month is not None:
                return account.share_of_month.at_least
        return LEAST_SHARE

    def scores(self, month: str) -> list[Score]:
        """Return the duty scores of a month, the lowest first."""
        entries = self.stories.points(SCORE, [month])
        return scores(entries, self._attainable(), self.share_of_month())

    def _attainable(self) -> Callable[[Scored, str], float]:
        """What a duty done in time is worth: by the plan that opened it, where that scores; else by its template."""
        shelf = self.templates()
        plans = {} if shelf is None else {one.plan: one for one in shelf.plans()}
        opened = {
            matter: plans[plan]
            for key, matter in self.state().matters.made.items()
            if (plan := key.partition("/")[0]) in plans
        }

        def of(entry: Scored, template: str) -> float:
            plan = opened.get(entry.matter)
            if plan is not None and plan.score:
                return float(plan.score.get("on_time", 0))
            pinned = None if shelf is None else shelf.newest(template)
            scored = () if pinned is None else pinned.template.score.values()
            own = [outcomes.get("on_time", 0) for outcomes in scored if entry.why in outcomes]
            return float(max(own, default=0))

        return of

    def of_figure(self, month: str, name: str) -> tuple[str, ...]:
        """Return the matters that make up a figure; those that count against it come last."""
        if name == "participation":
            span = span_of(self.site().zone, month)
            both = [
                *self.stories.listed(self._opened(HAZARDS, span))[0],
                *self.stories.ended(self.of_kind(ROUNDS), span.since, span.until),
            ]
            return tuple(one.matter for one in both)
        figure = self.month(month).of(name)
        return (*figure.matters, *figure.against)

    def _opened(self, kinds: frozenset[str], span: Span) -> Listed:
        return Listed(
            templates=self.of_kind(kinds), opened_since=span.since, opened_until=span.until
        )

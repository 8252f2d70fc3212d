"""Composers of drills for the HTTP doors: from a library scenario or drawn from a seed."""

from collections.abc import Sequence

from command_center.boot.drills.shelf import SiteShelf
from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.bias import Bias
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Unresolvable
from command_center.domain.scenarios.year.programme import HiddenStart
from command_center.domain.site.described import SiteNow, asked
from command_center.domain.site.model import Site
from command_center.duties.programme import ComposeHidden
from command_center.web.doors.drills.drills_api import Compose
from command_center.web.doors.drills.programme_api import DrawYear
from simulations.scenarios import library
from simulations.surprise import GENERATOR, Drawn, NoDrill, draw, drill_of, played, year

MOST_REASONS = 12
"""Reasons told when nothing feasible is drawn; the rest say the same of other draws."""


def composing(plant: Site | SiteNow, shelf: SiteShelf) -> Compose:
    """Return the composer for one site. It gives a plan, or every reason against one."""

    def compose(
        scenario: str | None, seed: int, bias: Bias, own: bool
    ) -> DrillPlan | Sequence[Phrase]:
        site = asked(plant)()
        if scenario is None:
            drawn = drawn_from(site, shelf if own else None, seed, bias)
            return drawn.plan if isinstance(drawn, Drawn) else _reasons(drawn)
        found = shelf.scenario(scenario)
        if found is None:
            return [Phrase("scenario.unknown", {"scenario": scenario})]
        plan = played(found, site, seed, bias.open_actions)
        if isinstance(plan, Unresolvable):
            return [one.why for one in plan.lacking]
        return plan

    return compose


def drawn_from(site: Site, shelf: SiteShelf | None, seed: int, bias: Bias) -> Drawn | NoDrill:
    """Draw a drill from the library; `shelf` adds the site's own scenarios. A seed must keep its meaning when
    somebody adds a scenario, so the generator's name records which set was used.
    """
    more, name = ({}, "") if shelf is None else shelf.drawable()
    if not more:
        return draw(site, library(), seed, bias)
    return draw(site, {**library(), **more}, seed, bias, generator=f"{GENERATOR}+{name}")


def composing_hidden(plant: Site | SiteNow) -> ComposeHidden:
    """Return the composer for hidden drills of a programme. It plans the hidden scenario at its hour. If that has
    become impossible (the site was edited), it plans what the seed draws from the whole library.
    """

    def compose(start: HiddenStart, bias: Bias) -> DrillPlan | Sequence[Phrase]:
        site = asked(plant)()
        drawn = drill_of(start, site, library(), bias)
        if isinstance(drawn, NoDrill):
            drawn = draw(site, library(), start.seed, bias)
        return drawn.plan if isinstance(drawn, Drawn) else _reasons(drawn)

    return compose


def drawing_years(plant: Site | SiteNow) -> DrawYear:
    """Return a function that draws a year's drill programme from the whole library."""
    return lambda number, seed, bias, last: year(
        asked(plant)(), library(), number, seed, bias, last=last
    )


def _reasons(found: NoDrill) -> Sequence[Phrase]:
    why = [phrase for one in found.rejected for phrase in one.why]
    return list({str(phrase): phrase for phrase in why}.values())[:MOST_REASONS]

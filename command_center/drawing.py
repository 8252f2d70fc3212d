"""What composes a drill for the web's doors: a scenario of the library, or one drawn from a seed."""

from collections.abc import Sequence
from functools import cache

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.bias import Bias
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Unresolvable, resolve
from command_center.domain.site.model import Site
from command_center.web.drills_api import Compose
from command_center.web.scenarios_api import Known, Library
from simulations.scenarios import library
from simulations.surprise import Drawn, draw, played

MOST_REASONS = 12
"""Reasons told when nothing feasible is drawn; the rest say the same of other draws."""


def composing(site: Site) -> Compose:
    """The composer for one site: a plan, or everything that is against one."""

    def compose(scenario: str | None, seed: int, bias: Bias) -> DrillPlan | Sequence[Phrase]:
        known = library()
        if scenario is None:
            drawn = draw(site, known, seed, bias)
            if isinstance(drawn, Drawn):
                return drawn.plan
            why = [phrase for one in drawn.rejected for phrase in one.why]
            return list({str(phrase): phrase for phrase in why}.values())[:MOST_REASONS]
        if scenario not in known:
            return [Phrase("scenario.unknown", {"scenario": scenario})]
        plan = played(known[scenario], site, seed)
        if isinstance(plan, Unresolvable):
            return [one.why for one in plan.lacking]
        return plan

    return compose


def previewing(site: Site) -> Library:
    """The library on one site with nothing drawn: resolved when it is first asked for."""

    @cache
    def known() -> tuple[Known, ...]:
        found = []
        for scenario in library().values():
            plan = resolve(scenario, site)
            if isinstance(plan, Unresolvable):
                found.append(Known(scenario, None, [one.why for one in plan.lacking]))
            else:
                found.append(Known(scenario, plan))
        return tuple(found)

    return known

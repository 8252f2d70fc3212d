"""Plans a library scenario with a seed: jitter is drawn, all else is as the scenario says, and open review actions
become mandatory injects.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.resolving import Jitter, Setting, Unresolvable, resolve
from simulations.surprise.lots import Lots
from simulations.surprise.testing import testing

if TYPE_CHECKING:
    from command_center.domain.scenarios.bias import OpenAction
    from command_center.domain.scenarios.scenario import Inject, Scenario
    from command_center.domain.site.model import Site

GENERATOR = "scenario/1"


def played(
    scenario: "Scenario",
    site: "Site",
    seed: int,
    actions: Sequence["OpenAction"] = (),
    *,
    site_version: str | None = None,
) -> DrillPlan | Unresolvable:
    """Return the plan of a scenario on a site under a seed, with a mandatory inject for each open action in `actions`
    that it can observe; the same inputs give the same plan.
    """
    plan = resolve(
        scenario, site, Setting(), jitter=jitter(seed), seed=seed, generator=GENERATOR,
        site_version=site_version,
    )  # fmt: skip
    if isinstance(plan, Unresolvable):
        return plan
    return testing(plan, site, actions, Lots(seed, "actions"))


def jitter(seed: int, *purpose: str) -> Jitter:
    """Return each inject's shift under a seed: uniform within its own jitter."""

    def moved_s(inject: "Inject") -> int:
        if inject.at is None or not inject.at.jitter_s:
            return 0
        lots = Lots(seed, *purpose, "jitter", inject.id)
        return lots.between(-inject.at.jitter_s, inject.at.jitter_s)

    return moved_s

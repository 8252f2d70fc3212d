"""A library scenario with a seed: jitter is drawn, everything else is as the scenario says, and what
reviews left open is asked for again."""

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
    """The plan of a scenario on a site under a seed, with a mandatory inject for each of the open
    `actions` that it can observe: the same four, the same plan."""
    plan = resolve(
        scenario, site, Setting(), jitter=jitter(seed), seed=seed, generator=GENERATOR,
        site_version=site_version,
    )  # fmt: skip
    if isinstance(plan, Unresolvable):
        return plan
    return testing(plan, site, actions, Lots(seed, "actions"))


def jitter(seed: int, *purpose: str) -> Jitter:
    """How far each inject moves under a seed: evenly within its own jitter."""

    def moved_s(inject: "Inject") -> int:
        if inject.at is None or not inject.at.jitter_s:
            return 0
        lots = Lots(seed, *purpose, "jitter", inject.id)
        return lots.between(-inject.at.jitter_s, inject.at.jitter_s)

    return moved_s

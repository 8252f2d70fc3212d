"""Adds open review actions to a drill: a mandatory inject for each action that it can observe."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.bias import OpenAction
from command_center.domain.scenarios.observing import OBJECTIVE, Observation, observation
from command_center.domain.scenarios.plan import DrillPlan, Tested, Untested
from command_center.domain.scenarios.scenario import Expectation, Objective
from command_center.domain.text import Prose
from command_center.words import spoken
from simulations.surprise.lots import Lots

if TYPE_CHECKING:
    from command_center.domain.site.model import Site

FIRST_ACTION_S, ACTION_EVERY_S = 240, 180
"""When the first mandatory inject comes, and how far they are apart at least (ours)."""


def testing(plan: DrillPlan, site: "Site", actions: Sequence[OpenAction], lots: Lots) -> DrillPlan:
    """Return the plan with an inject for each open action that it can observe, and the reasons for the others."""
    injects, expectations = list(plan.injects), list(plan.expectations)
    tested: list[Tested] = []
    untested: list[Untested] = []
    at_s = FIRST_ACTION_S
    for count, action in enumerate(actions, 1):
        moved = at_s + lots.between(0, 60)
        seen = observation(action, site, plan.manned, count, moved)
        if isinstance(seen, Observation) and moved + seen.expectation.by_s > plan.max_s:
            seen = Phrase("scenario.action_no_time_left")
        if isinstance(seen, Phrase):
            untested.append(Untested(action=action.id, why=in_both(seen)))
            continue
        injects.append(seen.inject)
        expectations.append(seen.expectation)
        names = {"inject": seen.inject.id, "expectation": seen.expectation.id}
        tested.append(Tested(action=action.id, **names))
        at_s += ACTION_EVERY_S
    changes = {"injects": injects, "expectations": expectations}
    objectives = [*plan.objectives, *([_objective(expectations)] if tested else [])]
    return plan.model_copy(
        update=changes | {"objectives": objectives, "tested": tested, "untested": untested}
    )


def in_both(phrase: Phrase) -> Prose:
    """Return a catalogue phrase as text in both languages, so that a plan needs no catalogue."""
    return Prose(zh=str(spoken("zh-CN", phrase)), en=str(spoken("en", phrase)))


def _objective(expectations: Sequence[Expectation]) -> Objective:
    kinds = sorted({e.fact.kind for e in expectations if e.objective == OBJECTIVE})
    text = in_both(Phrase("scenario.actions_objective"))
    return Objective(id=OBJECTIVE, text=text, observed_by=kinds)

"""How far the plan of an incident has been carried out: which steps were issued, to whom, and which
are still to come."""

from typing_extensions import TypedDict

from command_center.domain.site.model import Plan, Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.incidents.incident import Incident

GIVES_NOTHING = frozenset({"refused", "withdrawn"})
"""States of a step's last directive in which the step has to be given."""
DONE = frozenset({"done", "verified"})
"""States of a step's last directive in which the steps that require it may begin."""


class PlanProgress(TypedDict):
    """The steps of an incident's plan: how many there are, the directive of each issued step, and
    for each other step the steps it still waits for.

    A step that was not issued is judged at the incident's age, by the step's own turns
    (`domain/site/view.py`). `ready` lists, by the time they are due, the steps that may be
    issued together once their turns say so: never issued, and waiting for nothing. A step that was
    refused or withdrawn is not in it, because somebody has to decide who is told instead.
    """

    total: int
    given: dict[str, str]
    waits: dict[str, list[str]]
    ready: list[str]


def plan_progress(state: State, site: Site, incident: Incident) -> PlanProgress | None:
    """Returns how far the incident's plan has been carried out; None where it has no plan."""
    plan = incident.plan_in(site)
    if plan is None:
        return None
    last = _last_given(state, incident, plan)
    given = {step: one for step, one in last.items() if one.state not in GIVES_NOTHING}
    waits = {
        step.id: waits
        for step in plan.steps
        if step.id not in given
        and (waits := [one for one in step.requires if not _done(given.get(one))])
    }
    return PlanProgress(
        total=len(plan.steps),
        given={step: one.id for step, one in given.items()},
        waits=waits,
        ready=[
            step.id
            for step in sorted(plan.steps, key=lambda step: step.due_s)
            if step.id not in last and step.id not in waits
        ],
    )


def _done(directive: Directive | None) -> bool:
    return directive is not None and (directive.reached or directive.state) in DONE


def _last_given(state: State, incident: Incident, plan: Plan) -> dict[str, Directive]:
    """The last directive of each step, in the order of the plan."""
    found = state.in_hand.filed_of(incident.id).of_step
    return {step.id: found[step.id][-1] for step in plan.steps if step.id in found}

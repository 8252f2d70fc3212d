"""Computes what the next draw should favour, from past drills and what reviews left open."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from command_center.domain.scenarios.bias import Bias, PastDrill
from command_center.domain.scenarios.open_actions import open_actions
from command_center.domain.scenarios.sealed import content_of

if TYPE_CHECKING:
    from command_center.domain.state import State


def bias_of(state: "State", text_of: Callable[[str | None], str | None]) -> Bias:
    """Returns the bias: away from what ended drills contained (hazard, shift and broken elements),
    and towards what reviews left open. `text_of` returns the text behind a commitment."""
    past = []
    for drill in state.drills.values():
        text = text_of(drill.commitment) if drill.phase == "ended" else None
        content = content_of(text)
        if content is not None:
            plan = content.plan
            broken = [each.which for each in plan.broken]
            past.append(PastDrill(hazard=plan.hazard, shift=plan.manned.kind, broken=broken))
    return Bias(drilled=past, open_actions=open_actions(state.reviews))

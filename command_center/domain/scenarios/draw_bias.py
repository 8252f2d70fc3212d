"""Computes what the next draw should favour, from past drills and what reviews left open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from command_center.domain.scenarios.bias import Bias, OpenAction, PastDrill, ProblemKind
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import content_of
from command_center.domain.state.drills.drill import Expectation
from command_center.domain.state.review import Remark, Reviews
from command_center.domain.text import Prose

if TYPE_CHECKING:
    from command_center.domain.state import State


KINDS: Mapping[str, ProblemKind] = MappingProxyType({
    "dead_contact": "dead_contact",
    "locked": "locked_cabinet",
    "authority": "authority_refused",
    "water": "overflow",
    "exhausted": "overdue_ack",
    "late_ack": "overdue_ack",
    "shortage": "shortage",
    "contradicted": "contradicted",
})  # fmt: skip
"""Beginnings of the keys of problems that a review finds by itself (`reviews/draft/`)."""


def open_actions(reviews: Reviews) -> list[OpenAction]:
    """Returns every action that no drill has passed yet, in the order in which they were opened."""
    return [
        _as_told(action.id, action.text, reviews.findings[action.finding].problem)
        for action in reviews.open_actions()
    ]


def _as_told(action: str, text: Remark, problem: str | None) -> OpenAction:
    kind, _, about = (problem or "").partition(":")
    both = (text, text) if isinstance(text, str) else (text["zh"], text["en"])
    known = KINDS.get(kind)
    return OpenAction(
        id=action,
        text=Prose(zh=both[0], en=both[1]),
        problem=known or "other",
        about=about if known and about else None,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What a drill showed of an open action that it tested by an inject, and the fact that came
    (None: none did). `result` None: nothing was observed, because its inject was never fired or
    the drill ended before its time was up."""

    action: str
    inject: str
    expectation: str
    result: Literal["pass", "fail"] | None
    fact: int | None


def shown(plan: DrillPlan, expectations: Mapping[str, Expectation]) -> Iterator[Shown]:
    """Yields what an ended drill showed of the actions that it tested; a person records it.

    In time, or done before the inject, is a pass; late or never is a fail.
    """
    for tested in plan.tested:
        found = expectations.get(tested.expectation)
        result: Literal["pass", "fail"] | None = None
        if found is not None and found.state not in ("open", "not_reached"):
            result = "pass" if found.state in ("met", "moot") else "fail"
        matched = found.matched if found is not None else None
        yield Shown(tested.action, tested.inject, tested.expectation, result, matched)


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

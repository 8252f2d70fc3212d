"""The preview of a scenario on a site, for a page to draw: places, injects and expectations over
time."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from command_center.domain.scenarios.conditions import Condition
from command_center.domain.scenarios.lacking import Lacking
from command_center.domain.scenarios.plan import DrillPlan, Resolved
from command_center.domain.scenarios.resolving import Unresolvable, resolve
from command_center.domain.text import Text

if TYPE_CHECKING:
    from command_center.domain.scenarios.scenario import Scenario
    from command_center.domain.site.model import Site


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One expectation: who must act (a post's id, or None for anybody), and by when after its
    inject."""

    id: str
    text: Text
    who: str | None
    fact: str
    by_s: int
    due_s: int | None
    source: Text


@dataclass(frozen=True, slots=True)
class InjectRow:
    """One inject. Times are seconds from the start; None where a condition or the controller
    decides.

    `acts` are the kinds of what it does, `waits_for` the kinds of fact that its condition asks
    about.
    """

    id: str
    text: Text
    trigger: Literal["at", "when", "held"]
    at_s: int | None
    earliest_s: int | None
    latest_s: int | None
    acts: tuple[str, ...]
    waits_for: tuple[str, ...]
    expects: tuple[ExpectedRow, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole timeline, or what the site lacks for it (then there are no rows)."""

    rows: tuple[InjectRow, ...] = ()
    places: tuple[Resolved, ...] = ()
    max_s: int = 0
    lacking: tuple[Lacking, ...] = field(default=())


def preview(scenario: "Scenario", site: "Site") -> Preview:
    """Returns the scenario on the site without a random draw: first candidates, no jitter."""
    plan = resolve(scenario, site)
    if isinstance(plan, Unresolvable):
        return Preview(lacking=plan.lacking)
    jitter = {i.id: i.at.jitter_s for i in scenario.injects if i.at is not None}
    return timeline(plan, jitter)


def timeline(plan: DrillPlan, jitter: dict[str, int] | None = None) -> Preview:
    """Returns the timeline of a plan: injects with a time first, in order of time."""
    rows = [_row(plan, index, (jitter or {})) for index in range(len(plan.injects))]
    rows.sort(key=lambda row: (row.at_s is None, row.at_s or 0))
    return Preview(tuple(rows), tuple(plan.places), plan.max_s)


def _row(plan: DrillPlan, index: int, jitter: dict[str, int]) -> InjectRow:
    inject = plan.injects[index]
    at = inject.at.s if inject.at else None
    moves = jitter.get(inject.id, 0)
    return InjectRow(
        id=inject.id,
        text=inject.text,
        trigger=inject.trigger,
        at_s=at,
        earliest_s=None if at is None else at - moves,
        latest_s=None if at is None else at + moves,
        acts=tuple(act.which for act in inject.does),
        waits_for=tuple(dict.fromkeys(_asked(inject.when))) if inject.when else (),
        expects=tuple(
            ExpectedRow(
                e.id, e.text, e.who, e.fact.kind, e.by_s,
                None if at is None else at + e.by_s, e.source,
            )
            for e in plan.expectations
            if e.inject == inject.id
        ),
    )  # fmt: skip


def _asked(condition: Condition) -> list[str]:
    one = condition.fact or condition.missing
    if one is not None:
        return [one.kind]
    return [kind for part in condition.all or condition.any or () for kind in _asked(part)]

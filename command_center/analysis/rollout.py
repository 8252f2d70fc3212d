"""The roll-out in three phases: which modules are in use where and since when, their champion, and how it was before.

A template says where it is in use (`enabled: {areas, from}`). The roll-out itself is a matter of template `rollout`:
its baseline is filled in, by hand or from Excel, before the pilot begins, and widening it needs approval.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from command_center.analysis.figures import Name
from command_center.analysis.named import Named
from command_center.domain.payload import Words
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.template_language.shelf import TemplateShelf

ROLLOUT = "rollout"
DAY_MS = 86_400_000
BASELINE: Mapping[str, tuple[Name, float]] = {
    "cycle_days": ("cycle", DAY_MS),
    "response_days": ("response", DAY_MS),
    "rectified_percent": ("rectified", 0.01),
    "repeats_percent": ("repeats", 0.01),
    "participation_percent": ("participation", 0.01),
    "lead_days": ("lead", DAY_MS),
}
"""The fields of a baseline: which figure each is, and what it is multiplied by."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """One module. `baseline` is how its figures were before; `matter` its matter, None where only its template says
    where it is in use."""

    matter: str | None
    title: Words
    phase: Words | None
    areas: tuple[str, ...]
    champion: str | None
    since: str | None
    baseline: Mapping[Name, float] = field(default_factory=dict)


def rollouts(state: State, shelf: TemplateShelf | None, named: Named) -> list[Rollout]:
    """Every roll-out that goes on, and every template in use that is not enabled everywhere."""
    going = [
        _of_matter(one, named) for one in state.matters.open.values() if one.template == ROLLOUT
    ]
    return [*going, *_of_templates(state, shelf, named)]


def baseline_of(fields: Mapping[str, object]) -> dict[Name, float]:
    """The figures as they were before, in the units of the figures."""
    return {
        name: float(value) * scale
        for field_of, (name, scale) in BASELINE.items()
        if isinstance(value := fields.get(field_of), int | float)
    }


def _of_matter(one: Matter, named: Named) -> Rollout:
    fields = one.fields
    module, area, champion = fields.get("module"), fields.get("place"), fields.get("champion")
    return Rollout(
        matter=one.id,
        title=named.template(module) if isinstance(module, str) else one.title,
        phase=named.state(one.template, one.state),
        areas=(area,) if isinstance(area, str) and one.state in ("prepared", "pilot") else (),
        champion=champion if isinstance(champion, str) else None,
        since=fields.get("from") if isinstance(fields.get("from"), str) else None,
        baseline=baseline_of(fields),
    )


def _of_templates(state: State, shelf: TemplateShelf | None, named: Named) -> Iterator[Rollout]:
    for ident in state.own_templates:
        pinned = None if shelf is None else shelf.newest(ident)
        enabled = None if pinned is None else pinned.template.enabled
        if enabled is not None:
            yield Rollout(
                matter=None, title=named.template(ident), phase=None,
                areas=tuple(enabled.areas or ()), champion=None,
                since=None if enabled.from_ is None else str(enabled.from_),
            )  # fmt: skip

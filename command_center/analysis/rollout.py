"""Roll-out of modules in three phases: where each is in force, since when, its champion, and figures before and
after.

A template states where it is in force (`enabled: {areas, from}`), or a roll-out does. A roll-out is a matter of the
template `rollout`; its approved moves switch the phases (`domain/matters/opening/rollouts.py`). Its baseline has one
line for each month before the pilot. "After" covers the time since the pilot began, in the pilot's areas only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from command_center.analysis.figures import Name, Unit
from command_center.analysis.named import Named
from command_center.analysis.past import MonthOf
from command_center.domain.payload import Words
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
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


LESS_IS_BETTER = frozenset({"cycle", "response", "repeats"})


@dataclass(frozen=True, slots=True)
class Before:
    """The baseline value of a figure, in its unit: the mean of `months` months."""

    value: float
    months: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure before and after. `after` is None while there is no data yet. `n` is the number of items behind it;
    `months` is the number of months with data.
    """

    name: Name
    unit: Unit
    before: Before
    after: float | None
    n: int
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rollout:
    """One module's roll-out. `baseline` holds its figures before. `matter` is its matter, None where only the
    template states where the module is in use.
    """

    matter: str | None
    title: Words
    phase: Words | None
    areas: tuple[str, ...]
    champion: str | None
    since: str | None
    begun: bool = False
    baseline: Mapping[Name, Before] = field(default_factory=dict)


def rollouts(state: State, shelf: TemplateShelf | None, named: Named, site: Site) -> list[Rollout]:
    """Return every roll-out in progress, and every template in use that is not enabled everywhere."""
    going = [
        _of_matter(one, state, named, site)
        for one in state.matters.open.values()
        if one.kind == ROLLOUT
    ]
    return [*going, *_of_templates(state, shelf, named)]


def baseline_of(fields: Mapping[str, object]) -> dict[Name, Before]:
    """Return the baseline of each figure in its own unit: the mean of the months with a value. A roll-out of an older
    template gives one number for all months.
    """
    lines = fields.get("baseline")
    months: list[Mapping[str, object]] = [
        line for line in (lines if isinstance(lines, list) else [fields]) if isinstance(line, dict)
    ]
    found: dict[Name, Before] = {}
    for field_of, (name, scale) in BASELINE.items():
        known = [
            float(value) * scale
            for line in months
            if isinstance(value := line.get(field_of), int | float)
        ]
        if known:
            found[name] = Before(sum(known) / len(known), len(known))
    return found


def compared(one: Rollout, since: Sequence[MonthOf]) -> list[Compared]:
    """Compare each baseline figure before and after. `since` holds the months since the pilot began, in its areas.
    "After" is the mean of the months weighted by the number of items in each, so a month with few items weighs
    little.
    """
    found = []
    for name, before in one.baseline.items():
        figures = [month.of(name) for month in since]
        known = [(each.value, each.of) for each in figures if each.value is not None and each.of]
        n = sum(of for _, of in known)
        after = sum(value * of for value, of in known) / n if n else None
        months = tuple(
            month.month
            for month, each in zip(since, figures, strict=True)
            if each.value is not None
        )
        found.append(Compared(name, figures[0].unit, before, after, n, months) if figures else
                     Compared(name, "share", before, None, 0, ()))  # fmt: skip
    return found


def is_better(one: Compared) -> bool:
    """Whether a figure has improved: higher is better, except for times and repeats, where lower is better."""
    if one.after is None or one.after == one.before.value:
        return False
    return (one.after < one.before.value) == (one.name in LESS_IS_BETTER)


def _of_matter(one: Matter, state: State, named: Named, site: Site) -> Rollout:
    fields = one.fields
    module, place, champion = fields.get("module"), fields.get("place"), fields.get("champion")
    force = next((each for each in state.matters.rollouts.values() if each.matter == one.id), None)
    asked = area_of_place(site, place) if isinstance(place, str) else None
    areas = force.areas if force is not None else (asked,) if asked is not None else None
    return Rollout(
        matter=one.id,
        title=named.template(module) if isinstance(module, str) else one.title,
        phase=named.state(one.template, one.state),
        areas=areas or (),
        champion=champion if isinstance(champion, str) else None,
        since=fields.get("from") if isinstance(fields.get("from"), str) else None,
        begun=force is not None,
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

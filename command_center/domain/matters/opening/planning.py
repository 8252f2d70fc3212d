"""Prepares the matter that a plan has to open, and checks whether its template is in force at its
place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from command_center.domain.matters.duties.plans import (
    Turn,
    due_by,
    fields_of,
    now_due,
    said_by,
    subjects_of,
)
from command_center.domain.matters.opening.open_matter import begun
from command_center.domain.matters.opening.rollouts import area_counted, in_force
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.playing.whereabouts import place_said
from command_center.domain.registry import Context
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language.parties import DUTY
from command_center.domain.template_language.template import Plan, Template
from command_center.domain.text import Text


@dataclass(frozen=True, slots=True)
class Planned:
    """The matter that a plan has to open for one turn, with the fields that the plan fills."""

    turn: Turn
    play: Play
    fields: dict[str, Any]


def planned(state: State, ctx: Context, plan: Plan, turn: Turn) -> Planned | None:
    """Returns the matter for a turn of a plan; None where the template that the plan opens is not
    in use."""
    pinned = None if ctx.templates is None else ctx.templates.newest(plan.opens)
    if pinned is None:
        return None
    named = f"{ctx.site.id}/{turn.plan}/{turn.period}/{turn.subject}"
    ident = sha256(named.encode()).hexdigest()[:32]
    play = begun(state, ctx, pinned, ident, turn.holder or DUTY, ctx.now)
    matter = replace(play.matter, plan=turn.plan, period=turn.period, subject=turn.subject)
    play = replace(play, matter=matter)
    return Planned(turn, play, fields_of(play, plan, turn))


def to_open(state: State, ctx: Context, plan: Plan) -> Iterator[Turn]:
    """Yields what a plan has to open at `ctx.now`; nothing where or when its template is not in
    force, by its roll-out or its own `enabled`."""
    pinned = None if ctx.templates is None else ctx.templates.newest(plan.opens)
    force = None if pinned is None else in_force(state, ctx.site, pinned.template)
    if force is not None and force.since is not None and ctx.now < force.since:
        return
    for turn in now_due(state, ctx.site, plan, ctx.now):
        if (
            pinned is None
            or force is None
            or force.areas is None
            or force.at(_area_of(ctx.site, pinned.template, plan, turn), ctx.now)
        ):
            yield turn


def coming_by_plan(state: State, ctx: Context, person: str) -> Iterator[tuple[int, Text | str]]:
    """Yields what plans will open next for a person, as the roster stands now: when (UTC epoch ms), and how it is
    called. Of a plan for each shift only what is done before it begins is known beforehand."""
    for plan in ctx.templates.plans() if ctx.templates else ():
        pinned = ctx.templates.newest(plan.opens) if ctx.templates else None
        known = plan.every != "shift" or plan.before == "start"
        at = due_by(plan, ctx.site, state, ctx.now) if known else None
        if pinned is None or at is None:
            continue
        force = in_force(state, ctx.site, pinned.template)
        for subject, holder in subjects_of(state, ctx.site, plan, ctx.now):
            turn = Turn(plan.plan, "", subject, holder)
            if holder == person and force.at(_area_of(ctx.site, pinned.template, plan, turn), at):
                yield at, pinned.template.title or pinned.template.template


def _area_of(site: Site, template: Template, plan: Plan, turn: Turn) -> str | None:
    """The area to which the matter of a turn will belong."""
    place = place_said(template, said_by(plan, template, turn))
    area = None if place is None else area_of_place(site, place)
    return area_counted(site, area, turn.subject, turn.holder or DUTY)

"""Second inspection of a round: some of its points are drawn once it has ended, and another person
inspects them.

The fact that ends a round says which points were done (`After.reinspects`). The fact's own hash
draws the sample: nobody can foresee it, and everybody can draw it again (`samples.py`). A timed
rule then opens the round a second time, with the drawn points only, for the safety officer. Where
the safety officer walked the round or the post is vacant, it is for the superior of the person who
did. It has the deadlines of its template, and none of it is drawn again.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from command_center.domain.actor import Role
from command_center.domain.matters.commands import ReinspectMatter
from command_center.domain.matters.duties.planned import INSPECTOR, inspectors
from command_center.domain.matters.facts import Reinspects
from command_center.domain.matters.opening.open_matter import begun, opened
from command_center.domain.matters.opening.rollouts import not_in_force
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.playing.posts import holders_of, posts_named, superior_of
from command_center.domain.matters.playing.whereabouts import placed
from command_center.domain.matters.rounds.points import (
    code_column,
    code_of,
    lists_of_points,
    points_of,
)
from command_center.domain.matters.values.values import problems_of
from command_center.domain.refusal import Decision
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import DRAWN_FOR_MS, Draw
from command_center.domain.template_language import fields as f


def to_draw(there: Play) -> Reinspects | None:
    """Returns what a finished round leaves to be drawn; None where its template draws nothing,
    nothing was done, or it is a second inspection itself."""
    lists = lists_of_points(there.template).items()
    named = next(((name, one) for name, one in lists if one.reinspect), None)
    if named is None or there.matter.again is not None:
        return None
    name, field = named
    column = code_column(field) or ""
    done = {code_of(line.get(column)) for line in there.lines(name)}
    points = points_of(there.site, there.shelf, there.matter.place, field)
    codes = [one.code for one in points if one.code in done]
    if not codes:
        return None
    did = [there.matter.opener, *(line.get("by") for line in there.lines(name)), there.who]
    walked: list[str] = [one for one in did if one is not None]
    return Reinspects(
        codes=codes, share=field.reinspect or 0, fields=_first_form(there),
        walked=list(dict.fromkeys(walked)),
    )  # fmt: skip


def _first_form(there: Play) -> dict[str, object]:
    """Returns the place and category of the round, from its opening form."""
    template = there.template
    later = {need for move in template.moves.values() for need in move.needs}
    return {
        name: there.value(name)
        for name, field in template.fields.items()
        if field.required
        and name not in later
        and isinstance(field, f.PlaceField | f.TaxonomyField)
        and there.value(name) is not None
    }


def rounds_to_reinspect(state: State, ctx: Context) -> Iterator[str]:
    """Yields the rounds whose drawn points can be given to an inspector now: their template is
    still in force, and the draw is not older than `DRAWN_FOR_MS`."""
    for draw in state.matters.draws.values():
        made = _again(state, ctx, draw)
        if made is not None and not_in_force(placed(*made)) is None:
            yield draw.matter


def _again(state: State, ctx: Context, draw: Draw) -> tuple[Play, dict[str, Any]] | None:
    """Returns the second inspection for a draw with its fields; None where no inspector is
    available now. A place or category that no longer exists is left out."""
    if ctx.now - draw.at > DRAWN_FOR_MS:
        return None
    pinned = None if ctx.templates is None else ctx.templates.pinned(draw.revision)
    inspector = None if pinned is None else _inspector(state, ctx.site, draw)
    if pinned is None or inspector is None:
        return None
    ident = sha256(f"{draw.matter}/again".encode()).hexdigest()[:32]
    play = begun(state, ctx, pinned, ident, inspector, ctx.now)
    fields = {
        name: value
        for name, value in draw.fields.items()
        if isinstance(pinned.template.fields.get(name), f.PlaceField | f.TaxonomyField)
        and not any(problems_of(play, {name: value}))
    }
    return play, fields


def _inspector(state: State, site: Site, draw: Draw) -> str | None:
    """Returns who makes the second inspection; None while no holder of a suitable post is free of
    having walked the round."""
    people = [
        one for post in posts_named(site, INSPECTOR, None) for one in holders_of(state, site, post)
    ]
    people += superior_of(site, state, draw.opener)
    return next(inspectors({draw.opener, *draw.walked}, people), None)


@decides("matter.reinspect", ReinspectMatter, [Role.DUTY], scene=Scene.REALITY)
def reinspect(state: State, command: ReinspectMatter, ctx: Context) -> Decision:
    """Opens the second inspection of a round, once."""
    draw = state.matters.draws.get(command.matter)
    made = None if draw is None else _again(state, ctx, draw)
    if draw is None or made is None:
        return []
    play, fields = made
    named = {"plan": "", "period": "", "subject": draw.matter}
    return opened(play, fields, {}, plan=named, again=draw.matter, sample=draw.sample)

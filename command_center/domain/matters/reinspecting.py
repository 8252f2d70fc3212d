"""The second inspection of a round: some of its points are drawn once it has ended, and somebody else owes them.

The fact that ends a round says which points were done (`After.reinspects`). Its own hash draws the sample: nobody can
foresee it, everybody can draw it again (`samples.py`). The clockwork then opens the round a second time, of the drawn
points only, for the safety officer; where they walked it, or nobody holds that post, for the superior of who did. It
has the deadlines of its template, and none of it is drawn again.
"""

from collections.abc import Iterator
from hashlib import sha256

from command_center.domain.actor import Role
from command_center.domain.matters.commands import ReinspectMatter
from command_center.domain.matters.facts import Reinspects
from command_center.domain.matters.opening import begun, opened
from command_center.domain.matters.planned import INSPECTOR, inspectors
from command_center.domain.matters.play import Play
from command_center.domain.matters.points import code_column, code_of, lists_of_points, points_of
from command_center.domain.matters.posts import holders_of, posts_named, superior_of
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.matters import Draw
from command_center.domain.template_language import fields as f


def to_draw(there: Play) -> Reinspects | None:
    """What a round that ends leaves to be drawn; None where its template draws nothing, nothing was done, or it is a
    second inspection itself."""
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
    return Reinspects(codes=codes, share=field.reinspect or 0, fields=_first_form(there))


def _first_form(there: Play) -> dict[str, object]:
    """What the form of the round asked for when it was opened, without what proves something."""
    template, proofs = (
        there.template,
        (f.PhotoField, f.VoiceField, f.SignatureField, f.PositionField),
    )
    later = {need for move in template.moves.values() for need in move.needs}
    return {
        name: there.value(name)
        for name, field in template.fields.items()
        if field.required
        and name not in later
        and not isinstance(field, (*proofs, f.ListField, f.ChecklistField))
        and there.value(name) is not None
    }


def not_asked_yet(state: State, site: Site) -> Iterator[str]:
    """The rounds whose drawn points somebody can be asked to inspect again now."""
    return (one.matter for one in state.matters.draws.values() if _inspector(state, site, one))


def _inspector(state: State, site: Site, draw: Draw) -> str | None:
    """Who inspects again; None while nobody holds a post for it who did not walk the round."""
    people = [
        one for post in posts_named(site, INSPECTOR, None) for one in holders_of(state, site, post)
    ]
    people += superior_of(site, state, draw.opener)
    return next(inspectors(draw.opener, people), None)


@decides("matter.reinspect", ReinspectMatter, [Role.DUTY], scene=Scene.REALITY)
def reinspect(state: State, command: ReinspectMatter, ctx: Context) -> Decision:
    """Opens the second inspection of a round, once."""
    draw = state.matters.draws.get(command.matter)
    inspector = None if draw is None else _inspector(state, ctx.site, draw)
    if draw is None or inspector is None or ctx.templates is None:
        return []
    pinned = ctx.templates.pinned(draw.revision)
    if pinned is None:
        return Refusal("template_lost", {"template": command.matter})
    ident = sha256(f"{draw.matter}/again".encode()).hexdigest()[:32]
    play = begun(state, ctx, pinned, ident, inspector, ctx.now)
    named = {"plan": "", "period": "", "subject": draw.matter}
    return opened(play, draw.fields, {}, plan=named, again=draw.matter, sample=draw.sample)

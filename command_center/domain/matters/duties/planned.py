"""What a plan requires of the matter that it opened: what fulfils it, who accepts it, and what is
inspected a second time."""

from collections.abc import Collection, Iterable, Iterator

from command_center.domain.matters.duties.plans import period_of, subjects_of
from command_center.domain.matters.facts import After
from command_center.domain.matters.playing.conditions import holds
from command_center.domain.matters.playing.play import Play, kind_of
from command_center.domain.matters.rounds.samples import drawn, is_drawn
from command_center.domain.template_language.moves import Move
from command_center.domain.template_language.parties import DUTY
from command_center.domain.template_language.template import Plan

MET = "met"
"""Why the clockwork hands in a duty: other matters met it."""


def plan_of(play: Play) -> Plan | None:
    """Returns the plan that opened the matter; None where no plan did, or it is no longer in use."""
    if not play.matter.plan:
        return None
    return next((one for one in play.shelf.plans() if one.plan == play.matter.plan), None)


def counts_for(play: Play, after: After) -> list[str]:
    """Returns the open duties for which a matter counts once `after` holds: those of plans that
    count matters of its template in that state, in this period, for their holder or place."""
    found = []
    for plan in play.shelf.plans():
        if plan.met_by is None or not _counted(play, plan, after):
            continue
        period = period_of(plan, play.site, play.state, play.now)
        for subject, _ in subjects_of(play.state, play.site, plan, play.now):
            made = play.state.matters.made.get(f"{plan.plan}/{period}/{subject}", "")
            duty = play.state.matters.open.get(made)
            if duty is None or duty.id == play.matter.id:
                continue
            own = plan.met_by.count.organiser is None or duty.opener == play.matter.opener
            here = plan.for_.places is None or subject in (play.matter.place, play.matter.area)
            if own and here:
                found.append(duty.id)
    return found


def _counted(play: Play, plan: Plan, after: After) -> bool:
    assert plan.met_by is not None
    count = plan.met_by.count
    if count.template not in (kind_of(play.template), play.template.template):
        return False
    reached = after.get("ended", False) if count.state is None else after["state"] == count.state
    matter = play.matter
    return reached and (
        count.where is None or holds(count.where, matter.fields, play.now, play.site.zone)
    )


def fulfilling_move(play: Play) -> str | None:
    """Returns the move that hands in a duty which other matters have fulfilled; None where they
    have not."""
    plan = plan_of(play)
    if plan is None or plan.met_by is None or play.matter.state != play.template.first:
        return None
    if len(play.matter.met) < plan.met_by.at_least:
        return None
    late = {due.late for due in play.template.due.values()}
    moves = play.template.moves_from(play.matter.state)
    return next((name for name, one in moves.items() if DUTY in one.by and name not in late), None)


def accepting(play: Play) -> str | None:
    """Returns the move before which the plan's approval chain accepts the work: the one that leads
    to an end once the duty was handed in; None where the plan has no chain."""
    plan = plan_of(play)
    template = play.template
    if plan is None or plan.accept is None or play.matter.state == template.first:
        return None
    return next(
        (name for name, one in template.moves_from(play.matter.state).items() if _ends(play, one)),
        None,
    )


def _ends(play: Play, move: Move) -> bool:
    return move.to in play.template.ends and move.by != [DUTY]


def drawn_for_second_inspection(play: Play) -> bool:
    """Returns whether an accepted duty is drawn for a second inspection. It cannot be foreseen,
    because it depends on the number of the last fact."""
    plan = plan_of(play)
    share = plan.accept.reinspect if plan is not None and plan.accept is not None else None
    return share is not None and is_drawn(play.matter.id, share, str(play.matter.last_seq))


def place_of_second_inspection(play: Play) -> str | None:
    """Returns the place of a duty's second inspection: the place that it names, else one of those
    where it was fulfilled, drawn by the number of the last fact; None where the plan asks for no
    place, or none is known."""
    plan = plan_of(play)
    at = plan.accept.at if plan is not None and plan.accept is not None else None
    if at is None:
        return None
    named = play.value(at)
    if isinstance(named, str):
        return named
    places = play.matter.met_at
    one_of = drawn(places, 1 / len(places), str(play.matter.last_seq)) if places else []
    return one_of[0] if one_of else None


INSPECTOR = "safety-officer"
"""Whose post inspects again what was accepted (ours)."""


def inspectors(concerned: Collection[str], people: Iterable[str]) -> Iterator[str]:
    """Yields those of `people` who may make a second inspection: not the person whose duty it was,
    and nobody who took part."""
    return (one for one in people if one not in concerned)

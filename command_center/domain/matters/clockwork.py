"""Timed actions on matters, run by the duties of the leading process: watch rules, overdue moves,
escalations, plans."""

from command_center.domain.actor import Role
from command_center.domain.fact import Draft
from command_center.domain.matters.commands import (
    CloseAccount,
    EscalateMatter,
    HoldMatter,
    MoveMatter,
    PauseMatter,
    PlanMatter,
)
from command_center.domain.matters.consequences import arrival, live_states
from command_center.domain.matters.contractors.accounts import closing
from command_center.domain.matters.contractors.closing_accounts import (
    asked,
    ident_of,
    report_fields,
)
from command_center.domain.matters.deadlines import REMIND, asked_by, colour
from command_center.domain.matters.duties.plans import now_due
from command_center.domain.matters.facts import Escalated, Held
from command_center.domain.matters.guards.in_equals_out import in_equals_out
from command_center.domain.matters.moving.make_move import hindered, moved, name_of_watch
from command_center.domain.matters.moving.watching import (
    LATE,
    due_steps,
    is_late,
    now_held,
    superseded,
    watched,
)
from command_center.domain.matters.opening.open_matter import begun, opened
from command_center.domain.matters.opening.planning import planned
from command_center.domain.matters.parties.paging import pages_of, with_pages
from command_center.domain.matters.playing.play import looked_up, state_title, titled
from command_center.domain.matters.playing.posts import above
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, decides
from command_center.domain.state import State
from command_center.domain.state.matters import Told
from command_center.domain.template_language.guards import Nothing
from command_center.domain.template_language.parties import DUTY


@decides("matter.watch", PauseMatter, [Role.DUTY], scene=Scene.REALITY)
def watch(state: State, command: PauseMatter, ctx: Context) -> Decision:
    """Makes the move of a watch rule that holds, or of a deadline that is over. Guards cannot
    prevent a pause, but they can prevent a start."""
    play = looked_up(state, command.matter, ctx, ctx.now)
    if isinstance(play, Refusal):
        return play
    made = play.template.moves.get(command.move)
    if made is None or play.matter.state not in made.from_:
        return []
    rules = [one for one in play.template.watch if one.do == command.move]
    holding = any(
        name_of_watch(one.when) == command.because and watched(play, one.when) for one in rules
    )
    late = command.because.startswith(f"{LATE}:") and is_late(play, command.because)
    if not holding and not late:
        return []
    if made.to in live_states(play.template):
        refusal = hindered(play, command.move, made, "–")
        if refusal is not None:
            return refusal
    if made.to in play.template.ends and in_equals_out(play, Nothing()) is not None:
        return Refusal(
            "move_not_now",
            {
                "move": titled(play.template, command.move),
                "state": state_title(play.template, play.matter.state),
            },
        )
    given = MoveMatter(matter=command.matter, move=command.move)
    return moved(play, given, DUTY, None, command.because)


@decides("matter.escalate", EscalateMatter, [Role.DUTY], scene=Scene.REALITY)
def escalate(state: State, command: EscalateMatter, ctx: Context) -> Decision:
    """Notifies the people of a step of a deadline's escalation, once. If several steps were missed
    in their time, only the newest pages."""
    play = looked_up(state, command.matter, ctx, ctx.now)
    if isinstance(play, Refusal):
        return play
    for due, step in due_steps(play):
        if due["of"] == command.of and step == command.step:
            found = asked_by(play, step)
            told = list(found.told)
            data = Escalated(
                matter=play.matter.id,
                of=command.of,
                step=step,
                colour=colour(due, play.now),
                told=told,
                readers=list(play.matter.readers),
            )
            if found.stand_in is not None:
                data["stand_in"] = found.stand_in
            if told and not superseded(play, due, step):
                data["paged"] = pages_of(play, told, "soon" if step == REMIND else "late")
            return [Draft("matter.escalated", data, caused_by=play.matter.last_seq)]
    return []


@decides("matter.hold", HoldMatter, [Role.DUTY], scene=Scene.REALITY)
def hold(state: State, command: HoldMatter, ctx: Context) -> Decision:
    """Gives a matter that nobody held to whoever holds it now, and notifies them."""
    play = looked_up(state, command.matter, ctx, ctx.now)
    if isinstance(play, Refusal):
        return play
    if not now_held(play):
        return []
    after = arrival(play)
    after.pop("unsigned", None)
    after.pop("seen", None)
    data = Held(matter=play.matter.id, after=with_pages(play, after))
    return [Draft("matter.held", data, caused_by=play.matter.last_seq)]


@decides("matter.plan", PlanMatter, [Role.DUTY], scene=Scene.REALITY)
def plan(state: State, command: PlanMatter, ctx: Context) -> Decision:
    """Opens the matter of a plan for a period and a subject, once."""
    templates = ctx.templates
    known = next(
        (one for one in (templates.plans() if templates else ()) if one.plan == command.plan), None
    )
    if known is None or templates is None:
        return Refusal("no_such_matter_plan", {"plan": command.plan})
    due = [
        one for one in now_due(state, ctx.site, known, ctx.now) if one.subject == command.subject
    ]
    if not due or due[0].period != command.period:
        return []
    one = due[0]
    made = planned(state, ctx, known, one)
    if made is None:
        return Refusal("no_such_template", {"template": known.opens})
    named = {"plan": one.plan, "period": one.period, "subject": one.subject}
    post = ctx.site.post_by_id.get(one.subject)
    over = above(state, ctx.site, post) if post is not None and one.holder is None else ()
    gap = [Told(person=person, post=post.superior if post else None) for person in over]
    return opened(made.play, made.fields, {}, plan=named, gap=gap)


@decides("matter.close_account", CloseAccount, [Role.DUTY], scene=Scene.REALITY)
def close_account(state: State, command: CloseAccount, ctx: Context) -> Decision:
    """Opens the report of an account's period that is over, once."""
    account = asked(state, ctx, command.account, command.period)
    calendar = closing(account) if account is not None else None
    if account is None or calendar is None or ctx.templates is None:
        return []
    report = calendar.report or ""
    pinned = ctx.templates.newest(report)
    if pinned is None:
        return Refusal("no_such_template", {"template": report})
    ident = ident_of(ctx.site, account.account, command.period)
    play = begun(state, ctx, pinned, ident, DUTY, ctx.now)
    named = {"plan": account.account, "period": command.period, "subject": account.account}
    return opened(play, report_fields(play, account, command.period), {}, plan=named)

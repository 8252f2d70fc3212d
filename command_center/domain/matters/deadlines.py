"""Deadlines of a matter: which run in a state, when they are due, their colours, and whom they
notify."""

from collections.abc import Iterator

from command_center.domain.matters.duties.plans import due_by, shift_ends
from command_center.domain.matters.parties.addressees import Addressed, addressed, told, whose_turn
from command_center.domain.matters.playing.conditions import holds, moment_of
from command_center.domain.matters.playing.measured import measurements
from command_center.domain.matters.playing.play import Play
from command_center.domain.state.matters import Colour, Due, DueStep, Matter, gone_at
from command_center.domain.template_language.parties import DUTY
from command_center.domain.template_language.template import Plan, PlanDue
from command_center.domain.template_language.timing import ByChoice
from command_center.domain.template_language.timing import Due as DueForm
from command_center.domain.verdicts.turns import ALWAYS, Turn

YELLOW, RED = 0.8, 1.0
"""Shares of the time at which a deadline turns its colour, where the template says nothing (ours)."""
REMIND = "yellow"
"""The step of a deadline that reminds whose turn it is."""
FURTHER = 0.2
"""The share of the time after which each further person of an escalation is told (ours)."""


def deadlines(play: Play, state: str, since: int) -> list[Due]:
    """Returns the deadlines that run in `state`, which was entered at `since` (UTC epoch ms)."""
    found = []
    for name, form in play.template.due.items():
        begun = _begins(play, name, form, state, since)
        if begun is None:
            continue
        if form.when is not None and not holds(
            form.when, play.matter.fields, play.now, play.site.zone
        ):
            continue
        at = _ends(play, form, begun)
        if at is not None:
            found.append(_due(play, name, form, begun, at))
    return _by_plan(play, state, since, found)


def _by_plan(play: Play, state: str, since: int, found: list[Due]) -> list[Due]:
    """Returns the deadlines with that of the matter's plan. A plan that states colours, people to
    notify or `before` has its own deadline: the end of its period, or its beginning."""
    plan = next((one for one in play.shelf.plans() if one.plan == play.matter.plan), None)
    own = plan.due if plan is not None else PlanDue()
    if plan is None or state != play.template.first:
        return found
    if not own.model_fields_set and plan.before is None:
        return found
    ends = _period_over(play, plan)
    if ends is None or ends <= since:
        return found
    moves = play.template.moves_from(state)
    first = next((name for name, move in moves.items() if move.by != [DUTY]), None)
    named = [one["of"] for one in found if one["of"] in moves] or ([first] if first else [])
    kept = [one for one in found if one["of"] not in named]
    for name in named:
        form = play.template.due.get(name)
        told = own.escalate or (form.escalate if form is not None else None)
        late = form.late if form is not None else None
        made = DueForm(
            every=None,
            within=ends - since,
            yellow=own.yellow,
            red=own.red,
            escalate=told,
            late=late,
            late_at=form.late_at if form is not None else None,
        )
        kept.append(_due(play, name, made, since, ends))
    return kept


def _period_over(play: Play, plan: Plan) -> int | None:
    opened = play.matter.opened_at
    if plan.every == "shift":
        shift, _, begins = (play.matter.period or "").rpartition("-")
        if plan.before == "start":
            return int(begins) if begins.isdigit() else None
        return shift_ends(play.site, shift, opened)
    return due_by(plan, play.site, play.state, opened)


def _begins(play: Play, name: str, form: DueForm, state: str, since: int) -> int | None:
    """Returns when the deadline began to run (UTC epoch ms); None where it does not run in this
    state."""
    if form.while_ is not None:
        if state not in form.while_:
            return None
        return max(since, last_measured(play.matter) or 0)
    if form.of is not None:
        return since if state == form.of else None
    move = play.template.moves.get(name)
    return since if move is not None and state in move.from_ else None


def last_measured(matter: Matter) -> int | None:
    """Returns when the newest measurement of a matter was made (UTC epoch ms); None if there is
    none."""
    times = [line["at"] for value in matter.fields.values() for line in measurements(value)]
    return max(times, default=None)


def _ends(play: Play, form: DueForm, since: int) -> int | None:
    if form.by is not None:
        return moment_of(play.value(form.by), play.site.zone)
    span = form.within if form.within is not None else form.every
    length = span_ms(play, span)
    return None if length is None else since + length


def span_ms(play: Play, span: int | ByChoice | None) -> int | None:
    """Returns a span in ms. Where it depends on a choice, returns the span of the chosen value, or
    None without a choice."""
    if isinstance(span, ByChoice):
        return span.of.get(str(play.value(span.field)))
    return span


def _due(play: Play, name: str, form: DueForm, since: int, at: int) -> Due:
    length = at - since
    yellow = since + round(length * (YELLOW if form.yellow is None else form.yellow))
    red = since + round(length * (RED if form.red is None else form.red))
    due = Due(
        of=name,
        since=since,
        at=at,
        yellow=yellow,
        red=red,
        steps=[*_reminds(form, yellow), *_steps(play, form, length, red)],
    )
    if form.late is not None:
        due["late"] = form.late
        if form.late_at is not None:
            due["late_at"] = since + round(length * form.late_at)
    return due


def _steps(play: Play, form: DueForm, length: int, red: int) -> Iterator[DueStep]:
    """Each person of the escalation, the first when it turns red."""
    for rank, who in enumerate(form.escalate or ()):
        at = red + round(rank * FURTHER * max(length, 0))
        yield DueStep(step=f"{rank + 1}-{who}"[:60], at=at, to=told(play, [who]))


def _reminds(form: DueForm, yellow: int) -> Iterator[DueStep]:
    """Yields the reminder at the time the deadline turns yellow, if the template sets that time.
    Its recipients are found when it fires."""
    if form.yellow is not None:
        yield DueStep(step=REMIND, at=yellow, to=[])


def asked_by(play: Play, step: str) -> Addressed:
    """Returns the people whom a step of a deadline notifies, by the matter's state when it fires."""
    if step == REMIND:
        return whose_turn(play)
    return addressed(play, [step.partition("-")[2]])


def colour(due: Due, now: int) -> Colour:
    """Returns the colour of a deadline at `now`: blue, yellow or red."""
    if now >= due["red"]:
        return "red"
    return "yellow" if now >= due["yellow"] else "blue"


def worst(matter: Matter, now: int) -> Colour | None:
    """Returns the worst colour of a matter's deadlines; None where none runs."""
    order: tuple[Colour, ...] = ("red", "yellow", "blue")
    colours = {colour(due, now) for due in matter.due}
    return next((one for one in order if one in colours), None)


def late_at(matter: Matter) -> int | None:
    """Returns when the first running deadline of a matter turns red; None where none runs."""
    return min((due["red"] for due in matter.due), default=None)


def late_turns(matter: Matter) -> list[Turn]:
    """Returns the turns of a matter: `open`, and `late` from when its first deadline is red."""
    first = late_at(matter)
    late: list[Turn] = [] if first is None else [(first, "warn", "late")]
    return [(ALWAYS, "plain", "open"), *late]


def next_moment(matter: Matter, after: int = -1) -> int | None:
    """Returns the first moment after `after` at which a timed rule must act on a matter; None where
    there is none."""
    moments = [
        step["at"]
        for due in matter.due
        for step in due["steps"]
        if f"{due['of']}/{step['step']}" not in matter.fired
    ]
    moments += [gone_at(due) for due in matter.due if "late" in due]
    if matter.valid_until is not None and matter.live:
        moments.append(matter.valid_until)
    return min((one for one in moments if one > after), default=None)

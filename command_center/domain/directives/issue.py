"""Issues a directive: resolves the recipient, checks authority, freezes the times."""

from pydantic import Field

from command_center.domain.actor import Role
from command_center.domain.directives.authority import post_and_holder
from command_center.domain.directives.given import Instruction, chain_of, draft_directive
from command_center.domain.directives.needs_authority import authority_to_direct, isolates
from command_center.domain.directives.refused import live
from command_center.domain.fields import DueSpan, PlaceId, RecipientId
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.open_incident import open_incident
from command_center.domain.payload import Words
from command_center.domain.people.evacuation import draft_evacuation
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, decides
from command_center.domain.resources.kit_use import draft_need
from command_center.domain.site.model import Category, Step, Urgency
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.text import Typed, said


class IssueDirective(Command):
    """Issue a directive to a post or person: a step of the incident's plan, or a text of one's own.

    Every value of the step can be overridden. Without a step, `to` and `text` are needed. `due_s`
    counts in seconds from now.
    """

    incident: str = Field(max_length=40)
    step: str | None = Field(default=None, max_length=40)
    to: RecipientId | None = None
    text: Typed | None = Field(default=None)
    urgency: Urgency | None = None
    category: Category | None = None
    place: PlaceId | None = None
    due_s: DueSpan | None = None
    kit: str | None = Field(default=None, max_length=40)
    acts_on: list[str] = Field(default=[], max_length=20)
    evacuates: list[str] = Field(default=[], max_length=50)
    mobilises: str | None = Field(default=None, max_length=40)
    supersedes: str | None = Field(default=None, max_length=40)


@decides("directive.issue", IssueDirective, [Role.COMMANDER])
def issue(state: State, command: IssueDirective, ctx: Context) -> Decision:
    """Issues a directive to the person who holds the post now. It is refused where the issuer's
    authority does not cover it. A directive that evacuates areas also orders the evacuation, and
    one with a kit also records that the kit is needed."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    step = _step(command, incident, ctx)
    if isinstance(step, Refusal):
        return step
    told = _instruction(command, step, incident, ctx)
    if isinstance(told, Refusal):
        return told
    refusal = (
        _unknown(command, ctx)
        or _vacant(state, ctx, told.to)
        or _given(state, incident, step, told.supersedes)
        or _replaces(state, incident, told.supersedes)
    )
    if refusal:
        return refusal
    free = bool(told.evacuates or (step and step.calls)) or isolates(ctx.site, told.acts_on)
    if refusal := authority_to_direct(state, ctx, incident, told.to, told.mobilises, free=free):
        return refusal
    given = draft_directive(state, ctx, incident, told, ctx.when(command))
    # Telling somebody to clear an area is the order to clear it: people are counted from now on.
    # Where it is to be done says where they go, if that is a muster point.
    muster = next((one.id for one in ctx.site.musters if one.id == told.place), None)
    ordered = (
        draft_evacuation(state, ctx, incident, told.evacuates, muster) if told.evacuates else []
    )
    needed = draft_need(incident, told.kit) if told.kit else None
    return [draft for draft in (given, *ordered, needed) if draft is not None]


def _instruction(
    command: IssueDirective, step: Step | None, incident: Incident, ctx: Context
) -> Instruction | Refusal:
    """Returns the content of the directive: what the command says, completed by the plan's step; or
    a refusal where recipient or text is missing."""
    to = command.to or (step.post if step else None)
    if to is None:
        return Refusal("directive_to_nobody")
    text = command.text or (step.text if step else None)
    if not text:
        return Refusal("directive_says_nothing")
    words = said(text) if isinstance(text, str) else text
    return Instruction(
        to=to,
        text=Words(zh=words.zh, en=words.en),
        urgency=command.urgency or (step.urgency if step else Urgency.NORMAL),
        category=command.category or (step.category if step else Category.PROPERTY),
        place=command.place or (step.place if step else None) or incident.place,
        step=step.id if step else None,
        kit=command.kit or (step.kit if step else None),
        acts_on=command.acts_on or (step.acts_on if step else []),
        evacuates=command.evacuates or (step.evacuates if step else []),
        mobilises=command.mobilises or (step.mobilises if step else None),
        due_at=_due(command, step, incident, ctx),
        supersedes=command.supersedes,
    )


def _unknown(command: IssueDirective, ctx: Context) -> Refusal | None:
    """The first id of the command that names nothing here."""
    site = ctx.site
    if command.to and command.to not in site.post_by_id and command.to not in site.person_by_id:
        return Refusal("unknown_recipient", {"to": command.to})
    if command.place is not None and command.place not in site.places:
        return Refusal("unknown_place", {"place": command.place})
    if command.kit is not None and command.kit not in site.kit_by_id:
        return Refusal("unknown_kit", {"kit": command.kit})
    if command.mobilises is not None and command.mobilises not in site.team_by_id:
        return Refusal("unknown_team", {"team": command.mobilises})
    for zone in command.evacuates:
        if zone not in site.area_by_id:
            return Refusal("unknown_place", {"place": zone})
    for element in command.acts_on:
        if element not in site.valve_by_id and element not in site.pump_by_id:
            return Refusal("unknown_element", {"element": element})
    return None


def _vacant(state: State, ctx: Context, to: str) -> Refusal | None:
    """Refuses a directive to a post that nobody holds, because a directive goes to a person."""
    post = ctx.site.post_by_id.get(to)
    if post is None or state.roster.holders.get(to) is not None:
        return None
    holders = state.roster.holders
    others = [post_and_holder(state, ctx.site, p) for p in chain_of(ctx, to) if holders.get(p)]
    if not others:
        return Refusal("post_vacant_alone", {"post": post.name})
    return Refusal("post_vacant", {"post": post.name, "others": others})


def _given(
    state: State, incident: Incident, step: Step | None, replaced: str | None
) -> Refusal | None:
    """Refuses a plan step that somebody is working on already, so that a second click gives no
    second directive."""
    if step is None:
        return None
    for other in state.in_hand.filed_of(incident.id).of_step.get(step.id, ()):
        if other.open and other.state != "done" and other.id != replaced:
            return Refusal("step_given", {"directive": other.id})
    return None


def _replaces(state: State, incident: Incident, replaced: str | None) -> Refusal | None:
    old = state.directives.get(replaced) if replaced else None
    if replaced and (old is None or not live(state, old) or old.incident != incident.id):
        return Refusal("directive_not_open", {"directive": replaced})
    return None


def _step(command: IssueDirective, incident: Incident, ctx: Context) -> Step | Refusal | None:
    if command.step is None:
        return None
    plan = incident.plan_in(ctx.site)
    found = next((s for s in plan.steps if s.id == command.step), None) if plan else None
    return found or Refusal("unknown_step", {"step": command.step})


def _due(
    command: IssueDirective, step: Step | None, incident: Incident, ctx: Context
) -> int | None:
    if command.due_s is not None:
        return ctx.when(command) + command.due_s * 1000
    return incident.t0 + step.due_s * 1000 if step else None

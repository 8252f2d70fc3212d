"""Issuing a directive: resolve the recipient, check authority, freeze the times."""

from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.directives.authority import post_and_holder
from command_center.domain.directives.directive import (
    ACK_WITHIN_S,
    WORK_S,
    Directive,
    open_directives_of,
)
from command_center.domain.directives.needs_authority import authority_to_direct, isolates
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.payload import Words
from command_center.domain.people.evacuation import draft_evacuation
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.resources.kit_use import draft_need
from command_center.domain.site.model import Category, Step, Urgency
from command_center.domain.standing import open_incident
from command_center.domain.text import Line, Text, said

if TYPE_CHECKING:
    from command_center.domain.incidents.incident import Incident
    from command_center.domain.state import State


class IssueDirective(Command):
    """An instruction to a post or person: a step of the incident's plan, or one's own words.

    What a step leaves open may be overridden; without a step `to` and `text` are needed.
    `due_s` counts from now.
    """

    incident: str = Field(max_length=40)
    step: str | None = Field(default=None, max_length=40)
    to: str | None = Field(default=None, max_length=40)
    text: Text | Line | None = Field(default=None)
    urgency: Urgency | None = None
    category: Category | None = None
    place: str | None = Field(default=None, max_length=40)
    due_s: int | None = Field(default=None, ge=10, le=86_400)
    kit: str | None = Field(default=None, max_length=40)
    acts_on: list[str] = Field(default=[], max_length=20)
    evacuates: list[str] = Field(default=[], max_length=50)
    mobilises: str | None = Field(default=None, max_length=40)
    supersedes: str | None = Field(default=None, max_length=40)


class DirectiveIssued(TypedDict):
    """An instruction was given; recipient, chain and times are frozen with it."""

    id: str
    text: Words
    to_post: str | None
    to_person: str | None
    urgency: str
    category: str
    place: str | None
    step: str | None
    kit: str | None
    acts_on: list[str]
    evacuates: list[str]
    mobilises: str | None
    ack_by: int
    due_at: int
    chain: list[str]
    conflict: bool
    supersedes: str | None


@decides("directive.issue", IssueDirective, [Role.COMMANDER])
def issue(state: "State", command: IssueDirective, ctx: Context) -> Decision:
    """Straight to the person who holds the post now; beyond authority it is refused visibly.

    One that evacuates orders the evacuation with it; one with a kit says that it is needed.
    """
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    step = _step(command, incident, ctx)
    if isinstance(step, Refusal):
        return step
    to = command.to or (step.post if step else None)
    if to is None:
        return Refusal("directive_to_nobody")
    text = command.text or (step.text if step else None)
    if not text:
        return Refusal("directive_says_nothing")
    acts_on = command.acts_on or (step.acts_on if step else [])
    evacuates = command.evacuates or (step.evacuates if step else [])
    mobilises = command.mobilises or (step.mobilises if step else None)
    replaced = command.supersedes
    refusal = (
        _unknown(command, ctx)
        or _vacant(state, ctx, to)
        or _given(state, incident, step, replaced)
        or _replaces(state, incident, replaced)
    )
    if refusal:
        return refusal
    free = bool(evacuates or (step and step.calls)) or isolates(ctx, acts_on)
    if refusal := authority_to_direct(state, ctx, incident, to, mobilises, free=free):
        return refusal
    given = draft_directive(
        state,
        ctx,
        incident,
        to=to,
        text=said(text) if isinstance(text, str) else text,
        urgency=command.urgency or (step.urgency if step else Urgency.NORMAL),
        category=command.category or (step.category if step else Category.PROPERTY),
        place=command.place or (step.place if step else None) or incident.place,
        step=step.id if step else None,
        kit=command.kit or (step.kit if step else None),
        acts_on=acts_on,
        evacuates=evacuates,
        mobilises=mobilises,
        at=ctx.when(command),
        due_at=_due(command, step, incident, ctx),
        supersedes=replaced,
    )
    # Telling somebody to clear an area is the order to clear it: people are counted from now on.
    ordered = draft_evacuation(state, incident, evacuates) if evacuates else None
    kit = given.data["kit"]
    needed = draft_need(incident, kit) if kit else None
    return [draft for draft in (given, ordered, needed) if draft is not None]


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


def _vacant(state: "State", ctx: Context, to: str) -> Refusal | None:
    """A directive goes straight to a person: a post that nobody holds can take none."""
    post = ctx.site.post_by_id.get(to)
    if post is None or state.roster.holders.get(to) is not None:
        return None
    others = [post_and_holder(state, ctx.site, p) for p in _chain(ctx, to)]
    return Refusal(
        "post_vacant", {"post": post.name, "others": others or [Phrase("phrase.nobody")]}
    )


def _given(
    state: "State", incident: "Incident", step: Step | None, replaced: str | None
) -> Refusal | None:
    """A step that somebody is still at is not given twice: a second click is no second order."""
    for other in state.in_hand.of_incident(incident.id):
        at_it = other.open and other.state != "done" and other.id != replaced
        if step and at_it and other.step == step.id and other.incident == incident.id:
            return Refusal("step_given", {"directive": other.id})
    return None


def _replaces(state: "State", incident: "Incident", replaced: str | None) -> Refusal | None:
    old = state.directives.get(replaced) if replaced else None
    if replaced and (old is None or not old.open or old.incident != incident.id):
        return Refusal("directive_not_open", {"directive": replaced})
    return None


def _step(command: IssueDirective, incident: "Incident", ctx: Context) -> Step | Refusal | None:
    if command.step is None:
        return None
    plan = ctx.site.plan_by_id.get(incident.plan or "")
    found = next((s for s in plan.steps if s.id == command.step), None) if plan else None
    return found or Refusal("unknown_step", {"step": command.step})


def _due(
    command: IssueDirective, step: Step | None, incident: "Incident", ctx: Context
) -> int | None:
    if command.due_s is not None:
        return ctx.when(command) + command.due_s * 1000
    return incident.t0 + step.due_s * 1000 if step else None


def draft_directive(
    state: "State",
    ctx: Context,
    incident: "Incident",
    *,
    to: str,
    text: Text | Words,
    urgency: Urgency,
    category: Category,
    at: int,
    place: str | None = None,
    step: str | None = None,
    kit: str | None = None,
    acts_on: list[str] | None = None,
    evacuates: list[str] | None = None,
    mobilises: str | None = None,
    due_at: int | None = None,
    supersedes: str | None = None,
    ahead: int = 0,
) -> Draft:
    """The fact of a directive given `at` (ms), its recipient resolved and its times frozen; `ahead`
    of it in the same decision so many others are given."""
    post = to if to in ctx.site.post_by_id else None
    person = state.roster.holders.get(to) if post else to
    busy = any(d.id != supersedes for d in open_directives_of(state, person))
    words = text if isinstance(text, dict) else Words(zh=text.zh, en=text.en)
    payload = DirectiveIssued(
        id=state.name("DIR", len(state.directives) + 1 + ahead),
        text=words,
        to_post=post,
        to_person=person,
        urgency=urgency.value,
        category=category.value,
        place=place,
        step=step,
        kit=kit,
        acts_on=acts_on or [],
        evacuates=evacuates or [],
        mobilises=mobilises,
        ack_by=at + ACK_WITHIN_S[urgency] * 1000,
        due_at=due_at or at + WORK_S[urgency] * 1000,
        chain=_chain(ctx, post),
        conflict=busy,
        supersedes=supersedes,
    )
    return Draft("directive.issued", payload, incident.id, caused_by=_cause(state, incident, at))


def _cause(state: "State", incident: "Incident", at: int) -> int:
    """What a directive answers: the alarm's acknowledgement if it was given by then."""
    answered = incident.answered_seq
    if answered is not None and state.times[answered - 1] <= at:
        return answered
    return incident.opened_seq


def _chain(ctx: Context, post: str | None) -> list[str]:
    """Deputy, then superior: the posts an unanswered directive goes to, frozen at issue."""
    found = ctx.site.post_by_id.get(post or "")
    return [p for p in (found.deputy, found.superior) if p] if found else []


@applies("directive.issued", DirectiveIssued)
def issued(state: "State", fact: Fact) -> None:
    """On the board; one it supersedes is ended by it."""
    d = fact.data
    new = state.directives[d["id"]] = Directive(
        id=d["id"],
        incident=fact.incident or "",
        text=d["text"],
        to_post=d["to_post"],
        to_person=d["to_person"],
        urgency=d["urgency"],
        category=d["category"],
        place=d["place"],
        step=d["step"],
        kit=d["kit"],
        acts_on=list(d["acts_on"]),
        evacuates=list(d["evacuates"]),
        mobilises=d["mobilises"],
        issuer=fact.actor,
        issued_at=fact.at,
        issued_seq=fact.seq,
        ack_by=d["ack_by"],
        due_at=d["due_at"],
        supersedes=d["supersedes"],
        history=[fact.seq],
    )
    state.in_hand.issued(new)
    old = state.directives.get(d["supersedes"] or "")
    if old is not None:
        old.state = "superseded"
        old.ended_at = fact.at
        old.history.append(fact.seq)
        state.in_hand.ended(old)

"""Issuing a directive: resolve the recipient, check authority, freeze the times."""

from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.authority import beyond_authority
from command_center.domain.custody import reach
from command_center.domain.directive import ACK_WITHIN_S, WORK_S, Directive
from command_center.domain.fact import Draft, Fact
from command_center.domain.incident import not_in_command, open_incident
from command_center.domain.payload import Quantity, Words
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site import Category, Step, Urgency
from command_center.domain.text import Text, said

if TYPE_CHECKING:
    from command_center.domain.incident import Incident
    from command_center.domain.state import State


class IssueDirective(Command):
    """An instruction to a post or person: a step of the incident's plan, or one's own words.

    What a step leaves open may be overridden; without a step `to` and `text` are needed.
    `due_s` counts from now.
    """

    incident: str = Field(max_length=40)
    step: str | None = Field(default=None, max_length=40)
    to: str | None = Field(default=None, max_length=40)
    text: Text | str | None = Field(default=None)
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
    ack_by: int
    due_at: int
    chain: list[str]
    conflict: bool
    supersedes: str | None


@decides("directive.issue", IssueDirective, [Role.COMMANDER])
def issue(state: "State", command: IssueDirective, ctx: Context) -> Decision:
    """Straight to the person who holds the post now; beyond authority it is refused visibly."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    step = _step(command, incident, ctx)
    if isinstance(step, Refusal):
        return step
    to = command.to or (step.post if step else None)
    if to is None or (to not in ctx.site.post_by_id and to not in ctx.site.person_by_id):
        return Refusal("unknown_recipient", {"to": to or "?"})
    text = command.text or (step.text if step else None)
    if text is None or (isinstance(text, str) and not text.strip()):
        return Refusal("directive_says_nothing")
    for place in (command.place, *command.evacuates):
        if place is not None and place not in ctx.site.places:
            return Refusal("unknown_place", {"place": place})
    acts_on = command.acts_on or (step.acts_on if step else [])
    evacuates = command.evacuates or (step.evacuates if step else [])
    mobilises = command.mobilises or (step.mobilises if step else None)
    if not (acts_on or evacuates):
        refusal = _authority(state, ctx, incident, to, mobilises)
        if refusal:
            return refusal
    replaced = command.supersedes
    if replaced is not None:
        old = state.directives.get(replaced)
        if old is None or not old.open or old.incident != incident.id:
            return Refusal("directive_not_open", {"directive": replaced})
    return [
        draft_directive(
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
            due_at=_due(command, step, incident, ctx),
            supersedes=replaced,
        )
    ]


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
        return ctx.now + command.due_s * 1000
    return incident.t0 + step.due_s * 1000 if step else None


def _authority(
    state: "State", ctx: Context, incident: "Incident", to: str, mobilises: str | None
) -> Refusal | None:
    if mobilises is not None:
        team = ctx.site.team_by_id.get(mobilises)
        if team is None:
            return Refusal("unknown_team", {"team": mobilises})
        return beyond_authority(state, ctx, incident, "mobilise", team.area, mobilises)
    post = ctx.site.post_by_id.get(to)
    own = post is not None and to in state.roster.posts_of(ctx.actor.person)
    area = post.area if post else _home(ctx, to)
    if area is None or own:
        return None
    return beyond_authority(state, ctx, incident, "direct", area, to)


def _home(ctx: Context, person: str) -> str | None:
    """A person is directed where they belong, whatever post they hold."""
    return ctx.site.person_by_id[person].home


def draft_directive(
    state: "State",
    ctx: Context,
    incident: "Incident",
    *,
    to: str,
    text: Text,
    urgency: Urgency,
    category: Category,
    place: str | None = None,
    step: str | None = None,
    kit: str | None = None,
    acts_on: list[str] | None = None,
    evacuates: list[str] | None = None,
    due_at: int | None = None,
    supersedes: str | None = None,
) -> Draft:
    """The fact of a directive given now, its recipient resolved and its times frozen."""
    post = to if to in ctx.site.post_by_id else None
    person = state.roster.holders.get(to) if post else to
    busy = any(d.open and d.to_person == person for d in state.directives.values() if person)
    payload = DirectiveIssued(
        id=f"DIR-{len(state.directives) + 1}",
        text=Words(zh=text.zh, en=text.en),
        to_post=post,
        to_person=person,
        urgency=urgency.value,
        category=category.value,
        place=place,
        step=step,
        kit=kit,
        acts_on=acts_on or [],
        evacuates=evacuates or [],
        ack_by=ctx.now + ACK_WITHIN_S[urgency] * 1000,
        due_at=due_at or ctx.now + WORK_S[urgency] * 1000,
        chain=_chain(ctx, post),
        conflict=busy,
        supersedes=supersedes,
    )
    return Draft("directive.issued", payload, incident.id, caused_by=incident.opened_seq)


def _chain(ctx: Context, post: str | None) -> list[str]:
    """Deputy, then superior: the posts an unanswered directive goes to, frozen at issue."""
    found = ctx.site.post_by_id.get(post or "")
    return [p for p in (found.deputy, found.superior) if p] if found else []


def shortage_directive(
    state: "State", ctx: Context, incident: "Incident", missing: list[Quantity]
) -> list[Draft]:
    """The directive that chases what a short kit lacks: to the key-holder of a store that has it,
    else to whoever commands."""
    names = [ctx.site.resource_by_id[m["resource"]].name for m in missing]
    parts = list(zip(names, missing, strict=True))
    zh = "、".join(f"{name.zh} {m['quantity']:g}" for name, m in parts)
    en = ", ".join(f"{m['quantity']:g} {name.en}" for name, m in parts)
    store = next(
        (
            s
            for s in ctx.site.stores
            if reach(state, s) == "locked"
            and any((m["resource"], s.id) in state.ledger.lines for m in missing)
        ),
        None,
    )
    to = store.custody.key_post if store else incident.commander_post
    if to is None:
        return []
    text = (
        Text(zh=f"从{store.name.zh}取来{zh}", en=f"Bring {en} from {store.name.en}")
        if store
        else Text(zh=f"设法补齐{zh}", en=f"Find {en}")
    )
    urgent, source = Urgency.URGENT, Category.SOURCE
    return [
        draft_directive(state, ctx, incident, to=to, text=text, urgency=urgent, category=source)
    ]


@applies("directive.issued", DirectiveIssued)
def issued(state: "State", fact: Fact) -> None:
    """On the board; one it supersedes is ended by it."""
    d = fact.data
    state.directives[d["id"]] = Directive(
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
        issuer=fact.actor,
        issued_at=fact.at,
        issued_seq=fact.seq,
        ack_by=d["ack_by"],
        due_at=d["due_at"],
        supersedes=d["supersedes"],
        history=[fact.seq],
    )
    old = state.directives.get(d["supersedes"] or "")
    if old is not None:
        old.state = "superseded"
        old.ended_at = fact.at
        old.history.append(fact.seq)

"""The gate desk registers visitors, drivers and contractors, and records when they leave.

A fact holds only a number. Name, company, plate and badge are stored in a table that can be erased
(`store/people/visitors.py`).
"""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.readers import ADMINISTRATORS, EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.visitors import Visitor, VisitorKind

DESK = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
"""Who may keep the gate desk: who leads, and of the responders the people of the gate post (`keeps_gate`)."""


class RegisterVisitor(Command):
    """Register somebody who is let in. `kind` is visitor, driver or contractor; `host` is whom they
    visit. `compared` is the account that bans somebody with a similar name, where the guard has
    compared the papers."""

    visitor: str = Field(max_length=40)
    kind: VisitorKind
    gate: str | None = Field(default=None, max_length=40)
    host: PersonId | None = None
    compared: str | None = Field(default=None, max_length=60)


class VisitorLeaves(Command):
    """Record that a visitor leaves."""

    visitor: str = Field(max_length=40)


class VisitorRegistered(TypedDict):
    """A visitor, driver or contractor was let in. Who that is can only be found in the desk's
    table, which can be erased. `compared`: somebody similar is banned by this account, and the
    guard has compared the papers."""

    visitor: str
    kind: VisitorKind
    gate: NotRequired[str]
    host: NotRequired[str]
    compared: NotRequired[str]


class VisitorLeft(TypedDict):
    """A visitor, driver or contractor left."""

    visitor: str


def keeps_gate(state: State, site: Site, role: Role, person: str | None) -> bool:
    """Returns whether somebody may keep the gate desk: a commander or controller, and a responder
    who holds a security post now. Where the site has no such post, any responder may."""
    if role in (Role.COMMANDER, Role.CONTROLLER):
        return True
    if role is not Role.RESPONDER:
        return False
    posts = [post.id for post in site.posts if post.duty == "security"]
    if not posts:
        return True
    return any(state.roster.holders.get(post) == person for post in posts if person)


@decides("visitor.register", RegisterVisitor, [Role.DUTY], scene=Scene.REALITY, by_door=DESK)
def register(state: State, command: RegisterVisitor, ctx: Context) -> Decision:
    """Lets somebody in. Always refused from outside: only the gate desk knows who it is (`POST
    /api/v1/visitors`)."""
    if command.gate is not None and command.gate not in ctx.site.gate_by_id:
        return Refusal("unknown_place", {"place": command.gate})
    if command.host is not None and command.host not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.host})
    if command.visitor in state.visitors.here:
        return []
    data = VisitorRegistered(visitor=command.visitor, kind=command.kind)
    if command.gate is not None:
        data["gate"] = command.gate
    if command.host is not None:
        data["host"] = command.host
    if command.compared is not None:
        data["compared"] = command.compared
    return [Draft("visitor.registered", data)]


@decides(
    "visitor.leave", VisitorLeaves, [*DESK, Role.DUTY], scene=Scene.REALITY, by_door=ADMINISTRATORS
)
def leave(state: State, command: VisitorLeaves, ctx: Context) -> Decision:
    """Records that a visitor leaves by the gate desk. In an evacuation this does not count as safe."""
    actor = ctx.actor
    by_hand = actor.role is not Role.DUTY and not ctx.by_door
    if by_hand and not keeps_gate(state, ctx.site, actor.role, actor.person):
        return Refusal("not_the_gate", status=403)
    if command.visitor not in state.visitors.here:
        return Refusal("no_such_visitor", {"visitor": command.visitor})
    return [Draft("visitor.left", VisitorLeft(visitor=command.visitor))]


@applies("visitor.registered", VisitorRegistered, readers=EVERYBODY)
def registered(state: State, fact: Fact) -> None:
    """Applies the fact: the visitor is here."""
    told = fact.data
    state.visitors.registered += 1
    state.visitors.here[told["visitor"]] = Visitor(
        told["visitor"], told["kind"], fact.at, fact.seq, told.get("gate"), told.get("host")
    )


@applies("visitor.left", VisitorLeft, readers=EVERYBODY)
def left(state: State, fact: Fact) -> None:
    """Applies the fact: the visitor is no longer here; an open headcount still asks for them."""
    state.visitors.here.pop(fact.data["visitor"], None)

"""The gate desk: visitors, drivers and contractors are registered and leave.

A fact holds a number. Who that is (name, company, plate, badge) lies in a table that can be erased
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
    """Somebody who is let in. `kind` is visitor, driver or contractor; `host` is whom they visit. `compared`: the
    account by which somebody like them is barred; the guard has compared the papers."""

    visitor: str = Field(max_length=40)
    kind: VisitorKind
    gate: str | None = Field(default=None, max_length=40)
    host: PersonId | None = None
    compared: str | None = Field(default=None, max_length=60)


class VisitorLeaves(Command):
    """A visitor who leaves."""

    visitor: str = Field(max_length=40)


class VisitorRegistered(TypedDict):
    """A visitor, driver or contractor was let in. The number says who only with the desk's table, which can be
    erased. `compared`: somebody like them is barred by this account; the guard has compared the papers."""

    visitor: str
    kind: VisitorKind
    gate: NotRequired[str]
    host: NotRequired[str]
    compared: NotRequired[str]


class VisitorLeft(TypedDict):
    """A visitor, driver or contractor left."""

    visitor: str


def keeps_gate(state: State, site: Site, role: Role, person: str | None) -> bool:
    """Who leads keeps the gate desk; of the responders, who holds a post of security now. Where the site has no such
    post, any responder does."""
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
    """Lets somebody in. Always refused from outside: the gate desk keeps who it is
    (`POST /api/v1/visitors`).
    """
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
    """A visitor leaves by the gate desk. In an evacuation that is no word that they are safe."""
    actor = ctx.actor
    by_hand = actor.role is not Role.DUTY and not ctx.by_door
    if by_hand and not keeps_gate(state, ctx.site, actor.role, actor.person):
        return Refusal("not_the_gate", status=403)
    if command.visitor not in state.visitors.here:
        return Refusal("no_such_visitor", {"visitor": command.visitor})
    return [Draft("visitor.left", VisitorLeft(visitor=command.visitor))]


@applies("visitor.registered", VisitorRegistered, readers=EVERYBODY)
def registered(state: State, fact: Fact) -> None:
    """The visitor is here."""
    told = fact.data
    state.visitors.registered += 1
    state.visitors.here[told["visitor"]] = Visitor(
        told["visitor"], told["kind"], fact.at, fact.seq, told.get("gate"), told.get("host")
    )


@applies("visitor.left", VisitorLeft, readers=EVERYBODY)
def left(state: State, fact: Fact) -> None:
    """The visitor is not here any more; an open headcount still asks for them."""
    state.visitors.here.pop(fact.data["visitor"], None)

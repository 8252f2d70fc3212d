"""Improvement actions: opened for a finding, owned by a person, done with proof, and closed only
when a later drill has observed that they work."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, EpochMs, Scene, applies, decides
from command_center.domain.reviews.findings import Cited
from command_center.domain.reviews.lapsing import lapsing
from command_center.domain.reviews.opening import draft, drop_signatures
from command_center.domain.reviews.people import REVIEWERS, SIGNERS, not_a_person
from command_center.domain.state.review import Action
from command_center.domain.text import Reason, kept

if TYPE_CHECKING:
    from command_center.domain.state import State
    from command_center.domain.state.drills.drill import Drill


class OpenAction(Command):
    """Open an improvement action for a finding."""

    finding: str = Field(max_length=40)
    text: Reason


class NameAction(Command):
    """Names an action."""

    action: str = Field(max_length=40)


class AssignAction(NameAction):
    """Assign an action to its owner, with its due time (UTC epoch ms)."""

    owner: str = Field(max_length=40)
    due_at: EpochMs


class ActionDone(NameAction):
    """Record that an action is done, with the proof: the number of a photograph, paper or order."""

    proof: str = Field(min_length=2, max_length=200)


class ObserveAction(NameAction):
    """Record what a later drill observed of an action, with the facts that show it."""

    drill: str = Field(max_length=40)
    result: Literal["pass", "fail"]
    facts: Cited


class ActionOpened(TypedDict):
    """An improvement action was opened for a finding."""

    action: str
    finding: str
    review: str
    text: str | Words


class ActionAssigned(TypedDict):
    """An action was given an owner and a due time."""

    action: str
    owner: str
    due_at: int


class ActionProved(TypedDict):
    """The owner reports an action as done, with the proof; only a drill closes it."""

    action: str
    proof: str


class ActionObserved(TypedDict):
    """What a later drill showed of an action, with the facts that show it."""

    action: str
    drill: str
    facts: list[int]


def _open_action(state: "State", name: str, ctx: Context) -> Action | Refusal:
    found = state.reviews.actions.get(name)
    if found is None:
        return Refusal("unknown_action", {"action": name})
    if refusal := not_a_person(ctx):
        return refusal
    if found.closed_at is not None:
        return Refusal("action_closed", {"action": name})
    return found


@decides("action.open", OpenAction, REVIEWERS, scene=Scene.REALITY)
def open_(state: "State", command: OpenAction, ctx: Context) -> Decision:
    """Opens an action for a problem that was found, until the review is signed."""
    found = state.reviews.findings.get(command.finding)
    if found is None:
        return Refusal("unknown_finding", {"finding": command.finding})
    if refusal := not_a_person(ctx):
        return refusal
    if found.nature != "problem":
        return Refusal("not_a_problem", {"finding": found.id})
    review = state.reviews.by_id[found.review]
    if review.signed:
        return Refusal("review_signed", {"review": found.review})
    data = ActionOpened(
        action=f"ACT-{len(state.reviews.actions) + 1}",
        finding=found.id,
        review=found.review,
        text=kept(command.text),
    )
    opened = draft("action.opened", data, found.review, state, found.seq)
    return [opened, *lapsing(state, review)]


@decides("action.assign", AssignAction, SIGNERS, scene=Scene.REALITY)
def assign(state: "State", command: AssignAction, ctx: Context) -> Decision:
    """Gives an action its owner, a person of the site, and the day it is due, which must not have passed."""
    found = _open_action(state, command.action, ctx)
    if isinstance(found, Refusal):
        return found
    if command.owner not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.owner})
    if command.due_at <= ctx.now:
        return Refusal("due_in_the_past")
    data = ActionAssigned(action=found.id, owner=command.owner, due_at=command.due_at)
    assigned = draft("action.assigned", data, found.review, state, found.history[-1])
    return [assigned, *lapsing(state, state.reviews.by_id[found.review])]


@decides("action.done", ActionDone, (*REVIEWERS, Role.RESPONDER), scene=Scene.REALITY)
def done(state: "State", command: ActionDone, ctx: Context) -> Decision:
    """Records that the owner reports the action as done, with the proof. It stays open until a
    drill has shown that it works."""
    found = _open_action(state, command.action, ctx)
    if isinstance(found, Refusal):
        return found
    if found.owner is None:
        return Refusal("action_unowned", {"action": found.id})
    if ctx.actor.role is Role.RESPONDER and ctx.actor.person != found.owner:
        name = (
            ctx.site.person_by_id[found.owner].name
            if found.owner in ctx.site.person_by_id
            else found.owner
        )
        return Refusal("not_your_action", {"name": name}, status=403)
    data = ActionProved(action=found.id, proof=command.proof)
    return [draft("action.done", data, found.review, state, found.history[-1])]


def _unseen(drill: "Drill", action: str, facts: list[int]) -> Refusal | None:
    """Refuses an observed pass: where the drill tested the action, its expectation was not met;
    where it did not, the pass rests on no evaluator's note of that drill. None if it may be
    recorded."""
    if (asked := drill.tested.get(action)) is not None:
        expectation = drill.expectations.get(asked)
        met = expectation is not None and expectation.state in ("met", "moot")
        return None if met else Refusal("action_not_shown", {"drill": drill.id})
    if set(facts).isdisjoint(drill.notes):
        return Refusal("action_not_noted", {"drill": drill.id})
    return None


def _not_seen(state: "State", drill: "Drill", action: str, facts: list[int]) -> Refusal | None:
    """Refuses a cited fact that shows nothing of the action in this drill: it does not exist, is
    about something else, or, where the drill tested the action, came before the inject (unless
    the action was done before it already)."""
    for seq in facts:
        if seq > state.seq:
            return Refusal("unknown_fact", {"seq": seq})
        if not drill.has(seq):
            return Refusal("fact_of_another", {"seq": seq, "drill": drill.id})
    expected = drill.expectations.get(drill.tested.get(action, ""))
    inject = drill.injects.get(expected.inject or "") if expected else None
    if expected is None or inject is None:
        return None
    early = [seq for seq in facts if seq < inject.seq and seq != expected.matched]
    if early:
        details = {"seq": early[0], "drill": drill.id, "inject": inject.seq}
        return Refusal("fact_before_inject", details)
    return None


@decides("action.observe", ObserveAction, (Role.CONTROLLER, Role.EVALUATOR), scene=Scene.REALITY)
def observe(state: "State", command: ObserveAction, ctx: Context) -> Decision:
    """Records what a drill showed of an action. The drill must have begun after the action was
    opened, have tested it, and have ended; the cited facts must be the drill's own. Only a pass
    closes the action."""
    found = _open_action(state, command.action, ctx)
    if isinstance(found, Refusal):
        return found
    review = state.reviews.by_id.get(command.drill)
    later = review is not None and review.first_seq > found.seq
    if command.drill == found.review or not later or review is None or review.subject != "drill":
        return Refusal("no_later_drill", {"drill": command.drill})
    kind = "action.observed_pass" if command.result == "pass" else "action.observed_fail"
    drill = state.drills[command.drill]
    if why := _not_seen(state, drill, found.id, command.facts):
        return why
    if command.result == "pass" and (why := _unseen(drill, found.id, command.facts)):
        return why
    data = ActionObserved(action=found.id, drill=command.drill, facts=list(command.facts))
    return [draft(kind, data, found.review, state, found.history[-1])]


@applies("action.opened", ActionOpened, of_drill=True, readers=EVERYBODY)
def action_opened(state: "State", fact: Fact) -> None:
    """Applies the fact: the action is on the list that the next drills test."""
    d = fact.data
    action = Action(
        id=d["action"],
        review=d["review"],
        finding=d["finding"],
        text=d["text"],
        at=fact.at,
        by=fact.actor,
        seq=fact.seq,
        history=[fact.seq],
    )
    state.reviews.actions[action.id] = action
    state.reviews.by_id[action.review].actions.append(action.id)
    drop_signatures(state, action.review)


def _next(state: "State", fact: Fact) -> Action:
    action = state.reviews.actions[fact.data["action"]]
    action.history.append(fact.seq)
    return action


@applies("action.assigned", ActionAssigned, of_drill=True, readers=EVERYBODY)
def assigned(state: "State", fact: Fact) -> None:
    """Applies the fact: the action has an owner and a due time."""
    action = _next(state, fact)
    action.owner, action.due_at = fact.data["owner"], fact.data["due_at"]
    drop_signatures(state, action.review)


@applies("action.done", ActionProved, of_drill=True, readers=EVERYBODY)
def was_done(state: "State", fact: Fact) -> None:
    """Applies the fact: the owner reports the action as done; it is still open."""
    action = _next(state, fact)
    action.proof, action.done_at = fact.data["proof"], fact.at


@applies("action.observed_pass", ActionObserved, of_drill=True, readers=EVERYBODY)
def passed(state: "State", fact: Fact) -> None:
    """Applies the fact: a drill observed a pass, and the action is closed."""
    action = _next(state, fact)
    action.observed.append((fact.data["drill"], True, fact.seq))
    action.closed_at = fact.at


@applies("action.observed_fail", ActionObserved, of_drill=True, readers=EVERYBODY)
def failed(state: "State", fact: Fact) -> None:
    """Applies the fact: a drill observed a failure, and the action goes back to its owner."""
    action = _next(state, fact)
    action.observed.append((fact.data["drill"], False, fact.seq))
    action.done_at = None

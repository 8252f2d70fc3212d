"""Custody of stores: whether a store can be opened now, and by whom."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.open_incident import open_incident
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Store
from command_center.domain.state import State
from command_center.domain.text import Reason

Reach = Literal["open", "key_held", "locked"]


class AttemptCustody(Command):
    """Record that somebody at a keyed store opens it, finds it locked, forces it, fails to, or
    locks it.

    `by_key` is the person whose key it was. Forcing needs a reason.
    """

    incident: str | None = Field(default=None, max_length=40)
    store: str = Field(max_length=40)
    result: Literal["opened", "locked", "forced", "failed", "closed"]
    by_key: str | None = Field(default=None, max_length=40)
    reason: Reason | None = None


class ForceCustody(Command):
    """Force a keyed store open, with the reason. Its lock is broken afterwards, and it stays open."""

    incident: str | None = Field(default=None, max_length=40)
    store: str = Field(max_length=40)
    reason: Reason


class CustodyTried(TypedDict):
    """What somebody found or did at a store's lock. `reason` says why it was forced, or what
    failed."""

    store: str
    result: str
    by_key: str | None
    reason: str | Words | None


def reach(state: State, store: Store) -> Reach:
    """Returns whether a store is open to anybody, can be opened because its key holder is on site,
    or is locked."""
    if store.custody.kind == "open" or store.id in state.custodies.opened:
        return "open"
    if store.custody.key_post and state.roster.holder_on_site(store.custody.key_post):
        return "key_held"
    return "locked"


HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


@decides("custody.attempt", AttemptCustody, HANDS)
def attempt(state: State, command: AttemptCustody, ctx: Context) -> Decision:
    """Records what somebody found or did at a keyed store: opened, locked, forced, failed to open,
    or closed it. A store that is open cannot be opened again."""
    if command.result == "forced" and command.reason is None:
        return Refusal("forcing_wants_a_reason")
    if command.by_key is not None and command.by_key not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.by_key})
    return _tried(state, ctx, command, command.result, command.by_key)


@decides("custody.force", ForceCustody, HANDS)
def force(state: State, command: ForceCustody, ctx: Context) -> Decision:
    """Forces a keyed store open, with a reason. Refused where the store is already open."""
    store = ctx.site.store_by_id.get(command.store)
    if store is not None and store.id in state.custodies.opened:
        return Refusal("store_open", {"store": store.name})
    return _tried(state, ctx, command, "forced", None)


def _tried(
    state: State,
    ctx: Context,
    command: AttemptCustody | ForceCustody,
    result: str,
    by_key: str | None,
) -> Decision:
    store = ctx.site.store_by_id.get(command.store)
    if store is None:
        return Refusal("unknown_store", {"store": command.store})
    if store.custody.kind == "open":
        return Refusal("store_open", {"store": store.name})
    reason = command.model_dump()["reason"]
    data = CustodyTried(store=command.store, result=result, by_key=by_key, reason=reason)
    if command.incident is None:
        return [Draft("custody.tried", data)]
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    return [Draft("custody.tried", data, incident.id, caused_by=incident.opened_seq)]


@applies("custody.tried", CustodyTried, v=2, readers=EVERYBODY)
def tried(state: State, fact: Fact) -> None:
    """Applies the fact: a store that was opened or forced is open until somebody locks it. A late
    entry does not undo a newer one."""
    store, result = fact.data["store"], fact.data["result"]
    known = state.custodies
    if result in ("opened", "forced"):
        known.last_opened[store] = max(fact.at, known.last_opened.get(store, 0))
    if fact.at < max(known.opened.get(store, 0), known.found_locked.get(store, 0)):
        return
    state.custodies.opened.pop(store, None)
    state.custodies.found_locked.pop(store, None)
    if result in ("opened", "forced"):
        state.custodies.opened[store] = fact.at
    elif result in ("locked", "failed"):
        state.custodies.found_locked[store] = fact.at

"""Custody: whether a store can be opened now, and by whom."""

from typing import Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site, Store
from command_center.domain.standing import open_incident
from command_center.domain.state import State

Reach = Literal["open", "key_held", "locked"]


class AttemptCustody(Command):
    """Somebody is at a keyed store and opens it, finds it locked, forces or locks it.

    `by_key` is the person whose key it was.
    """

    incident: str | None = Field(default=None, max_length=40)
    store: str = Field(max_length=40)
    result: Literal["opened", "locked", "forced", "closed"]
    by_key: str | None = Field(default=None, max_length=40)


class CustodyTried(TypedDict):
    """What somebody found or did at a store's lock."""

    store: str
    result: str
    by_key: str | None


def reach(state: State, store: Store) -> Reach:
    """Open to anybody, openable because its key-holder is on site, or locked."""
    if store.custody.kind == "open" or store.id in state.custodies.opened:
        return "open"
    if store.custody.key_post and state.roster.holder_on_site(store.custody.key_post):
        return "key_held"
    return "locked"


def reachable_stores(state: State, site: Site) -> dict[str, Reach]:
    """The reach of every store of the site."""
    return {store.id: reach(state, store) for store in site.stores}


@decides("custody.attempt", AttemptCustody, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def attempt(state: State, command: AttemptCustody, ctx: Context) -> Decision:
    """An open cabinet has no opening; anything else found at a lock is a fact."""
    store = ctx.site.store_by_id.get(command.store)
    if store is None:
        return Refusal("unknown_store", {"store": command.store})
    if store.custody.kind == "open":
        return Refusal("store_open", {"store": store.name})
    if command.by_key is not None and command.by_key not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.by_key})
    data = CustodyTried(store=command.store, result=command.result, by_key=command.by_key)
    if command.incident is None:
        return [Draft("custody.tried", data)]
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    return [Draft("custody.tried", data, incident.id, caused_by=incident.opened_seq)]


@applies("custody.tried", CustodyTried)
def tried(state: State, fact: Fact) -> None:
    """Opened or forced stands open until somebody locks it again; a late entry undoes no newer."""
    store, result = fact.data["store"], fact.data["result"]
    known = state.custodies
    if fact.at < max(known.opened.get(store, 0), known.found_locked.get(store, 0)):
        return
    state.custodies.opened.pop(store, None)
    state.custodies.found_locked.pop(store, None)
    if result in ("opened", "forced"):
        state.custodies.opened[store] = fact.at
    elif result == "locked":
        state.custodies.found_locked[store] = fact.at

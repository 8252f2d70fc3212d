"""Handing out: the keeper of a store reports that a dispatch's things were handed out, or why they
cannot be.

The keeper is paged with the dispatch (`domain/notifications/paged.py`). Neither report moves stock:
the dispatch has moved it already, and the desk sends elsewhere, or returns, what cannot be handed
out.
"""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.speaking import speaks_for
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import Dispatch, HandedOut
from command_center.domain.text import Reason

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class HandOut(Command):
    """Record that the keeper of a store has handed out what a dispatch takes from it."""

    dispatch: str = Field(max_length=40)
    store: str = Field(max_length=40)


class CannotHandOut(HandOut):
    """Record that the keeper of a store cannot hand out what a dispatch takes from it, and why."""

    reason: Reason


class StoreHandedOut(TypedDict):
    """What a dispatch takes from a store was handed out."""

    dispatch: str
    store: str


class StoreNotHandedOut(TypedDict):
    """What a dispatch takes from a store cannot be handed out, for a reason."""

    dispatch: str
    store: str
    reason: str | Words


def keepers_of(state: State, site: Site, dispatch: Dispatch, store: str) -> list[str]:
    """Returns who may report for a store: whoever was paged for the dispatch as its keeper or the
    keeper's deputy, and whoever holds one of the two posts now. Empty where the store has no
    keeper."""
    known = site.store_by_id.get(store)
    post = known.kept_by if known is not None else None
    if post is None:
        return []
    posts = [post, site.post_by_id[post].deputy]
    paged = [
        page.person
        for paging in state.pagings.values()
        if paging.kind == "kit" and paging.about == dispatch.id
        for page in paging.pages
        if page.post in posts
    ]
    holders = [state.roster.holders.get(one) for one in posts if one is not None]
    return list(dict.fromkeys([*paged, *(person for person in holders if person)]))


@decides("resource.hand_out", HandOut, HANDS)
def hand_out(state: State, command: HandOut, ctx: Context) -> Decision:
    """Records that a store's part of a dispatch was handed out, once."""
    found = _asked(state, command, ctx)
    if isinstance(found, Refusal):
        return found
    handed = found.handed.get(command.store)
    if handed is not None and handed.reason is None:
        return Refusal("already_handed_out", {"dispatch": found.id})
    data = StoreHandedOut(dispatch=found.id, store=command.store)
    return [Draft("resource.handed_out", data, found.incident, caused_by=found.seq)]


@decides("resource.cannot_hand_out", CannotHandOut, HANDS)
def cannot_hand_out(state: State, command: CannotHandOut, ctx: Context) -> Decision:
    """Records why a store's part of a dispatch cannot be handed out."""
    found = _asked(state, command, ctx)
    if isinstance(found, Refusal):
        return found
    handed = found.handed.get(command.store)
    if handed is not None and handed.reason is None:
        return Refusal("already_handed_out", {"dispatch": found.id})
    reason = command.model_dump()["reason"]
    data = StoreNotHandedOut(dispatch=found.id, store=command.store, reason=reason)
    return [Draft("resource.not_handed_out", data, found.incident, caused_by=found.seq)]


def _asked(state: State, command: HandOut, ctx: Context) -> Dispatch | Refusal:
    """Returns the dispatch, if the actor may report for the store and the things are still to be
    handed out; else a refusal."""
    found = state.ledger.dispatches.get(command.dispatch)
    if found is None:
        return Refusal("unknown_dispatch", {"dispatch": command.dispatch})
    store = ctx.site.store_by_id.get(command.store)
    if store is None or all(line["store"] != command.store for line in found.lines):
        return Refusal("not_from_store", {"dispatch": found.id, "store": command.store})
    if found.state not in ("dispatched", "on_scene"):
        now = Phrase(f"phrase.dispatch_{found.state}")
        return Refusal("dispatch_settled", {"dispatch": found.id, "state": now})
    keepers = keepers_of(state, ctx.site, found, store.id)
    if not any(speaks_for(person, command, ctx) for person in keepers):
        return Refusal("not_the_keeper", {"store": store.name}, status=403)
    return found


@applies("resource.handed_out", StoreHandedOut, readers=EVERYBODY)
def handed_out(state: State, fact: Fact) -> None:
    """Applies the fact: the newest report of the store's keeper is kept."""
    _said(state, fact)


@applies("resource.not_handed_out", StoreNotHandedOut, readers=EVERYBODY)
def not_handed_out(state: State, fact: Fact) -> None:
    """Applies the fact: the dispatch counts as not handed out until it is."""
    _said(state, fact)


def _said(state: State, fact: Fact) -> None:
    found = state.ledger.dispatches[fact.data["dispatch"]]
    said = HandedOut(fact.at, fact.speaker or fact.actor, fact.data.get("reason"))
    found.handed[fact.data["store"]] = said

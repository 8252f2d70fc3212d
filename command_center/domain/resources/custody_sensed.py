"""The contact sensor of a cabinet: electronic monitoring beside what people enter."""

from collections.abc import Iterator
from typing import Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site, Store
from command_center.domain.state import State
from command_center.domain.state.resources.custodies import Sensed

Contradicted = Literal["open", "shut"]


class SenseCustody(Command):
    """Record that the contact of a store shows it open, or shut."""

    store: str = Field(max_length=40)
    open: bool


class CustodySensed(TypedDict):
    """The contact of a store changed. `no_incident`: it was opened while no incident was open.
    `entered`: people's entries about a keyed store say the opposite (`open` or `shut`)."""

    store: str
    open: bool
    no_incident: NotRequired[bool]
    entered: NotRequired[str]


@decides("custody.sense", SenseCustody, [Role.DUTY])
def sense(state: State, command: SenseCustody, ctx: Context) -> Decision:
    """Records what the contact of a store shows, when it changes. A first reading of `shut` is not
    recorded."""
    store = ctx.site.store_by_id.get(command.store)
    if store is None:
        return Refusal("unknown_store", {"store": command.store})
    known = state.custodies.sensed.get(command.store)
    if (known is not None and known.open) == command.open:
        return []
    data = CustodySensed(store=command.store, open=command.open)
    if command.open and not state.open_incidents:
        data["no_incident"] = True
    entered_open = command.store in state.custodies.opened
    if store.custody.kind == "keyed" and entered_open != command.open:
        data["entered"] = "open" if entered_open else "shut"
    return [Draft("custody.sensed", data)]


@applies("custody.sensed", CustodySensed, readers=EVERYBODY)
def sensed(state: State, fact: Fact) -> None:
    """Applies the fact: it holds until the contact shows otherwise. People's entries are not
    changed by it."""
    data = fact.data
    state.custodies.sensed[data["store"]] = Sensed(
        open=data["open"],
        at=fact.at,
        no_incident=data.get("no_incident", False),
        entered=data.get("entered"),
    )


def contradicted(state: State, store: Store) -> Contradicted | None:
    """Returns people's entry about a keyed store where its contact contradicts it now: `open` while
    the contact is shut, or `shut` while the contact is open. None where they agree or nothing is
    sensed."""
    known = state.custodies.sensed.get(store.id)
    if known is None or store.custody.kind != "keyed":
        return None
    entered_open = store.id in state.custodies.opened
    if entered_open == known.open:
        return None
    return "open" if entered_open else "shut"


def opened_without_incident(state: State, site: Site) -> Iterator[tuple[str, Sensed]]:
    """Yields the contact of each store that was opened while no incident was open, and is open now."""
    for store in site.stores:
        known = state.custodies.sensed.get(store.id)
        if (
            store.custody.sensor is not None
            and known is not None
            and known.open
            and known.no_incident
        ):
            yield store.custody.sensor, known

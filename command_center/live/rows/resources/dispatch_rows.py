"""Rows of topic `resources`: dispatches, that is, what was reserved or sent and has not come back."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.incidents.wall.on_board import on_board
from command_center.domain.payload import Quantity, StoredQuantity
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.resources.ledger import DispatchState, SettledLine
from command_center.domain.state.same_event import deliveries_to
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS, left_behind
from command_center.live.rows.resources.stock_rows import TOPIC


class DispatchRow(TypedDict):
    """A kit or part of one, reserved or dispatched; for what an outside `unit` brought, the kit is the unit's id.
    `out`: its items are away from their stores. Once parts of it are `settled`, `away` is what remains out.
    """

    id: str
    incident: str
    kit: str
    place: str
    at: int
    by: str
    seq: int
    lines: list[StoredQuantity]
    missing: list[Quantity]
    state: DispatchState
    out: bool
    unit: str | None
    settled: NotRequired[list[SettledLine]]
    away: NotRequired[list[StoredQuantity]]


DISPATCH = RowKind(TOPIC, "dispatch:", DispatchRow, readers=EVERYBODY, timed=True)


@DISPATCH.moved_by("resource.*", "kit.drawn")
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the dispatch that the fact is about."""
    name = fact.data.get("dispatch") or fact.data.get("id")
    return () if name is None else (name,)


@DISPATCH.moved_by(*ENDS)
def of_the_ended(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the dispatches that leave the board with the previous incident, and those brought to the same event."""
    state, before = seen.state, left_behind(seen.state, fact)
    if before is not None:
        yield from (d.id for d in state.ledger.dispatches.values() if d.incident == before)
    withdrawn = state.incidents[fact.incident or ""].withdrawn
    if withdrawn is not None and withdrawn.same_as is not None:
        yield from (one.id for one in deliveries_to(state, withdrawn.same_as))


@DISPATCH.listed
def every_dispatch(seen: Seen) -> Iterable[str]:
    """The keys of all dispatches."""
    return seen.state.ledger.dispatches


@DISPATCH.made
def dispatch_row(seen: Seen, name: str) -> DispatchRow | None:
    """Return the row of a dispatch. What an outside unit brought leaves the board with its incident."""
    found = seen.state.ledger.dispatches.get(name)
    if found is None:
        return None
    if not (on_board(seen.state, found.incident) or (found.out and not found.unit)):
        return None
    row = asdict(found) | {"out": found.out}
    del row["handed"]  # each store's word has a row of its own (`keeping_rows.py`)
    if found.settled:
        row["away"] = found.away
    else:
        del row["settled"]
    return cast(DispatchRow, row)

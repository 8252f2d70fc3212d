"""Rows of topic `resources`: the walking time from each store to where its items may be needed."""

from collections.abc import Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.resources.to_be_had import carrying_minutes
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.resources.stock_rows import TOPIC


class StoreRow(TypedDict):
    """Minutes on foot from a store to where its items may be needed; None where no way is known."""

    store: str
    carry_min: dict[str, float | None]


STORE = RowKind(TOPIC, "store:", StoreRow, readers=EVERYBODY)


@STORE.listed
def every_store(seen: Seen) -> Iterator[str]:
    """The keys of all stores."""
    return (store.id for store in seen.site.stores)


@STORE.moved_by("incident.opened", "source.located", *ENDS)
def moved_stores(fact: Fact, seen: Seen) -> Iterator[str]:
    """Every store: its row depends on where incidents are open."""
    return every_store(seen)


@STORE.made
def store_row(seen: Seen, name: str) -> StoreRow | None:
    """Return how long it takes to carry the store's items to where they may be needed."""
    state, site = seen.state, seen.site
    store = site.store_by_id.get(name)
    if store is None:
        return None
    return {"store": name, "carry_min": carrying_minutes(state, site, store)}

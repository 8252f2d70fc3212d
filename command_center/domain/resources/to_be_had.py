"""Tells whether a line of the ledger can be had, from when, and how long its key takes.

Nothing here reads a clock: `opens_at` is a moment (UTC epoch ms) to compare with the time. What the
site does not state is None, never a guess.
"""

from dataclasses import dataclass
from typing import Literal

from command_center.domain.people.next_shift import next_holders
from command_center.domain.resources.custody import reach
from command_center.domain.site.model import Site, Store
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine


@dataclass(frozen=True, slots=True)
class ToBeHad:
    """How a line can be had at its store.

    `open`: at once. `key_held`: after `key_min` minutes, in which its holder brings the key from
    their place of work (None: that place is not known). `locked`: from `opens_at`, when a shift
    begins that has the key holder on site (None: no shift of the roster has). `none`: not at all,
    for the reason `why`.
    """

    how: Literal["open", "key_held", "locked", "none"]
    why: Literal["unserviceable", "expired", "nothing_left"] | None = None
    key_min: float | None = None
    opens_at: int | None = None


def to_be_had(state: State, site: Site, line: StockLine) -> ToBeHad:
    """Returns whether and when one line can be had, by the ledger, the lock, the roster and the
    roads."""
    store = site.store_by_id[line.store]
    if not line.serviceable:
        return ToBeHad("none", "unserviceable")
    if line.available <= 0:
        past = line.expired or line.expired_here > 0
        return ToBeHad("none", "expired" if past else "nothing_left")
    reached = reach(state, store)
    if reached == "open":
        return ToBeHad("open")
    post = store.custody.key_post or ""
    if reached == "key_held":
        return ToBeHad("key_held", key_min=_key_minutes(state, site, store, post))
    comes = next_holders(site, state.roster, on_site=True).get(post)
    if comes is None:
        return ToBeHad("locked")
    return ToBeHad("locked", opens_at=comes.at)


def destinations(state: State, site: Site) -> list[str]:
    """Returns places to which things may have to go: those of open incidents first, then those of
    the plans."""
    open_places = [incident.place for incident in state.open_incidents.values()]
    planned = [place for plan in site.plans for place in plan.places[:1]]
    return [place for place in dict.fromkeys([*open_places, *planned]) if place in site.places]


def carrying_minutes(state: State, site: Site, store: Store) -> dict[str, float | None]:
    """Returns the minutes on foot by the site's roads from a store to each destination; None: no
    known way."""
    return {
        place: site.ways.minutes((store.x, store.y), site.places[place][1])
        for place in destinations(state, site)
    }


def _key_minutes(state: State, site: Site, store: Store, post: str) -> float | None:
    holder = state.roster.holders.get(post)
    person = site.person_by_id.get(holder or "")
    works_at = site.post_by_id[post].area or (person.home if person else None)
    if works_at is None:
        return None
    return site.ways.minutes(site.places[works_at][1], (store.x, store.y))

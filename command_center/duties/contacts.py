"""What the contacts of stores show: each change of one is told."""

from collections.abc import Callable, Iterator

from command_center.domain.alarms.watch import Proposal
from command_center.domain.site.model import Site, TagKind
from command_center.domain.state import State

OPEN = 0.5
"""From this value on a contact says open (1) and not shut (0)."""


def contacts(
    state: State, site: Site, value_of: Callable[[str], float | None]
) -> Iterator[Proposal]:
    """What is to be said; `value_of` gives the last good reading of a tag. A contact of which nothing good was read
    says nothing, and neither does a tag of another kind."""
    for store in site.stores:
        tag = store.custody.sensor
        if tag is None or site.tag_by_id[tag].kind is not TagKind.CONTACT:
            continue
        value = value_of(tag)
        known = state.custodies.sensed.get(store.id)
        if value is not None and (value >= OPEN) != (known is not None and known.open):
            yield "custody.sense", {"store": store.id, "open": value >= OPEN}

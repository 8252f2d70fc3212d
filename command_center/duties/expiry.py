"""Which stock has passed its last good day, by the calendar at the site."""

from collections.abc import Iterator
from datetime import datetime

from command_center.domain.site.model import Site
from command_center.domain.state import State


def expired_since(state: State, site: Site, now: int) -> Iterator[tuple[str, str]]:
    """(resource, store) of every line whose day is over at `now` (UTC epoch ms), not yet a fact."""
    today = datetime.fromtimestamp(now / 1000, site.zone).date()
    for line in state.ledger.lines.values():
        if line.expires is not None and line.expires < today and not line.expired:
            yield line.resource, line.store

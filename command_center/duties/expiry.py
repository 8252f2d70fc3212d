"""Which stock has passed its last good day, by the calendar at the site."""

from collections.abc import Iterator
from datetime import datetime

from command_center.domain.site.model import Site
from command_center.domain.state import State


def expired_since(state: State, site: Site, now: int) -> Iterator[tuple[str, str, str | None]]:
    """(resource, store, batch) of everything whose last good day is over at `now` (UTC epoch ms), not yet a fact;
    no batch: the line itself."""
    today = datetime.fromtimestamp(now / 1000, site.zone).date()
    for line in state.ledger.lines.values():
        if line.expires is not None and line.expires < today and not line.expired:
            yield line.resource, line.store, None
        for name, batch in line.batches.items():
            if batch.expires is not None and batch.expires < today and not batch.expired:
                yield line.resource, line.store, name

"""Finds expired stock, by the calendar date at the site."""

from collections.abc import Iterator
from datetime import datetime

from command_center.domain.site.model import Site
from command_center.domain.state import State


def expired_since(state: State, site: Site, now: int) -> Iterator[tuple[str, str, str | None]]:
    """Yield (resource, store, batch) for everything that has expired at `now` (UTC epoch ms) and is not yet recorded.
    Without a batch, the stock line itself has expired.
    """
    today = datetime.fromtimestamp(now / 1000, site.zone).date()
    for line in state.ledger.lines.values():
        if line.expires is not None and line.expires < today and not line.expired:
            yield line.resource, line.store, None
        for name, batch in line.batches.items():
            if batch.expires is not None and batch.expires < today and not batch.expired:
                yield line.resource, line.store, name

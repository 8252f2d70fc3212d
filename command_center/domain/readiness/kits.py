"""Readiness gaps of kits: what is missing from a kit now, behind which lock it lies, and who else
would bring it."""

from typing_extensions import TypedDict

from command_center.domain.payload import Quantity
from command_center.domain.resources.custody import reach
from command_center.domain.resources.lacking import Nearest, nearest
from command_center.domain.resources.ledger import had_now
from command_center.domain.resources.to_be_had import to_be_had
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import amount


class KitGap(TypedDict):
    """A kit that cannot be made up now, by the first of its lines that falls short.

    `locked` are the stores where more of it lies behind a lock; `opens_at` is when the first of
    them has its key on site again by the roster (UTC epoch ms); None if it is not known. `nearest`
    is the outside unit that brings it soonest.
    """

    kit: str
    resource: str
    had: float
    needed: float
    locked: list[str]
    opens_at: int | None
    nearest: Nearest | None


def kit_gap(state: State, site: Site, kit: str) -> KitGap | None:
    """Returns what a kit lacks now, by the first of its lines that falls short; None where it is
    complete."""
    for line in site.kit_by_id[kit].lines:
        had = had_now(state, site, line.resource)
        if had < line.quantity:
            return _gap(state, site, kit, line.resource, had, line.quantity)
    return None


def _gap(state: State, site: Site, kit: str, resource: str, had: float, needed: float) -> KitGap:
    behind = [
        line
        for line in state.ledger.lines.of(resource)
        if line.available > 0 and reach(state, site.store_by_id[line.store]) == "locked"
    ]
    opens = [at for line in behind if (at := to_be_had(state, site, line).opens_at) is not None]
    missing = [Quantity(resource=resource, quantity=amount(needed - had))]
    return KitGap(
        kit=kit,
        resource=resource,
        had=had,
        needed=needed,
        locked=[line.store for line in behind],
        opens_at=min(opens, default=None),
        nearest=next(iter(nearest(state, site, missing)), None),
    )

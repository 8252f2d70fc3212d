"""Names as rows carry them."""

from command_center.domain.site.model import Site
from command_center.live.rows.row import Row


def person_name(site: Site, person: str | None) -> Row | None:
    """A person's name in both languages."""
    known = site.person_by_id.get(person or "")
    return dict(known.name.as_row()) if known else None

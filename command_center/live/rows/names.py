"""Names as rows carry them."""

from command_center.domain.payload import Words
from command_center.domain.site.model import Site
from command_center.domain.text import Text


def words(text: Text) -> Words:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def person_name(site: Site, person: str | None) -> Words | None:
    """A person's name in both languages."""
    known = site.person_by_id.get(person or "")
    return words(known.name) if known else None

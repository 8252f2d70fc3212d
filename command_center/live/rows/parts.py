"""What rows of several kinds are made of: remarks and names."""

from command_center.domain.payload import Words
from command_center.domain.site.model import Site
from command_center.domain.text import Text

Remark = str | Words
"""What somebody wrote, as they wrote it; what the plan or the program says, in both languages."""


def words(text: Text) -> Words:
    """A text in both languages."""
    return {"zh": text.zh, "en": text.en}


def person_name(site: Site, person: str | None) -> Words | None:
    """A person's name in both languages."""
    known = site.person_by_id.get(person or "")
    return words(known.name) if known else None

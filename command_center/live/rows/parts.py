"""Common parts of several kinds of rows: texts and names."""

from command_center.domain.payload import Words
from command_center.domain.site.model import Site
from command_center.domain.text import Text

Remark = str | Words
"""What somebody wrote, as they wrote it; what the plan or the program says, in both languages."""


def words(text: Text) -> Words:
    """Return a text in both languages."""
    return {"zh": text.zh, "en": text.en}


def person_name(site: Site, person: str | None) -> Words | None:
    """Return a person's name in both languages; None if unknown."""
    known = site.person_by_id.get(person or "")
    return words(known.name) if known else None

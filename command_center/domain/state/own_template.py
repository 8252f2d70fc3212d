"""The state of the site's own templates, plans, accounts and references, with who published them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One published revision: the SHA-256 of its text, when (UTC epoch ms) and by which account it
    was published."""

    revision: int
    sha256: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """All revisions of one text, the newest last. `kind` is template, plan, account or reference.

    Nothing new is made from a `retired` one (when, UTC epoch ms); what is open keeps its revision.
    If its id is one of the library's, the library's text is used again.
    """

    id: str
    kind: str
    revisions: tuple[Published, ...]
    retired_at: int | None = None
    retired_by: str | None = None

    @property
    def newest(self) -> Published:
        """Returns the revision in use."""
        return self.revisions[-1]

    @property
    def retired(self) -> bool:
        """Returns whether it is out of use."""
        return self.retired_at is not None

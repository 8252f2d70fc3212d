"""Templates, plans, accounts and references that a site has written or changed for itself, and who published them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """One revision: its text by SHA-256, when (UTC epoch ms) and by which account it was published."""

    revision: int
    sha256: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """All revisions of one text, the newest last. `kind` is template, plan, account or reference.

    One that is `retired` (when, UTC epoch ms) makes nothing new; what is open keeps the revision it has. An id of the
    library retired is the library's again.
    """

    id: str
    kind: str
    revisions: tuple[Published, ...]
    retired_at: int | None = None
    retired_by: str | None = None

    @property
    def newest(self) -> Published:
        """The revision that counts."""
        return self.revisions[-1]

    @property
    def retired(self) -> bool:
        """Whether it is out of use."""
        return self.retired_at is not None

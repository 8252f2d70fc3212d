"""Scenarios that this site has written for itself: which text of each counts, and who said so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnScenario:
    """One of them. Its text is kept by `sha256` beside the journal; `revision` counts from 1.

    `saved_at` is UTC epoch ms, `saved_by` the account. One that is `retired` (likewise) is drawn and
    composed no more; saved again, it counts again.
    """

    id: str
    revision: int
    sha256: str
    saved_at: int
    saved_by: str
    retired_at: int | None = None
    retired_by: str | None = None

    @property
    def retired(self) -> bool:
        """Whether it is out of use."""
        return self.retired_at is not None

"""The scenarios that the site has written for itself: which text of each is in use, and who saved
it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnScenario:
    """A scenario of the site's own. Its text is stored by `sha256` beside the journal; `revision`
    counts from 1.

    `saved_at` is UTC epoch ms, `saved_by` the account; the same for `retired`. A retired one is
    neither drawn nor edited; saving it again brings it back into use.
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
        """Returns whether it is out of use."""
        return self.retired_at is not None

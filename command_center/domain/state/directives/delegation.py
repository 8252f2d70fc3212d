"""The state of a delegation: authority that one post has given another until a time."""

from dataclasses import dataclass

from command_center.domain.payload import Words


@dataclass(slots=True)
class Delegation:
    """Whoever holds `to_post` may do what `from_post` may, over `areas`, from `from_level` on
    (None: at any level).

    Times are UTC epoch ms. `by` is the person who delegated, `entered_by` the account that entered
    it. `ended_at` is set once it was revoked or its end was recorded; before that `until` decides.
    """

    id: str
    capability: str
    areas: list[str]
    from_level: str | None
    from_post: str
    to_post: str
    by: str
    entered_by: str
    by_receiver: bool
    at: int
    until: int
    reason: str | Words
    seq: int
    ended_at: int | None = None
    revoked_by: str | None = None
    revoked_why: str | Words | None = None

    def in_force(self, now: int | None = None) -> bool:
        """Returns whether it counts at `now`; without a time, whether no fact has ended it."""
        return self.ended_at is None and (now is None or now < self.until)

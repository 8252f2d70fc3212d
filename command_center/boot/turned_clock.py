"""A clock that stands still until it is advanced by hand."""

from command_center.clock import Clock


class TurnedClock(Clock):
    """A clock that stands still until it is advanced. Its two fields are accessed by name because `Clock` is frozen
    and has slots.
    """

    def __init__(self, start_ms: int) -> None:
        super().__init__()
        object.__setattr__(self, "_hand", [start_ms])
        object.__setattr__(self, "_start", start_ms)

    def now(self) -> int:
        """Return the current time, UTC epoch ms."""
        return int(getattr(self, "_hand")[0])  # noqa: B009 - the parent's slots are frozen

    def elapsed(self) -> float:
        """Return the seconds by which the clock was advanced."""
        return (self.now() - getattr(self, "_start")) / 1000  # type: ignore[no-any-return]  # noqa: B009

    def turn(self, by_ms: int) -> int:
        """Advance the clock by `by_ms`; return the new time."""
        getattr(self, "_hand")[0] += by_ms  # noqa: B009
        return self.now()

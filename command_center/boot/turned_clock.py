"""A clock that stands still until it is turned by hand."""

from command_center.clock import Clock


class TurnedClock(Clock):
    """Stands still until it is turned. Its two fields are set and read by name, for `Clock` is frozen and has slots."""

    def __init__(self, start_ms: int) -> None:
        super().__init__()
        object.__setattr__(self, "_hand", [start_ms])
        object.__setattr__(self, "_start", start_ms)

    def now(self) -> int:
        """The time of the turned clock."""
        return int(getattr(self, "_hand")[0])  # noqa: B009 - the parent's slots are frozen

    def elapsed(self) -> float:
        """By how many seconds the clock was turned."""
        return (self.now() - getattr(self, "_start")) / 1000  # type: ignore[no-any-return]  # noqa: B009

    def turn(self, by_ms: int) -> int:
        """Let so much time pass; answers now."""
        getattr(self, "_hand")[0] += by_ms  # noqa: B009
        return self.now()

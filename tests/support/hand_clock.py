"""A clock set by hand: time is an argument, and nobody sleeps."""

from command_center.clock import Clock


class HandClock(Clock):
    """Stands still until moved. `step` is what an administrator or NTP does to the wall clock."""

    def __init__(self, now: int) -> None:
        super().__init__()
        self._hands = {"now": now, "elapsed_ms": 0}

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def now(self) -> int:
        return self._hands["now"]

    def elapsed(self) -> float:
        return self._hands["elapsed_ms"] / 1000

    def move(self, seconds: float) -> int:
        """Let time pass; returns now."""
        self._hands["now"] += round(seconds * 1000)
        self._hands["elapsed_ms"] += round(seconds * 1000)
        return self._hands["now"]

    def step(self, by_ms: int) -> int:
        """Set the wall clock without time passing; returns now."""
        self._hands["now"] += by_ms
        return self._hands["now"]

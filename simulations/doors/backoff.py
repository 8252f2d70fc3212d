"""Back-off: how long to wait before trying again."""

FIRST_S = 0.25
LONGEST_S = 5.0


class BackOff:
    """The wait doubles from a quarter of a second to five seconds; a success resets it."""

    def __init__(self) -> None:
        self._next = FIRST_S

    def failed(self) -> float:
        """Note a failure; return the seconds to wait now."""
        wait, self._next = self._next, min(LONGEST_S, self._next * 2)
        return wait

    def succeeded(self) -> None:
        """Note a success: reset the wait."""
        self._next = FIRST_S

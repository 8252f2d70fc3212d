"""How long to wait before trying again."""

FIRST_S = 0.25
LONGEST_S = 5.0


class BackOff:
    """Doubles from a quarter of a second to five; back to the start after a success."""

    def __init__(self) -> None:
        self._next = FIRST_S

    def failed(self) -> float:
        """Seconds to wait now."""
        wait, self._next = self._next, min(LONGEST_S, self._next * 2)
        return wait

    def succeeded(self) -> None:
        """Forget the failures."""
        self._next = FIRST_S

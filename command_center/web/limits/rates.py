"""The request rate of a door by network. Time is an argument."""

from command_center.web.limits.throttle import Rate, Throttle
from command_center.web.request.problem import Problem


class AskedRate:
    """Counts requests by key. Above the rate it raises the 429 Problem with the seconds to wait."""

    def __init__(self, rate: Rate) -> None:
        self._asked = Throttle(rate)

    def must_have_room(self, key: str, now: int) -> None:
        """Raise the 429 Problem while the rate is used up. `now` is in ms of any monotonic clock."""
        wait_ms = self._asked.wait_ms(key, now)
        if wait_ms:
            seconds = max(1, -(-wait_ms // 1000))
            raise Problem("too_often", 429, headers={"Retry-After": str(seconds)}, seconds=seconds)

    def count(self, key: str, now: int) -> None:
        """Counts one request under this key."""
        self._asked.wrong(key, now)

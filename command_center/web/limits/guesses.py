"""Limits password guesses: an attempt waits its turn, or is told how long to wait.

Hundreds of simultaneous attempts gain nothing over sequential ones: for one address, account or device only as many
are checked at a time as could all be wrong within the limit. The others wait until those are settled, and are
admitted one by one; a right password takes nobody's place.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from command_center.web.limits.throttle import Throttle

Counted = Sequence[tuple[Throttle, str]]
"""The windows an attempt is counted in, each with its key there."""


class TooManyGuesses(Exception):
    """Wrong attempts have used up the limit; the next one is admitted after `wait_ms`."""

    def __init__(self, wait_ms: int) -> None:
        super().__init__(f"wait {wait_ms} ms")
        self.wait_ms = wait_ms


@dataclass(slots=True)
class Guess:
    """An attempt whose turn has come. It counts once it is known to be wrong; a database that does not answer does
    not count.
    """

    wrong: bool = False


class Guesses:
    """Admits attempts. `elapsed_ms` is any monotonic clock."""

    def __init__(self, elapsed_ms: Callable[[], int]) -> None:
        self._elapsed_ms = elapsed_ms
        self._settled = Condition()

    @contextmanager
    def turn(self, counted: Counted) -> Iterator[Guess]:
        """Wait for the attempt's turn; set `wrong` on the result if it fails.

        Raises TooManyGuesses, also if attempts it waited for turned out wrong.
        """
        with self._settled:
            while not self._may_begin(counted):
                self._settled.wait()
            for throttle, key in counted:
                throttle.begin(key)
        guess = Guess()
        try:
            yield guess
        finally:
            with self._settled:
                now = self._elapsed_ms()
                for throttle, key in counted:
                    throttle.settle(key)
                    if guess.wrong:
                        throttle.wrong(key, now)
                self._settled.notify_all()

    def _may_begin(self, counted: Counted) -> bool:
        now = self._elapsed_ms()
        wait = max(throttle.wait_ms(key, now) for throttle, key in counted)
        if wait:
            raise TooManyGuesses(wait)
        return all(throttle.has_place(key) for throttle, key in counted)

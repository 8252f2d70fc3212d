"""Random numbers that are the same on every platform and under every version.

Only `random.Random.random()` is used: Python guarantees that this one method gives the same numbers for the same seed
for ever, and guarantees it of no other. (numpy's Generator may change its streams with a release, NEP 19; a drill
sealed last year must be drawn again today.) Like `simulations.chance`, each purpose has a stream of its own.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Lots:
    """Pseudo-random numbers for one purpose under one seed."""

    def __init__(self, seed: int, *purpose: str) -> None:
        """Seeded by SHA-256 of seed and purpose."""
        digest = hashlib.sha256("/".join((str(seed), *purpose)).encode()).digest()
        self._random = random.Random(int.from_bytes(digest, "big"))

    def share(self) -> float:
        """The next pseudo-random number, 0 <= x < 1."""
        return self._random.random()

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things. Raises IndexError if there are none."""
        return things[int(self.share() * len(things))]

    def weighed(self, things: Sequence[T], weights: Sequence[float]) -> T:
        """One of the things, drawn by their weights."""
        left = self.share() * sum(weights)
        for thing, weight in zip(things, weights, strict=True):
            left -= weight
            if left < 0:
                return thing
        return things[-1]

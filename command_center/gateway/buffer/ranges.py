"""A set of whole numbers as few ranges: which items the board has taken."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers as ranges, both ends included."""
    first = last = None
    for number in sorted(numbers):
        if last is not None and number <= last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


class Ranges:
    """Ranges that neither touch nor overlap, in order."""

    def __init__(self, given: Iterable[tuple[int, int]] = ()) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self.count = 0
        for first, last in given:
            self.add(first, last)

    def add(self, first: int, last: int) -> None:
        """Adds the numbers from `first` to `last`."""
        left = bisect_left(self._lasts, first - 1)
        right = bisect_right(self._firsts, last + 1)
        before = sum(
            b - a + 1
            for a, b in zip(self._firsts[left:right], self._lasts[left:right], strict=True)
        )
        if left < right:
            first = min(first, self._firsts[left])
            last = max(last, self._lasts[right - 1])
        self._firsts[left:right] = [first]
        self._lasts[left:right] = [last]
        self.count += last - first + 1 - before

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]

    def has_all(self, first: int, last: int) -> bool:
        """Whether every number from `first` to `last` is here."""
        at = bisect_right(self._firsts, first) - 1
        return at >= 0 and last <= self._lasts[at]

    def count_in(self, first: int, last: int) -> int:
        """How many numbers from `first` to `last` are here."""
        if last < first:
            return 0
        left, right = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        return sum(
            min(b, last) - max(a, first) + 1
            for a, b in zip(self._firsts[left:right], self._lasts[left:right], strict=True)
        )

    def next_absent(self, number: int) -> int:
        """The first number from `number` on that is not here."""
        at = bisect_right(self._firsts, number) - 1
        return self._lasts[at] + 1 if at >= 0 and number <= self._lasts[at] else number

    @property
    def last(self) -> int:
        """The largest number; 0 where there is none."""
        return self._lasts[-1] if self._lasts else 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(list(self._firsts), list(self._lasts), strict=True)

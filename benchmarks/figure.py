"""One line of the table: a figure beside its baseline and its goal, all of the same run."""

from typing import NamedTuple


class Figure(NamedTuple):
    """`figure` is in `unit`; `baseline` says what the bare machinery makes of the same work.

    `goal` is the budget's figure: at most so much, or at least where `more_is_better`.
    """

    name: str
    figure: float
    unit: str
    baseline: str
    goal: float | None = None
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        """ "short" where it misses its goal, "met" where it does not, nothing without one."""
        if self.goal is None:
            return ""
        missed = self.figure < self.goal if self.more_is_better else self.figure > self.goal
        return "short" if missed else "met"

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
    def short(self) -> bool:
        """Does it miss its goal?"""
        if self.goal is None:
            return False
        return self.figure < self.goal if self.more_is_better else self.figure > self.goal

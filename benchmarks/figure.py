"""One line of the table: a figure beside its baseline, both measured in the same run."""

from typing import NamedTuple


class Figure(NamedTuple):
    """`figure` is in `unit`; `baseline` says what the bare machinery makes of the same work."""

    name: str
    figure: float
    unit: str
    baseline: str

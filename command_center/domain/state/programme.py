"""A year's programme as everybody may know it: days into which drills may fall, and a commitment."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """Days (both included, by the site's calendar) into which one drill may fall."""

    id: str
    opens: date
    closes: date


@dataclass(slots=True)
class YearProgramme:
    """The windows of a `year`, and what binds the days and hours that they hide.

    `drawn_at` is UTC epoch ms, `drawn_by` the account; `revealed_seq` the fact that shows it all.
    """

    year: int
    windows: tuple[Window, ...]
    commitment: str
    generator: str
    drawn_at: int
    drawn_by: str
    revealed_seq: int | None = None

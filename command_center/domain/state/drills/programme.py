"""A year's programme as everybody may know it: days into which drills may fall, and a commitment."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """Days (both included, by the site's calendar) into which one drill may fall."""

    id: str
    opens: date
    closes: date


@dataclass(frozen=True, slots=True)
class Preparation:
    """How the drill of a window is to be: the persons whose parts people play, and whether they move in
    the plant."""

    people: tuple[str, ...] = ()
    in_plant: bool = False
    safety_officer: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A preparation as somebody (`by`, the account) said it; `at` is UTC epoch ms."""

    what: Preparation
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Superseded:
    """What bound a year before it was drawn anew: when and by whom that was drawn, and the fact that shows
    what it hid."""

    commitment: str
    drawn_at: int
    drawn_by: str
    revealed_seq: int | None = None


@dataclass(slots=True)
class YearProgramme:
    """The windows of a `year`, and what binds the days and hours that they hide.

    `drawn_at` is UTC epoch ms, `drawn_by` the account; `revealed_seq` the fact that shows it all.
    `dropped` are windows that were told before it was drawn anew, and no longer are; `superseded` what bound
    those: shown with the rest, so that everybody sees between what was chosen. `prepared` is what was said of
    each window, the newest last; how often is its revision.
    """

    year: int
    windows: tuple[Window, ...]
    commitment: str
    generator: str
    drawn_at: int
    drawn_by: str
    revealed_seq: int | None = None
    dropped: tuple[Window, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    prepared: dict[str, tuple[Prepared, ...]] = field(default_factory=dict)

    @property
    def hiding(self) -> list[str]:
        """The commitments whose contents nobody has been shown: its own, then those it superseded."""
        own = [self.commitment] if self.revealed_seq is None else []
        return own + [one.commitment for one in self.superseded if one.revealed_seq is None]

    def prepared_for(self, window: str) -> Preparation:
        """How the drill of a window is to be; what nobody said is no people and none in the plant."""
        return self.prepared_at(window, self.revision_of(window))

    def prepared_at(self, window: str, revision: int) -> Preparation:
        """How it was to be at a revision; at none that there is as when nobody had said anything."""
        said = self.prepared.get(window, ())
        return said[revision - 1].what if 0 < revision <= len(said) else Preparation()

    def revision_of(self, window: str) -> int:
        """How often it was said how the drill of a window is to be."""
        return len(self.prepared.get(window, ()))

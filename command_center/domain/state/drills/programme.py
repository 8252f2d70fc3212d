"""The public part of a year's programme: days into which drills may fall, and a commitment."""

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
    """How the drill of a window will be held: the persons who play their own parts, and whether
    they move in the plant."""

    people: tuple[str, ...] = ()
    in_plant: bool = False
    safety_officer: str | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A preparation as entered by the account `by` at `at` (UTC epoch ms)."""

    what: Preparation
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class Superseded:
    """The commitment of a year that was drawn again later: when and by whom it was drawn, and the
    fact that reveals it."""

    commitment: str
    drawn_at: int
    drawn_by: str
    revealed_seq: int | None = None


@dataclass(slots=True)
class YearProgramme:
    """The windows of a `year`, and the commitment to the days and hours that they hide.

    `drawn_at` is UTC epoch ms, `drawn_by` the account; `revealed_seq` is the fact that reveals
    everything. `dropped` are windows from before a new draw of the year; `superseded` are their
    commitments, revealed with the rest, so that everybody can see among which draws somebody chose.
    `prepared` are the preparations of each window, the newest last; their number is its revision.
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
        """Returns the commitments that are not revealed yet: its own, then the superseded ones."""
        own = [self.commitment] if self.revealed_seq is None else []
        return own + [one.commitment for one in self.superseded if one.revealed_seq is None]

    def prepared_for(self, window: str) -> Preparation:
        """Returns how the drill of a window will be held; without a preparation, with no people and
        none in the plant."""
        return self.prepared_at(window, self.revision_of(window))

    def prepared_at(self, window: str, revision: int) -> Preparation:
        """Returns the preparation at a revision; for an unknown revision, that of an unprepared
        window."""
        said = self.prepared.get(window, ())
        return said[revision - 1].what if 0 < revision <= len(said) else Preparation()

    def revision_of(self, window: str) -> int:
        """Returns how often the drill of a window was prepared."""
        return len(self.prepared.get(window, ()))

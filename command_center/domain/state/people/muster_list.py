"""A list of people on paper, to be ticked at the muster points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AtMuster:
    """Who is expected at a muster point; None: whoever nobody can send to one, to be looked for at all of them."""

    muster: str | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MusterList:
    """A paper by its `serial`. Its rows are numbered through all muster points, from 1 on. `everybody` were to be
    counted when it was made, of whom so many were `checked_in` or `assigned` already and are not on it."""

    serial: str
    at: int
    seq: int
    by: str
    lists: tuple[AtMuster, ...]
    everybody: int
    checked_in: int
    assigned: int

    def rows(self) -> dict[int, tuple[str, str | None]]:
        """Each row's number, its person and the muster point it stands under."""
        told = [(person, part.muster) for part in self.lists for person in part.people]
        return dict(enumerate(told, 1))

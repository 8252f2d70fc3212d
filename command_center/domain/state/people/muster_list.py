"""The state of a paper list of people, to be ticked at the muster points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AtMuster:
    """The people expected at a muster point; None: people who belong to no known point, to be
    looked for at all of them."""

    muster: str | None
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MusterList:
    """A paper list by its `serial`. Its rows are numbered through all muster points, from 1 on.
    `everybody` is how many had to be counted when it was made, of whom `checked_in` and
    `assigned` are not on it."""

    serial: str
    at: int
    seq: int
    by: str
    lists: tuple[AtMuster, ...]
    everybody: int
    checked_in: int
    assigned: int

    def rows(self) -> dict[int, tuple[str, str | None]]:
        """Returns for each row's number the person and the muster point."""
        told = [(person, part.muster) for part in self.lists for person in part.people]
        return dict(enumerate(told, 1))

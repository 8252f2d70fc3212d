"""The state of the entry board: who is ready, who is inside, and until when."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Inside:
    """A person in the hot zone, who must turn back at `turn_back_at` (UTC epoch ms)."""

    person: str
    pressure_mpa: float
    since: int
    turn_back_at: int
    at_work: str | None = None
    seq: int = 0


@dataclass(slots=True)
class Entry:
    """The entry board of an incident: who is checked and ready (by whom, and by which fact), and
    who is inside. `seen_at` is when somebody was last made ready or came out (UTC epoch ms)."""

    ready: list[str] = field(default_factory=list)
    ready_seq: dict[str, int] = field(default_factory=dict)
    checked_by: dict[str, str] = field(default_factory=dict)
    inside: dict[str, Inside] = field(default_factory=dict)
    seen_at: dict[str, int] = field(default_factory=dict)

    def saw(self, person: str, at: int) -> None:
        """Notes that the person was at the entry point at `at` (UTC epoch ms)."""
        self.seen_at[person] = max(at, self.seen_at.get(person, at))

    @property
    def at_zone(self) -> set[str]:
        """Returns whom this board saw: who stands by, is inside or came out."""
        return self.inside.keys() | self.seen_at.keys()

    def leave(self, persons: Collection[str]) -> None:
        """Removes persons from those who stand by."""
        self.ready = [person for person in self.ready if person not in persons]
        for person in persons:
            self.ready_seq.pop(person, None)

    def standing_by(self, entrant: str) -> int:
        """Returns how many would stand by if `entrant` went in: the others who are ready, less a
        partner if nobody is inside yet."""
        others = sum(person != entrant for person in self.ready)
        return max(0, others - (0 if self.inside else 1))

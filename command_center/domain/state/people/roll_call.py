"""The state of a roll call (personnel accountability report): who was asked, and who has answered."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RollCall:
    """The newest roll call of an incident. `asked` says when each person answered (None: not yet).
    Times are UTC epoch ms.

    `every_ms` is the interval until the next automatic one; None without one.
    """

    number: int
    at: int
    seq: int
    every_ms: int | None = None
    asked: dict[str, int | None] = field(default_factory=dict)
    ended_at: int | None = None

    @property
    def open(self) -> list[str]:
        """Returns the ids of people who have not answered."""
        return [person for person, answered in self.asked.items() if answered is None]

    @property
    def next_at(self) -> int | None:
        """Returns when the next roll call is due (UTC epoch ms); None without an interval."""
        return None if self.every_ms is None else self.at + self.every_ms

"""A roll call (personnel accountability report): who was asked, and who has answered."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class RollCall:
    """The newest roll call of an incident. `asked` says when each one answered (None: not yet). Times are UTC epoch ms.

    `every_ms` is the interval after which the next one is called by itself, None where it is not.
    """

    number: int
    at: int
    seq: int
    every_ms: int | None = None
    asked: dict[str, int | None] = field(default_factory=dict)
    ended_at: int | None = None

    @property
    def open(self) -> list[str]:
        """The ids of people who have not answered."""
        return [person for person, answered in self.asked.items() if answered is None]

    @property
    def next_at(self) -> int | None:
        """When the next roll call is due, UTC epoch ms."""
        return None if self.every_ms is None else self.at + self.every_ms

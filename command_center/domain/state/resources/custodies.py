"""The state of keyed stores: which are open, and which were found locked."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sensed:
    """What the contact of a store shows, since when (UTC epoch ms). `no_incident`: it was opened
    while no incident was open. `entered` is people's entry where it says the opposite (`open` or
    `shut`)."""

    open: bool
    at: int
    no_incident: bool = False
    entered: str | None = None


@dataclass(slots=True)
class Custodies:
    """Keyed stores that are open by a fact, and those last found locked (store -> time). `sensed`
    is what the contacts of stores show. `last_opened` keeps when a store was opened or forced,
    also once it is locked again."""

    opened: dict[str, int] = field(default_factory=dict)
    last_opened: dict[str, int] = field(default_factory=dict)
    found_locked: dict[str, int] = field(default_factory=dict)
    sensed: dict[str, Sensed] = field(default_factory=dict)

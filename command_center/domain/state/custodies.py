"""Which keyed stores stand open, and which were found locked."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Custodies:
    """Keyed stores standing open by fact, and those last found locked (store -> time)."""

    opened: dict[str, int] = field(default_factory=dict)
    found_locked: dict[str, int] = field(default_factory=dict)

"""When a kit was needed, and when it was drawn."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class KitUse:
    """When an incident first needed a kit, and when somebody first drew from it, also for each
    store (UTC epoch ms)."""

    needed_at: int | None = None
    needed_seq: int | None = None
    drawn_at: int | None = None
    drawn_from: dict[str, int] = field(default_factory=dict)

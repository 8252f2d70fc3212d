"""What holds a drill back: reality, and the safety officer's list. A hold reveals nothing of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from command_center.domain.refusal import Phrase
from command_center.domain.site.model import Priority

if TYPE_CHECKING:
    from command_center.domain.state import State

SafetyItem = Literal["hot_work", "unloading", "storm", "short_crew"]
"""What the safety officer ticks for drills with people in the plant (FACTS, "Holds")."""
REAL_TROUBLE = frozenset({Priority.EMERGENCY, Priority.HIGH})


@dataclass(frozen=True, slots=True)
class Hold:
    """One reason to wait: its code, and the sentence that says it."""

    code: str
    why: Phrase = field(compare=False)


def standing_holds(
    reality: "State", safety: frozenset[SafetyItem], *, people_in_plant: bool
) -> tuple[Hold, ...]:
    """Everything that forbids a start now, reality first. `reality` holds no exercise."""
    found = [
        Hold("open_incident", Phrase("hold.open_incident", {"incident": incident.title}))
        for incident in reality.open_incidents.values()
    ]
    found += [
        Hold("standing_alarm", Phrase("hold.standing_alarm", {"alarm": alarm.id}))
        for alarm in reality.alarms.values()
        if alarm.active and alarm.priority in REAL_TROUBLE
    ]
    if people_in_plant:
        found += [Hold(item, Phrase(f"hold.{item}")) for item in sorted(safety)]
    return tuple(found)

"""Hazards: kinds of event, as plans, scenarios and incidents name them."""

from typing import Literal

from command_center.domain.payload import Words

Hazard = Literal[
    "leak", "power_cut", "flood", "overfill", "fire", "person_down", "toxic_release",
    "pump_failure",
]  # fmt: skip

HAZARD_NAMES: dict[Hazard, Words] = {
    "leak": Words(zh="泄漏", en="Leak"),
    "power_cut": Words(zh="停电", en="Power cut"),
    "flood": Words(zh="内涝", en="Flooding"),
    "overfill": Words(zh="满罐溢料", en="Overfill"),
    "fire": Words(zh="火灾", en="Fire"),
    "person_down": Words(zh="人员倒下", en="Person down"),
    "toxic_release": Words(zh="毒气释放", en="Toxic release"),
    "pump_failure": Words(zh="泵故障", en="Pump failure"),
}
"""How a title begins: it is a fact of the journal, in both languages."""

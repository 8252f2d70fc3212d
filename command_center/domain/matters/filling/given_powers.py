"""Protects the fields on which a matter's power rests: nobody changes them while the power is
given."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.matters.playing.play import Play, state_title, titled
from command_center.domain.refusal import Refusal
from command_center.domain.template_language.powers import POWERS


def power_field_refusal(play: Play, fields: Mapping[str, Any]) -> Refusal | None:
    """Refuses another value in a field on which the software relies now, such as a certificate's
    last day or whom the gate admits. A wrong one is withdrawn and entered again."""
    for name in sorted(play.pinned.powers):
        power = POWERS[name]
        if play.matter.state != power.given:
            continue
        fixed = [
            titled(play.template, one)
            for one in power.reads
            if one in fields and fields[one] != play.value(one)
        ]
        if fixed:
            state = state_title(play.template, play.matter.state)
            return Refusal("power_given", {"fields": fixed, "state": state})
    return None

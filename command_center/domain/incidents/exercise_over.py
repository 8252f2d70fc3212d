"""The end of a drill lifts what was warned of in it: no siren stays on an exercise's order."""

from dataclasses import replace

from command_center.domain.fact import Fact
from command_center.domain.incidents.public_warning import say_on
from command_center.domain.state import State
from command_center.domain.state.warned import Warned


def lift_warnings(state: State, twin: State, ended: Fact) -> None:
    """The plant's board keeps what the twin said, with its end and by the plant's own clock: sirens are still to be
    told it, and what became of that is told when the twin is gone."""
    left: list[str] = []
    for incident, warned in twin.warnings.of.items():
        if not warned.messages:
            continue
        say_on(twin.site, warned, ended)
        messages = [replace(one, at=one.sent) for one in warned.messages]
        state.warnings.of[incident] = Warned(messages, warned.source_at)
        left.append(incident)
    state.warnings.words |= twin.warnings.words
    if left:
        state.warnings.left = tuple(left)

"""What was warned of in a drill is lifted when reality breaks it off and when it ends: no siren stays on an exercise's
order. Whether the sirens fell silent is reality's business from then on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from command_center.domain.fact import Fact
from command_center.domain.incidents.warning.public_warning import say_on
from command_center.domain.state import State
from command_center.domain.state.incidents.warned import Warned, WarningMessage

TOLD_IN_REALITY = frozenset({"siren.told"})
"""Facts of a drill that change what reality shows while it suspends that drill."""


def suspended_twins(state: State) -> Iterator[State]:
    """The boards of the drills that reality suspends: no screen shows them now."""
    return (twin for name, twin in state.twins.items() if state.drills[name].phase == "suspended")


def broken_off(state: State) -> list[str]:
    """The incidents of suspended drills that warned of any."""
    return [
        incident
        for twin in suspended_twins(state)
        for incident, warned in twin.warnings.of.items()
        if warned.messages
    ]


def by_real_clock(messages: Sequence[WarningMessage]) -> list[WarningMessage]:
    """The messages of a drill by the plant's own clock."""
    return [replace(one, at=one.sent) for one in messages]


def lift_warnings(state: State, twin: State, ended: Fact) -> None:
    """The plant's board keeps what the twin said, with its end and by the plant's own clock: sirens are still to be
    told it, and what became of that is told when the twin is gone."""
    left: list[str] = []
    for incident, warned in twin.warnings.of.items():
        if not warned.messages:
            continue
        say_on(twin.site, warned, ended)
        state.warnings.of[incident] = Warned(by_real_clock(warned.messages), warned.source_at)
        left.append(incident)
    state.warnings.words |= twin.warnings.words
    if left:
        state.warnings.left = tuple(left)

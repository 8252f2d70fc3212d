"""Cancels the warnings of a drill when a real event suspends it and when it ends, so that no siren
stays on because of an exercise. From then on, whether the sirens fell silent is shown on the
real board."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from command_center.domain.fact import Fact
from command_center.domain.incidents.warning.public_warning import add_warning_message
from command_center.domain.state import State
from command_center.domain.state.incidents.warned import Warned, WarningMessage

TOLD_IN_REALITY = frozenset({"siren.told"})
"""Facts of a drill that change what reality shows while it suspends that drill."""


def suspended_twins(state: State) -> Iterator[State]:
    """Yields the boards of the drills that are suspended by a real event; no screen shows them now."""
    return (twin for name, twin in state.twins.items() if state.drills[name].phase == "suspended")


def broken_off(state: State) -> list[str]:
    """Returns the incidents of suspended drills that had warning messages."""
    return [
        incident
        for twin in suspended_twins(state)
        for incident, warned in twin.warnings.of.items()
        if warned.messages
    ]


def by_real_clock(messages: Sequence[WarningMessage]) -> list[WarningMessage]:
    """Returns the warning messages of a drill with times by the plant's clock."""
    return [replace(one, at=one.sent) for one in messages]


def lift_warnings(state: State, twin: State, ended: Fact) -> None:
    """Moves the warnings of an ended drill, with their end and by the plant's clock, to the plant's
    board: sirens must still be told the end, and their reports still arrive after the twin is
    gone."""
    left: list[str] = []
    for incident, warned in twin.warnings.of.items():
        if not warned.messages:
            continue
        add_warning_message(twin.site, warned, ended)
        state.warnings.of[incident] = Warned(by_real_clock(warned.messages), warned.source_at)
        left.append(incident)
    state.warnings.words |= twin.warnings.words
    if left:
        state.warnings.left = tuple(left)

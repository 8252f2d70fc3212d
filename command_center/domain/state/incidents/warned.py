"""The state of public warnings: the messages of each incident, and the sirens that carry them."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from command_center.domain.payload import Words
from command_center.domain.site.parts.hazard import Hazard

MessageType = Literal["Alert", "Update", "Cancel"]
Severity = Literal["Extreme", "Severe", "Moderate", "Minor", "Unknown"]
Outcome = Literal["failing", "taken", "sounded", "expired"]
"""What became of a message at a siren: tried in vain and tried again; taken by what is addressed; confirmed by the
siren itself; given up, because it had become too old."""


@dataclass(frozen=True, slots=True)
class PublicWarning:
    """The content of a public warning. `t0` is UTC epoch ms; `missing` are the people declared
    missing. `measured`: a person saw the event or the plant measures it, so that it does not
    rest on one alarm alone."""

    title: Words
    hazard: Hazard | None
    place: str
    level: str
    hot_zone_m: float
    t0: int
    measured: bool
    zones: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    isolated: bool = False
    over: Literal["closed", "withdrawn", "broken_off", "exercise_over"] | None = None
    reason: str | Words | None = None


@dataclass(frozen=True, slots=True)
class WarningMessage:
    """One warning message: the number of the fact that caused it, and when it was recorded (UTC
    epoch ms). `at` is that time by the clock of its board: in a drill the exercise clock."""

    seq: int
    sent: int
    at: int
    type: MessageType
    warning: PublicWarning
    exercise: bool


@dataclass(slots=True)
class Warned:
    """The messages of one incident, the oldest first; `source_at` is the time of the newest report
    on its source."""

    messages: list[WarningMessage] = field(default_factory=list)
    source_at: int = 0


class Siren(NamedTuple):
    """A siren or public address system to which a gateway carries warnings. `exercises`: it also
    carries those of drills. `severity` is the least that it carries; None: any. `since` is from
    when it has been known without a break (UTC epoch ms)."""

    gateway: str
    exercises: bool
    severity: Severity | None
    since: int


class SirenWord(NamedTuple):
    """A gateway's last report about an incident at a siren: on which message (by its fact's
    number), when (UTC epoch ms), after how many tries, and why it failed."""

    message: int
    outcome: Outcome
    at: int
    tries: int
    why: str | None


@dataclass(slots=True)
class Warnings:
    """All public warnings. `of` are the incidents with messages, `sirens` the sirens by name,
    `words` the gateways' reports by incident and siren. A drill's board has the plant's sirens.
    `left` are the incidents of the last drill with warnings, whose end must still be carried."""

    of: dict[str, Warned] = field(default_factory=dict)
    sirens: dict[str, Siren] = field(default_factory=dict)
    words: dict[tuple[str, str], SirenWord] = field(default_factory=dict)
    left: tuple[str, ...] = ()

"""What the public was warned of, by incident, and which sirens carry it: folded from facts."""

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
    """What is said of the incident. `t0` is UTC epoch ms; `missing` are the people declared missing; `measured`:
    a person saw it or the plant measures it, so that it does not rest on one alarm alone."""

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
    """One message: the number of the fact that brought it, and when it was recorded (UTC epoch ms). `at` is that time
    by the clock of its board: in a drill the exercise's."""

    seq: int
    sent: int
    at: int
    type: MessageType
    warning: PublicWarning
    exercise: bool


@dataclass(slots=True)
class Warned:
    """The messages of one incident, the oldest first; `source_at` is when the newest word of its source was spoken."""

    messages: list[WarningMessage] = field(default_factory=list)
    source_at: int = 0


class Siren(NamedTuple):
    """A siren or public address that a gateway carries warnings to. `exercises`: those of drills too. `severity` is the
    least that it is for; None: any. `since` it is known without a break (UTC epoch ms)."""

    gateway: str
    exercises: bool
    severity: Severity | None
    since: int


class SirenWord(NamedTuple):
    """What a gateway told last of an incident at a siren: of which message (by its fact's number), when (UTC epoch ms),
    after how many tries, and why it failed."""

    message: int
    outcome: Outcome
    at: int
    tries: int
    why: str | None


@dataclass(slots=True)
class Warnings:
    """`of` are the incidents of which something was said, `sirens` who carries it, `words` what became of it by
    incident and siren. A drill's board has the plant's sirens. `left` are the incidents of the last drill that warned
    of any: their end is still to be carried."""

    of: dict[str, Warned] = field(default_factory=dict)
    sirens: dict[str, Siren] = field(default_factory=dict)
    words: dict[tuple[str, str], SirenWord] = field(default_factory=dict)
    left: tuple[str, ...] = ()

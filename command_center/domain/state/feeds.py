"""The state of the senders of readings: corrections of their clocks, sign-offs of tags, loop tests."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Correction(NamedTuple):
    """A correction of a sender's clock: its times from `from_raw` on (by its own clock, UTC epoch
    ms) get `add_ms` added.

    `floor` is the corrected time reached before: no later raw time is corrected to before it.
    `uncertain`: the clock is further off than may be corrected, so the time of receipt is used.
    """

    from_raw: int
    add_ms: int
    floor: int
    uncertain: bool


class SignOff(NamedTuple):
    """The sign-off of a tag: by whom, when (UTC epoch ms), and the hash of the tag's description
    then."""

    by: str
    at: int
    described: str
    note: str | None


class LoopTest(NamedTuple):
    """A loop test: what was injected into the loop of a tag and what was seen, in the tag's unit."""

    by: str
    at: int
    injected: float
    seen: float
    good: bool
    note: str | None


@dataclass(slots=True)
class Feeds:
    """The state of all feeds. `clocks` are the corrections of each sender in the order in which
    they were made; `signed` and `loop_tests` are by tag."""

    clocks: dict[str, list[Correction]] = field(default_factory=dict)
    signed: dict[str, SignOff] = field(default_factory=dict)
    loop_tests: dict[str, list[LoopTest]] = field(default_factory=dict)

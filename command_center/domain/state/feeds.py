"""What is known of the senders of readings: how their clocks were corrected, who signed a tag off, loop tests."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Correction(NamedTuple):
    """Times of a sender from `from_raw` on (its own clock, UTC epoch ms) get `add_ms`.

    `floor` is the corrected time that was reached before: no later raw time is corrected to before it.
    `uncertain`: the clock is further off than may be corrected, so that the time is that of the receipt.
    """

    from_raw: int
    add_ms: int
    floor: int
    uncertain: bool


class SignOff(NamedTuple):
    """Who signed a tag off and when (UTC epoch ms), and the hash of its description then."""

    by: str
    at: int
    described: str
    note: str | None


class LoopTest(NamedTuple):
    """What somebody injected into the loop of a tag and what was seen, in the tag's unit."""

    by: str
    at: int
    injected: float
    seen: float
    good: bool
    note: str | None


@dataclass(slots=True)
class Feeds:
    """`clocks` are the corrections of each sender in the order in which they were made; `signed` and `loop_tests` are
    by tag."""

    clocks: dict[str, list[Correction]] = field(default_factory=dict)
    signed: dict[str, SignOff] = field(default_factory=dict)
    loop_tests: dict[str, list[LoopTest]] = field(default_factory=dict)

"""Converts a raw value to a tag's sample: fault values, words, current, scale, units, quality, time, deadband."""

from collections.abc import Mapping
from math import isfinite

from command_center.domain.reading import Quality, Reading
from command_center.domain.site.parts.plant import Tag, TagKind
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.sample import Raw
from command_center.gateway.source_clock import SourceClock
from command_center.gateway.units import SAME, Linear, conversion

FAILED_LOW_MA, FAILED_HIGH_MA = 3.6, 21.0
"""A current at or beyond these says that the instrument has failed (NAMUR NE 43)."""
LOW_MA, HIGH_MA = 3.8, 20.5
"""Between these a current is a measurement; up to the failure limits it is saturated (NAMUR NE 43)."""
STATUS = {
    "F": Quality.BAD,
    "C": Quality.BAD,
    "S": Quality.UNCERTAIN,
    "M": Quality.GOOD,
    "good": Quality.GOOD,
}
"""What NAMUR NE 107's states say of a value: failure; function check (the output is no measurement);
out of specification; maintenance required (the value still holds)."""
SWITCHES = frozenset({TagKind.CONTACT, TagKind.VALVE, TagKind.PUMP, TagKind.OTHER})
"""Kinds of tags that may be on or off: only of these `true` is 1."""
BURST_MS = 1_000
"""Values that arrive together get times of receipt up to so much apart (ours)."""
WORSE = {Quality.GOOD: 0, Quality.UNCERTAIN: 1, Quality.BAD: 2}
LARGEST = 1e12
"""Beyond it no instrument measures; the board would refuse it."""


class Normaliser:
    """Makes samples of one tag from its raw values. `probe` uses only `value`."""

    def __init__(self, tag: Tag, given: Conversion, clock: SourceClock) -> None:
        self.tag = tag
        self._given = given
        self._clock = clock
        unit = given.from_unit
        self._linear: Linear = SAME if unit is None else conversion(unit, tag.unit)
        self._last: Reading | None = None
        self._received = 0

    def sample(self, raw: Raw) -> Reading | None:
        """Return the sample of a raw value; None if a deadband drops it."""
        if raw.ts is not None and not raw.initial:
            self._clock.observe(raw.ts, raw.arrived)
        ts, by_source = self._clock.timed(raw.ts, raw.arrived)
        if ts == raw.arrived != raw.ts:
            ts = self._received = self._distinct_receipt_time(ts)
        value, quality = self.value(raw)
        if not by_source:
            quality = _worse(quality, Quality.UNCERTAIN)
        made = Reading(self.tag.id, ts, value, quality, self.tag.source)
        if self._is_small(made):
            return None
        self._last = made
        return made

    def past(self, raw: Raw) -> Reading:
        """Return the sample of a value from an outage: without deadband, and without learning about the clock."""
        ts, by_source = self._clock.timed(raw.ts, raw.arrived)
        value, quality = self.value(raw)
        quality = quality if by_source else _worse(quality, Quality.UNCERTAIN)
        return Reading(self.tag.id, ts, value, quality, self.tag.source)

    def _distinct_receipt_time(self, arrived: int) -> int:
        """A time of receipt that no other value of the tag has: the board keeps one value of each time."""
        is_burst = arrived <= self._received < arrived + BURST_MS
        return self._received + 1 if is_burst else arrived

    def value(self, raw: Raw) -> tuple[float | None, Quality]:
        """Return the value in the tag's unit and its quality; None and bad if it has none."""
        quality = raw.quality
        if raw.status is not None:
            letters: Mapping[str, str] = self._given.status or {}
            quality = _worse(quality, STATUS.get(letters.get(raw.status, raw.status), Quality.GOOD))
        number = self._number(raw.value)
        if number is None or quality is Quality.BAD:
            return None, Quality.BAD
        if self._given.invalid is not None and self._given.invalid.has(number):
            return None, Quality.BAD
        if self._given.current is not None:
            if not FAILED_LOW_MA < number < FAILED_HIGH_MA:
                return None, Quality.BAD
            if not LOW_MA <= number <= HIGH_MA:
                quality = _worse(quality, Quality.UNCERTAIN)
            low, high = self._given.current.low, self._given.current.high
            number = low + (number - 4) / 16 * (high - low)
        number = self._linear(number * self._given.scale + self._given.add)
        if not isfinite(number) or abs(number) > LARGEST:
            return None, Quality.BAD
        if not self.tag.measures(number):  # as the board judges it
            quality = _worse(quality, Quality.UNCERTAIN)
        return float(f"{number:.12g}"), quality  # 3300 mm are 3.3 m, without the dust of a product

    def _number(self, value: float | bool | str | None) -> float | None:
        """What a raw value is as a number; None where it is none."""
        if self._given.map is not None:
            found = self._given.map.get(_word(value))
            if found is not None:
                return found
        if isinstance(value, bool) and self.tag.kind not in SWITCHES:
            return None  # `true` is no level of 1 m: what it means, `map` says
        try:
            number = float(value) if value is not None else None
        except (ValueError, OverflowError):
            return None
        return number if number is not None and isfinite(number) else None

    def _is_small(self, made: Reading) -> bool:
        last, band = self._last, self._given.deadband
        if not band or last is None or last.value is None or made.value is None:
            return False
        return made.quality is last.quality and abs(made.value - last.value) < band


def _word(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().lower()


def _worse(one: Quality, other: Quality) -> Quality:
    return max(one, other, key=WORSE.__getitem__)

"""The measurements of an incident: gas by place, and the outfall."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from typing_extensions import TypedDict


class GasValue(NamedTuple):
    """One gas value: when it was measured (UTC epoch ms), whether it was below its limit, and from
    when it counts for closing, which is when it was recorded.

    `limit` is in `unit`; None where the site file states none, or where somebody `typed` that the
    value was below or above.
    """

    at: int
    below: bool
    counts_from: int
    value: float
    unit: str
    limit: float | None
    typed: bool


class Counting(NamedTuple):
    """Which values below their limit count for clear air: those recorded `since` then (UTC epoch ms;
    inf: none yet) at these `places` (`incidents/measuring/clear_air.py`)."""

    since: float
    places: Collection[str]


class Place(TypedDict):
    """Gas at one place: whether its last value is below the limit, and since when.

    `counts`: clear air there lets the incident close. `clear`: below twice, far enough apart, since
    it was last above and since no detector is in alarm. `again_at` is from when a second value
    below is far enough from the first (None while none was below). `no_limit`: the site file
    states no limit for the last value, so that only 0 counts as below.
    """

    place: str
    at: int
    value: float
    unit: str
    limit: float | None
    no_limit: bool
    counts: bool
    below: bool
    ever_above: bool
    clear_since: int | None
    again_at: int | None
    clear: bool


@dataclass(slots=True)
class Measurements:
    """Every gas value by place, in the order of measurement, and the last sample of the outfall.

    Late entries are sorted by the time of measurement; for closing they count from when they were
    recorded.
    """

    gas: dict[str, list[GasValue]] = field(default_factory=dict)
    outfall_at: int | None = None

    def gas_below(self, counting: Counting) -> list[int]:
        """Returns the times from which values below the limit count, since the last one above it,
        at the place that has been clear longest."""
        return min(
            (below for p in self.gas if (below := self._since_above(p, counting))), default=[]
        )

    def gas_clear(self, apart_ms: int, counting: Counting) -> bool:
        """Returns whether gas was below the limit twice, this far apart, at every place where it
        was ever above.

        Where it was above nowhere, one place that counts is enough.
        """
        above = [p for p in self.gas if self.was_above(p)]
        twice = [p for p in self.gas if _measured_twice(self._since_above(p, counting), apart_ms)]
        return bool(twice) and set(above) <= set(twice)

    def was_above(self, place: str) -> bool:
        """Returns whether a value was ever above its limit at a place that was measured."""
        return not all(value.below for value in self.gas[place])

    def by_place(self, apart_ms: int, counting: Counting) -> list[Place]:
        """Returns each place with its present state, in the order in which they were first
        measured."""
        return [
            Place(
                place=place,
                at=values[-1].at,
                value=values[-1].value,
                unit=values[-1].unit,
                limit=values[-1].limit,
                no_limit=values[-1].limit is None and not values[-1].typed,
                counts=place in counting.places,
                below=values[-1].below,
                ever_above=self.was_above(place),
                clear_since=(since := next(iter(self._since_above(place, counting)), None)),
                again_at=None if since is None else since + apart_ms,
                clear=_measured_twice(self._since_above(place, counting), apart_ms),
            )
            for place, values in self.gas.items()
        ]

    def _since_above(self, place: str, counting: Counting) -> list[int]:
        if place not in counting.places:
            return []
        values = self.gas[place]
        last_above = max((value.at for value in values if not value.below), default=0)
        below = (v.counts_from for v in values if v.below and v.at > last_above)
        return sorted(at for at in below if at >= counting.since)


def _measured_twice(times: list[int], apart_ms: int) -> bool:
    """Whether two of the times lie at least `apart_ms` apart."""
    return len(times) > 1 and times[-1] - times[0] >= apart_ms

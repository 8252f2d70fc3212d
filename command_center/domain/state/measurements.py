"""What was measured of an incident: gas by place, and the outfall."""

from dataclasses import dataclass, field

from typing_extensions import TypedDict


class Place(TypedDict):
    """Gas at one place: its last value below the limit or not, and since when it has been below.

    `clear`: below twice, far enough apart, since it was last above.
    """

    place: str
    at: int
    below: bool
    ever_above: bool
    clear_since: int | None
    clear: bool


@dataclass(slots=True)
class Measurements:
    """Every gas value by place as (time, below its limit), and the outfall's last sample.

    Values typed in late fall into their place in time.
    """

    gas: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    outfall_at: int | None = None

    @property
    def gas_below(self) -> list[int]:
        """Times below the limit since the last above it, at the place that has been clear longest."""
        return min((below for p in self.gas if (below := self._since_above(p))), default=[])

    def gas_clear(self, apart_ms: int) -> bool:
        """Below the limit twice, this far apart, at every place where it was ever above.

        Where it was above nowhere, one place is enough.
        """
        above = [p for p, values in self.gas.items() if not all(below for _, below in values)]
        twice = [p for p in self.gas if _apart(self._since_above(p), apart_ms)]
        return bool(twice) and set(above) <= set(twice)

    def by_place(self, apart_ms: int) -> list[Place]:
        """Each place as it stands, in the order they were first measured at."""
        return [
            Place(
                place=place,
                at=values[-1][0],
                below=values[-1][1],
                ever_above=not all(below for _, below in values),
                clear_since=next(iter(self._since_above(place)), None),
                clear=_apart(self._since_above(place), apart_ms),
            )
            for place, values in self.gas.items()
        ]

    def _since_above(self, place: str) -> list[int]:
        values = self.gas[place]
        last_above = max((at for at, below in values if not below), default=0)
        return [at for at, below in values if below and at > last_above]


def _apart(times: list[int], apart_ms: int) -> bool:
    return len(times) > 1 and times[-1] - times[0] >= apart_ms

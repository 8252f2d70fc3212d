"""Gas and outfall: the two measurements without which no incident closes."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.standing import open_incident

if TYPE_CHECKING:
    from command_center.domain.incidents.incident import Incident
    from command_center.domain.state import State

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


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


class MeasureGas(Command):
    """A gas value at a place, and whether it is below the limit that applies."""

    incident: str = Field(max_length=40)
    place: str = Field(max_length=40)
    value: float = Field(ge=0, allow_inf_nan=False)
    unit: str = Field(max_length=12)
    below_limit: bool


class SampleOutfall(Command):
    """A sample was taken at the outfall; the value may come later."""

    incident: str = Field(max_length=40)
    place: str = Field(max_length=40)
    value: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    unit: str | None = Field(default=None, max_length=12)


class GasMeasured(TypedDict):
    """Somebody measured gas at a place."""

    place: str
    value: float
    unit: str
    below_limit: bool


class OutfallSampled(TypedDict):
    """Somebody sampled the outfall."""

    place: str
    value: float | None
    unit: str | None


def _incident(state: "State", ctx: Context, incident: str, place: str) -> "Incident | Refusal":
    found = open_incident(state, incident)
    if not isinstance(found, Refusal) and place not in ctx.site.places:
        return Refusal("unknown_place", {"place": place})
    return found


@decides("gas.measure", MeasureGas, HANDS)
def measure(state: "State", command: MeasureGas, ctx: Context) -> Decision:
    """Any measurement counts, good or bad."""
    incident = _incident(state, ctx, command.incident, command.place)
    if isinstance(incident, Refusal):
        return incident
    data = GasMeasured(
        place=command.place,
        value=command.value,
        unit=command.unit,
        below_limit=command.below_limit,
    )
    return [Draft("gas.measured", data, incident.id, caused_by=incident.opened_seq)]


@decides("outfall.sample", SampleOutfall, HANDS)
def sample(state: "State", command: SampleOutfall, ctx: Context) -> Decision:
    """The sample itself is what closing asks for."""
    incident = _incident(state, ctx, command.incident, command.place)
    if isinstance(incident, Refusal):
        return incident
    data = OutfallSampled(place=command.place, value=command.value, unit=command.unit)
    return [Draft("outfall.sampled", data, incident.id, caused_by=incident.opened_seq)]


@applies("gas.measured", GasMeasured)
def measured(state: "State", fact: Fact) -> None:
    """A value above the limit starts the count of its place anew."""
    gas = state.incidents[fact.incident or ""].measurements.gas
    values = gas.setdefault(fact.data["place"], [])
    values.append((fact.at, fact.data["below_limit"]))
    values.sort()


@applies("outfall.sampled", OutfallSampled)
def sampled(state: "State", fact: Fact) -> None:
    """Sampled."""
    measurements = state.incidents[fact.incident or ""].measurements
    measurements.outfall_at = max(fact.at, measurements.outfall_at or 0)

"""Gas and outfall: the two measurements without which no incident closes."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides

if TYPE_CHECKING:
    from command_center.domain.state import State

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


@dataclass(slots=True)
class Measurements:
    """Times of gas below its limit since it was last above, and the outfall's last sample."""

    gas_below: list[int] = field(default_factory=list)
    outfall_at: int | None = None

    def gas_clear(self, apart_ms: int) -> bool:
        """Below the limit at least twice, the first and last this far apart."""
        return len(self.gas_below) > 1 and self.gas_below[-1] - self.gas_below[0] >= apart_ms


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


def _refused(state: "State", ctx: Context, incident: str, place: str) -> Refusal | None:
    if incident not in state.incidents:
        return Refusal("unknown_incident", {"incident": incident})
    if place not in ctx.site.places:
        return Refusal("unknown_place", {"place": place})
    return None


@decides("gas.measure", MeasureGas, HANDS)
def measure(state: "State", command: MeasureGas, ctx: Context) -> Decision:
    """Any measurement counts, good or bad."""
    if refusal := _refused(state, ctx, command.incident, command.place):
        return refusal
    data = GasMeasured(
        place=command.place,
        value=command.value,
        unit=command.unit,
        below_limit=command.below_limit,
    )
    return [Draft("gas.measured", data, command.incident)]


@decides("outfall.sample", SampleOutfall, HANDS)
def sample(state: "State", command: SampleOutfall, ctx: Context) -> Decision:
    """The sample itself is what closing asks for."""
    if refusal := _refused(state, ctx, command.incident, command.place):
        return refusal
    data = OutfallSampled(place=command.place, value=command.value, unit=command.unit)
    return [Draft("outfall.sampled", data, command.incident)]


@applies("gas.measured", GasMeasured)
def measured(state: "State", fact: Fact) -> None:
    """A value above the limit starts the count anew."""
    measurements = state.incidents[fact.incident or ""].measurements
    if fact.data["below_limit"]:
        measurements.gas_below.append(fact.at)
    else:
        measurements.gas_below.clear()


@applies("outfall.sampled", OutfallSampled)
def sampled(state: "State", fact: Fact) -> None:
    """Sampled."""
    state.incidents[fact.incident or ""].measurements.outfall_at = fact.at

"""Gas and outfall: the two measurements without which no incident closes."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.standing import open_incident
from command_center.domain.state import State
from command_center.domain.state.incident import Incident

HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


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


def _incident(state: State, ctx: Context, incident: str, place: str) -> Incident | Refusal:
    found = open_incident(state, incident)
    if not isinstance(found, Refusal) and place not in ctx.site.places:
        return Refusal("unknown_place", {"place": place})
    return found


@decides("gas.measure", MeasureGas, HANDS)
def measure(state: State, command: MeasureGas, ctx: Context) -> Decision:
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
def sample(state: State, command: SampleOutfall, ctx: Context) -> Decision:
    """The sample itself is what closing asks for."""
    incident = _incident(state, ctx, command.incident, command.place)
    if isinstance(incident, Refusal):
        return incident
    data = OutfallSampled(place=command.place, value=command.value, unit=command.unit)
    return [Draft("outfall.sampled", data, incident.id, caused_by=incident.opened_seq)]


@applies("gas.measured", GasMeasured, readers=EVERYBODY)
def measured(state: State, fact: Fact) -> None:
    """A value above the limit starts the count of its place anew."""
    gas = state.incidents[fact.incident or ""].measurements.gas
    values = gas.setdefault(fact.data["place"], [])
    values.append((fact.at, fact.data["below_limit"]))
    values.sort()


@applies("outfall.sampled", OutfallSampled, readers=EVERYBODY)
def sampled(state: State, fact: Fact) -> None:
    """Sampled."""
    measurements = state.incidents[fact.incident or ""].measurements
    measurements.outfall_at = max(fact.at, measurements.outfall_at or 0)

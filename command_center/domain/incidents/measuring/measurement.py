"""Gas measurements and outfall samples, without which an incident cannot be closed.

Gas counts as clear below the site file's limit for the substance and the place. Where the site file
states no limit, only 0 counts as below, so that nobody can declare a value low enough.
"""

import unicodedata

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PlaceId, SubstanceId
from command_center.domain.open_incident import open_incident
from command_center.domain.quantities import MeasuredAmount
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import UNITS, GasLimit, Site, TagKind
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.incidents.measurements import GasValue

MOST_PPM = 1_000_000
"""A million parts of a million are all there is."""
HANDS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class MeasureGas(Command):
    """Record a gas value at a place. `substance` is what was measured; without it, it is the
    content of the source tank."""

    incident: str = Field(max_length=40)
    place: PlaceId
    value: MeasuredAmount
    unit: str = Field(max_length=12)
    substance: SubstanceId | None = None


class SampleOutfall(Command):
    """Record that a sample was taken at the outfall. Its value may follow later."""

    incident: str = Field(max_length=40)
    place: PlaceId
    value: MeasuredAmount | None = None
    unit: str | None = Field(default=None, min_length=1, max_length=12)


class GasMeasured(TypedDict):
    """Somebody measured gas at a place.

    `below_limit` follows from `limit`, the site file's limit in this `unit`; where there is none
    (`limit` is None), only 0 is below. `entered_at` is when it was recorded, by the board's clock
    (UTC epoch ms); for closing the incident it counts from then.
    """

    place: str
    value: float
    unit: str
    below_limit: bool
    substance: str | None
    limit: float | None
    entered_at: int


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
    """Records a gas value. Refused in a unit that is none for gas, and where the substance has a
    limit only in another unit."""
    incident = _incident(state, ctx, command.incident, command.place)
    if isinstance(incident, Refusal):
        return incident
    if command.substance is not None and command.substance not in ctx.site.substance_by_id:
        return Refusal("unknown_substance", {"substance": command.substance})
    substance = command.substance or substance_of(ctx.site, incident)
    unit = unit_of(command.unit)
    if unit not in UNITS[TagKind.GAS]:
        return Refusal("gas_unit_unknown", {"unit": unit, "units": list(UNITS[TagKind.GAS])})
    if unit == "ppm" and command.value > MOST_PPM:
        return Refusal("gas_beyond_all", {"most": MOST_PPM})
    limit = strictest_limit(ctx.site, incident, command.substance, command.place, unit)
    if isinstance(limit, Refusal):
        return limit
    data = GasMeasured(
        place=command.place,
        value=command.value,
        unit=unit,
        below_limit=command.value < limit.value if limit else command.value == 0,
        substance=substance,
        limit=limit.value if limit else None,
        entered_at=ctx.now,
    )
    return [Draft("gas.measured", data, incident.id, caused_by=incident.opened_seq)]


@decides("outfall.sample", SampleOutfall, HANDS)
def sample(state: State, command: SampleOutfall, ctx: Context) -> Decision:
    """Records that a sample was taken at the outfall. Closing needs the sample, not its value."""
    incident = _incident(state, ctx, command.incident, command.place)
    if isinstance(incident, Refusal):
        return incident
    data = OutfallSampled(place=command.place, value=command.value, unit=command.unit)
    return [Draft("outfall.sampled", data, incident.id, caused_by=incident.opened_seq)]


@applies("gas.measured", GasMeasured, v=2, readers=EVERYBODY)
def measured(state: State, fact: Fact) -> None:
    """Applies the fact: a value above the limit starts the count of its place anew. In version 1 of
    the fact a person typed whether the value was below, and it counted from the stated time of
    the measurement."""
    gas = state.incidents[fact.incident or ""].measurements.gas
    d = fact.data
    values = gas.setdefault(d["place"], [])
    values.append(
        GasValue(
            at=fact.at,
            below=d["below_limit"],
            counts_from=max(fact.at, d.get("entered_at", fact.at)),
            value=d["value"],
            unit=d["unit"],
            limit=d.get("limit"),
            typed="limit" not in d,
        )
    )
    values.sort(key=lambda value: (value.at, value.below))


@applies("outfall.sampled", OutfallSampled, readers=EVERYBODY)
def sampled(state: State, fact: Fact) -> None:
    """Applies the fact: the outfall counts as sampled."""
    measurements = state.incidents[fact.incident or ""].measurements
    measurements.outfall_at = max(fact.at, measurements.outfall_at or 0)


WRITTEN = {"mg/m³": "mg/m3", "%lel": "%LEL", "ppm": "ppm", "mg/m3": "mg/m3"}
"""How people write a unit, in small letters, and how the site file writes it."""


def unit_of(written: str) -> str:
    """Returns a unit in the spelling of the site file; an unknown unit stays as it was written."""
    plain = unicodedata.normalize("NFKC", written.replace("³", "3")).replace(" ", "")
    return WRITTEN.get(plain.lower(), written)


def substance_of(site: Site, incident: Incident) -> str | None:
    """Returns the substance in the incident's source tank, by the site file; None where it is not
    known."""
    tank = site.tank_by_id.get(incident.source.tank or incident.place)
    return tank.substance if tank is not None else None


def gas_limit(
    site: Site, incident: Incident, substance: str | None, place: str, unit: str
) -> GasLimit | Refusal | None:
    """Returns the limit by which a value in `unit` at `place` is judged.

    Limits of the substance replace those for any vapour; a limit of the place replaces one for
    everywhere. While the source is not known, the lowest of all that apply counts. None where the
    site file states none; refused where it states them only in other units.
    """
    known = incident.source.tank or incident.place in site.tank_by_id
    at_place = [limit for limit in site.gas_limits if limit.place in (None, place)]
    own = [limit for limit in at_place if substance and limit.substance == substance]
    any_vapour = [limit for limit in at_place if limit.substance is None]
    given = own or any_vapour if substance or known else at_place
    here = [limit for limit in given if limit.unit == unit]
    if here:
        nearest = [limit for limit in here if limit.place is not None] or here
        return min(nearest, key=lambda limit: limit.value)
    if given:
        units = list(dict.fromkeys(limit.unit for limit in given))
        return Refusal("gas_unit", {"unit": unit, "units": units})
    return None


def strictest_limit(
    site: Site, incident: Incident, named: str | None, place: str, unit: str
) -> GasLimit | Refusal | None:
    """Returns the limit for a measurement of the `named` substance, never higher than that of the
    source's content. So naming another substance cannot give a milder limit."""
    of_source = gas_limit(site, incident, substance_of(site, incident), place, unit)
    if named is None or isinstance(of_source, Refusal):
        return of_source
    of_named = gas_limit(site, incident, named, place, unit)
    if isinstance(of_named, Refusal) or of_source is None:
        return of_named
    return of_source if of_named is None else min(of_source, of_named, key=lambda one: one.value)

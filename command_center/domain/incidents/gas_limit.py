"""Below which value gas counts as clear: the site file's limit for the substance and the place.

Where the site file states none, only 0 counts as below: nobody may type that a value is low enough.
"""

from command_center.domain.refusal import Refusal
from command_center.domain.site.model import GasLimit, Site
from command_center.domain.state.incidents.incident import Incident

UNITS = {"mg/m³": "mg/m3", "%lel": "%LEL", "ppm": "ppm", "mg/m3": "mg/m3"}
"""How people write a unit, in small letters, and how the site file writes it."""


def unit_of(written: str) -> str:
    """A unit as the site file writes it; one that it does not know stays as it was written."""
    return UNITS.get(written.replace(" ", "").lower(), written)


def substance_of(site: Site, incident: Incident) -> str | None:
    """What the incident's source holds, by the site file; None where nobody knows."""
    tank = site.tank_by_id.get(incident.source.tank or incident.place)
    return tank.substance if tank is not None else None


def gas_limit(
    site: Site, incident: Incident, substance: str | None, place: str, unit: str
) -> GasLimit | Refusal | None:
    """The limit that a value in `unit` at `place` is judged by.

    Limits of the substance replace those for any vapour, one of the place goes before one for
    everywhere. While the source is not known, the lowest of all that apply counts. None where the
    site file states none; refused where it states them in other units only.
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
    """The limit for a measurement of the `named` substance, never higher than that of what the source holds:
    whoever types the name may not choose a milder limit by it."""
    of_source = gas_limit(site, incident, substance_of(site, incident), place, unit)
    if named is None or isinstance(of_source, Refusal):
        return of_source
    of_named = gas_limit(site, incident, named, place, unit)
    if isinstance(of_named, Refusal) or of_source is None:
        return of_named
    return of_source if of_named is None else min(of_source, of_named, key=lambda one: one.value)

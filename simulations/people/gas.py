"""Measuring vapour, as near as permitted."""

from math import cos, radians, sin

from command_center.domain.site.model import Point
from command_center.domain.verdicts.turns import code_at
from simulations.people.crew import Crew
from simulations.people.job import Job
from simulations.plant.instruments import ppm_at
from simulations.script import Script


def lookout(crew: Crew, point: Point) -> Point:
    """Return the point itself; for the hot zone its upwind edge, for a flooded room its door."""
    zone = crew.hot_zone()
    if zone is None or not crew.in_hot_zone(point):
        return crew.dry(point)
    wind = radians(crew.plant.air.wind_from_deg)
    reach = zone[1] + 2
    return zone[0][0] + reach * sin(wind), zone[0][1] + reach * cos(wind)


def gas(job: Job) -> Script:
    """Measure vapour where the directive says."""
    yield from _measure(job, job.place)


def air(job: Job) -> str:
    """Return how the entry board judges the air of the incident: measured, unmeasured or explosive."""
    row = job.crew.incident(job.incident)
    return "unmeasured" if row is None else code_at(row["entry"]["gas"], job.crew.view.now_ms)


def gas_before_entry(job: Job) -> Script:
    """Measure vapour at the source before a pair goes in, unless somebody did lately."""
    row = job.crew.incident(job.incident)
    if row is not None and air(job) != "measured":
        yield from _measure(job, row["source"]["tank"] or row["place"])


def _measure(job: Job, place: str) -> Script:
    """Go as near to the place as permitted and report the highest value in the time of a reading; note it."""
    crew, person = job.crew, job.person
    yield from crew.go(person, lookout(crew, crew.point(place)))
    job.status(person, "on_scene", place)
    until = crew.t_s + crew.parameters.work.gas_reading_s.draw(person.chance)
    highest = 0.0
    while crew.t_s < until:
        yield from crew.wait(1.0)
        highest = max(highest, ppm_at(crew.plant, person.position(crew.t_s)))
    value = round(highest, 1)
    yield from crew.heard(job.say("gas.measure", place=place, value=value, unit="ppm"))
    job.note = crew.word("gas", value=value, limit=crew.parameters.command.gas_limit_ppm.value)

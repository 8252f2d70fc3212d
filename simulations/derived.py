"""The simulation of a plant without a `simulation.yaml`: what its site file alone says of the hidden side.

A file sharpens it (pipes, flows, dead numbers, the leak's own place); a drill needs none.
"""

from collections import Counter
from pathlib import Path

from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site
from simulations.scenario import People, Scenario, Weather, load

FULL_TANK, FULL_POOL = 0.6, 0.3
"""How full a vessel begins, of its height or of its volume to the weir (assumption): in use, with room left."""
STARTS_AT = "02:10"
WEATHER = Weather(wind_from_deg=225, wind_m_s=2.5, rain_mm_h=0)
"""A light breeze; a drill has the weather of its plan."""
DESK = "control_room"


def of_plant(file: Path, site: Site) -> Scenario:
    """Return the simulation written in `file`, or that derived from the site where there is no such file.

    Raises OSError, ValidationError or UnknownIds, as `scenario.load`.
    """
    return load(file, site) if file.is_file() else derived(site)


def derived(site: Site) -> Scenario:
    """Return a simulation of the site's own data: tanks in use, nothing flowing, every number answered."""
    room = _control_room(site)
    return Scenario(
        starts_at=STARTS_AT,
        weather=WEATHER,
        tanks={t.id: 0.0 if t.spare_for else FULL_TANK * t.height_m for t in site.tanks},
        pools={pool.id: FULL_POOL * pool.to_weir_m3 for pool in site.pools},
        people=People(
            control_room=room,
            gate=site.gates[0].id if site.gates else room,
            numbers={who.id: [one.address for one in who.contacts] for who in site.people},
            suit=_worn(site, "heavy_suit"),
            breathing=_worn(site, "breathing_set"),
            remote=[valve.id for valve in site.valves if valve.operation == "remote"],
        ),
    )


def _worn(site: Site, purpose: str) -> str | None:
    return next((one.id for one in site.resources if one.purpose == purpose), None)


def _control_room(site: Site) -> str:
    """Where the people of the desk sit: by the post's duty, else whoever may command, else the first place."""
    wanted = [post for post in site.posts if post.duty == DESK]
    for posts in (wanted, [post for post in site.posts if post.commands]):
        held = {post.id for post in posts}
        homes = Counter(
            home
            for shift in site.shifts
            for post, who in manning(site, shift.id)["holders"].items()
            if post in held and who is not None and (home := site.person_by_id[who].home)
        )
        areas = [post.area for post in posts if post.area]
        if homes or areas:
            return homes.most_common(1)[0][0] if homes else areas[0]
    return next(iter(site.places))

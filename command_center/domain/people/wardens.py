"""Wardens: the people who may check others in as safe, area by area, as the site names them."""

from command_center.domain.site.model import Area, Site
from command_center.domain.state import State


def wardens_of(state: State, site: Site, area: Area) -> list[str]:
    """Returns the area's wardens who are on site now: holders of the posts it names, and people it
    names."""
    found = (
        state.roster.holders.get(named) if named in site.post_by_id else named
        for named in area.wardens
    )
    return [person for person in dict.fromkeys(found) if person in state.roster.on_site]


def wardens_now(state: State, site: Site) -> set[str]:
    """Returns everybody on site who may check others in.

    A warden of any area may check in anybody they see, because a visitor has no area. Where the
    site names no wardens at all, every post holder on site is one (ours).
    """
    if any(area.wardens for area in site.areas):
        return {person for area in site.areas for person in wardens_of(state, site, area)}
    return {p for p in state.roster.on_site if state.roster.posts_of(p)}

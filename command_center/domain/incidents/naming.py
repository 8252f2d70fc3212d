"""What an incident is called."""

from command_center.domain.payload import Words
from command_center.domain.site.model import Plan, Site


def title_of(site: Site, own: str | None, plan: Plan | None, place: str) -> Words:
    """Its own title, or the plan's hazard and where, by the name of a known `place`.

    A tank itself is its number there: what it holds, the hazard says, and the strip has one line.
    """
    if own:
        return Words(zh=own, en=own)
    where, _ = site.places[place]
    if plan is None:
        return Words(zh=where.zh, en=where.en)
    zh, en = (place, place) if place in site.tank_by_id else (where.zh, where.en)
    return Words(zh=f"{plan.hazard.zh} · {zh}", en=f"{plan.hazard.en} · {en}")

"""What an incident is called."""

from command_center.domain.payload import Words
from command_center.domain.site.model import Plan, Site
from command_center.domain.site.parts.hazard import HAZARD_NAMES, Hazard


def title_of(
    site: Site, own: str | None, plan: Plan | None, place: str, hazard: Hazard | None = None
) -> Words:
    """Its own title, or the plan's hazard, or that which was said, and where, by the name of a known `place`.

    A tank itself is its number there: what it holds, the hazard says, and the strip has one line.
    """
    if own:
        return Words(zh=own, en=own)
    where, _ = site.places[place]
    said = Words(zh=plan.hazard.zh, en=plan.hazard.en) if plan else None
    if said is None and hazard is not None:
        said = HAZARD_NAMES[hazard]
    if said is None:
        return Words(zh=where.zh, en=where.en)
    zh, en = (place, place) if place in site.tank_by_id else (where.zh, where.en)
    return Words(zh=f"{said['zh']} · {zh}", en=f"{said['en']} · {en}")

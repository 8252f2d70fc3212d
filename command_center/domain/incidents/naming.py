"""The title of an incident."""

from command_center.domain.payload import Words
from command_center.domain.site.model import Plan, Site
from command_center.domain.site.parts.hazard import HAZARD_NAMES, Hazard


def title_of(
    site: Site, own: str | None, plan: Plan | None, place: str, hazard: Hazard | None = None
) -> Words:
    """Returns the title of an incident: its own, else the hazard (of the plan, or as stated) and
    the name of a known `place`.

    A tank is named by its number only, because the hazard names its content and the title has one
    line.
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

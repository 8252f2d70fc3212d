"""What the description of a plant still lacks before the board can help."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from command_center.domain.site.model import Site, TagKind

Lack = Literal["people", "commanding_post", "tanks", "kits", "plans", "outside"]
"""A part of the site file that is not begun."""


def lacks(site: Site) -> list[Lack]:
    """Returns the missing parts without which a whole question of the wall screen stays open, the
    most useful first."""
    begun: tuple[tuple[Lack, bool], ...] = (
        ("people", bool(site.people)),
        ("commanding_post", any(post.commands for post in site.posts)),
        ("tanks", bool(site.tanks or site.pools)),
        ("kits", bool(site.kits)),
        ("plans", bool(site.plans)),
        ("outside", bool(site.outside)),
    )
    return [part for part, there in begun if not there]


FirstHour = Literal[
    "shifts", "areas", "people", "commanding_post", "holders", "account", "level_tags", "tanks", "plans", "resources",
    "kits", "outside",
]  # fmt: skip
"""What a plant is begun with, in the order in which each builds on those before it."""

NOUN_OF: Mapping[FirstHour, str] = MappingProxyType({
    "shifts": "shifts", "areas": "areas", "people": "people", "commanding_post": "posts", "holders": "roster",
    "account": "accounts", "level_tags": "tags", "tanks": "tanks", "plans": "plans", "resources": "resources",
    "kits": "kits", "outside": "outside",
})  # fmt: skip
"""The noun whose rows mend each; `accounts` are no noun of the plant, they have a panel of their own."""


def first_hour(site: Site, commanders: int) -> list[FirstHour]:
    """Returns what a plant still lacks before it can be commanded, in the order to fill it in;
    empty when nothing essential is missing. `commanders` is how many accounts could take
    command; without one nobody can open an incident."""
    leading = {post.id for post in site.posts if post.commands}
    there: dict[FirstHour, bool] = {
        "shifts": bool(site.shifts),
        "areas": bool(site.areas),
        "people": bool(site.people),
        "commanding_post": bool(leading),
        "holders": any(entry.post in leading for entry in site.roster),
        "account": commanders > 0,
        "level_tags": any(tag.kind is TagKind.LEVEL for tag in site.tags),
        "tanks": bool(site.tanks or site.pools),
        "plans": bool(site.plans),
        "resources": bool(site.resources),
        "kits": bool(site.kits),
        "outside": bool(site.outside),
    }
    return [lack for lack in NOUN_OF if not there[lack]]

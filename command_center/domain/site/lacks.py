"""What the description of a plant still lacks before the board can help."""

from typing import Literal

from command_center.domain.site.model import Site

Lack = Literal["people", "commanding_post", "tanks", "kits", "plans", "outside"]
"""A part of the site file that is not begun."""


def lacks(site: Site) -> list[Lack]:
    """The parts without which a whole question of the wall stays open, the most useful first."""
    begun: tuple[tuple[Lack, bool], ...] = (
        ("people", bool(site.people)),
        ("commanding_post", any(post.commands for post in site.posts)),
        ("tanks", bool(site.tanks or site.pools)),
        ("kits", bool(site.kits)),
        ("plans", bool(site.plans)),
        ("outside", bool(site.outside)),
    )
    return [part for part, there in begun if not there]

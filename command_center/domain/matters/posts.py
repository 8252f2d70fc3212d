"""Which post of the plant a name of a template means, and who holds it.

Templates of the library name posts by what they do (`area-head`, `safety-officer`, `manager`). A plant whose post has
that very id uses that one. Otherwise the post is found by its place in the organisation.
"""

from collections.abc import Iterator, Mapping

from command_center.domain.site.model import Post, Site
from command_center.domain.state import State

AREA_HEADS = frozenset({"area-head", "workshop-head", "team-leader"})
"""Functions that the head of the area of the matter's place has."""
MANAGERS = frozenset({"manager"})
SAFETY = frozenset({"safety-officer", "safety-head"})
DUTIES: Mapping[str, str] = {
    "shift-supervisor": "control_room", "dispatcher": "control_room", "equipment-head": "process",
    "production-head": "process", "electrical-head": "electrical", "traffic-head": "security",
    "fire-brigade": "fire", "contractor-office": "management", "training-office": "management",
    "auditor": "management",
}  # fmt: skip
"""Functions -> the trade of the posts that have them (ours)."""


def posts_named(site: Site, name: str, area: str | None) -> list[Post]:
    """The posts that a name means; `area` is the one of the matter's place."""
    known = site.post_by_id.get(name)
    if known is not None:
        return [known]
    if name in AREA_HEADS:
        head = head_of(site, area)
        return [] if head is None else [head]
    if name in MANAGERS:
        return [post for post in site.posts if post.commands and post.superior is None]
    if name in SAFETY:
        found = [post for post in site.posts if post.ics == "safety_officer"]
        return found or [post for post in site.posts if post.duty == "environment"]
    duty = DUTIES.get(name)
    return [post for post in site.posts if duty is not None and post.duty == duty]


def head_of(site: Site, area: str | None) -> Post | None:
    """The post that answers for an area: its key post, else the first of its posts."""
    posts = [post for post in site.posts if post.area == area and area is not None]
    return next((post for post in posts if post.key), posts[0] if posts else None)


def holders_of(state: State, site: Site, post: Post) -> Iterator[str]:
    """Who holds a post now; the holder of its deputy where nobody does."""
    holder = holder_among(state.roster.holders, post)
    if holder is not None:
        yield holder


def holder_among(holders: Mapping[str, str | None], post: Post) -> str | None:
    """Who holds a post by these; the holder of its deputy where nobody does."""
    holder = holders.get(post.id)
    if holder is None and post.deputy is not None:
        holder = holders.get(post.deputy)
    return holder


def above(state: State, site: Site, post: Post) -> Iterator[str]:
    """Who holds the post above a post."""
    if post.superior is not None and post.superior in site.post_by_id:
        yield from holders_of(state, site, site.post_by_id[post.superior])


def superior_of(site: Site, state: State, person: str) -> Iterator[str]:
    """Who holds the post above a person's posts."""
    for name in state.roster.posts_of(person):
        above = site.post_by_id[name].superior if name in site.post_by_id else None
        if above is not None and above in site.post_by_id:
            yield from holders_of(state, site, site.post_by_id[above])

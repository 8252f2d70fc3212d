"""Finds which post of the plant a name in a template means, and who holds it.

Library templates name posts by function (`area-head`, `safety-officer`, `manager`). If a post of
the plant has that very id, it is used. Otherwise the post is found by its place in the
organisation.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from command_center.domain.site.model import Post, Site
from command_center.domain.site.parts.people import (
    AREA_OWNER,
    OFFICE_ON_DUTY,
    SHIFT_LEADER,
    SITE_HEAD,
)
from command_center.domain.state import State

AREA_HEAD = "area-head"
AREA_HEADS = frozenset({AREA_HEAD, "workshop-head", "team-leader"})
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
ON_SITE = frozenset({OFFICE_ON_DUTY, SHIFT_LEADER})
"""Steps of the rule `fallback` that mean somebody who is on the site now."""


def posts_named(site: Site, name: str, area: str | None) -> list[Post]:
    """Returns the posts that a name means; `area` is that of the matter's place."""
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
    """Returns the post that is responsible for an area: its key post, else the first of its posts;
    None if there is none."""
    posts = [post for post in site.posts if post.area == area and area is not None]
    return next((post for post in posts if post.key), posts[0] if posts else None)


def holders_of(state: State, site: Site, post: Post) -> Iterator[str]:
    """Yields who holds a post now; the holder of its deputy post where nobody does."""
    holder = holder_among(state.roster.holders, post)
    if holder is not None:
        yield holder


def holder_among(holders: Mapping[str, str | None], post: Post) -> str | None:
    """Returns who holds a post according to `holders`; the holder of its deputy post where nobody
    does."""
    holder = holders.get(post.id)
    if holder is None and post.deputy is not None:
        holder = holders.get(post.deputy)
    return holder


def above(state: State, site: Site, post: Post) -> Iterator[str]:
    """Yields the holder of the post above a post; where it is vacant, the holder of the next one
    above that is held."""
    for upper in _line_above(site, post):
        holder = holder_among(state.roster.holders, upper)
        if holder is not None:
            yield holder
            return


def superior_of(site: Site, state: State, person: str) -> Iterator[str]:
    """Yields a person's superiors: for each of their posts, the next one above that somebody else
    holds. Their posts are those that they hold now, or, once their shift is over, those that the
    roster gives them."""
    names = state.roster.posts_of(person) or dict.fromkeys(
        entry.post for entry in site.roster if entry.person == person
    )
    for name in names:
        post = site.post_by_id.get(name)
        for upper in () if post is None else _line_above(site, post):
            holder = holder_among(state.roster.holders, upper)
            if holder is not None and holder != person:
                yield holder
                break


def stands_above(site: Site, state: State, person: str, others: Collection[str]) -> bool:
    """Returns whether one of the others holds a post above one that the person holds."""
    posts = (site.post_by_id.get(name) for name in state.roster.posts_of(person))
    return any(
        holder_among(state.roster.holders, upper) in others
        for post in posts
        if post is not None
        for upper in _line_above(site, post)
    )


def _line_above(site: Site, post: Post) -> Iterator[Post]:
    """The posts above a post, the nearest first."""
    seen = {post.id}
    upper = site.post_by_id.get(post.superior or "")
    while upper is not None and upper.id not in seen:
        seen.add(upper.id)
        yield upper
        upper = site.post_by_id.get(upper.superior or "")


def find_stand_in(
    state: State, site: Site, area: str | None, post: str | None, barred: Collection[str] = (), *,
    steps: Sequence[str] | None = None,
) -> tuple[str, str] | None:  # fmt: skip
    """Returns (the step of the plant's rule, the person) that stands in for a post or function
    without a permitted holder; None where no step finds anybody. `area` is that of the matter's
    place; `barred` are excluded; `steps` are the steps to try (by default all of
    `Site.fallback`)."""
    for step in site.fallback if steps is None else steps:
        for candidate in _of_step(site, step, area, post):
            holder = holder_among(state.roster.holders, candidate)
            here = holder in state.roster.on_site or step not in ON_SITE
            if holder is not None and here and holder not in barred:
                return step, holder
    return None


def shift_leader(state: State, site: Site) -> tuple[str, str] | None:
    """Returns (the post, its holder) that leads while nobody commands an incident: the commanding post
    nearest to the shift whose holder is on the site; None where none is."""
    for post in _of_step(site, SHIFT_LEADER, None, None):
        holder = holder_among(state.roster.holders, post)
        if holder is not None and holder in state.roster.on_site:
            return post.id, holder
    return None


def _of_step(site: Site, step: str, area: str | None, post: str | None) -> Iterator[Post]:
    """Yields the posts of a step of the plant's stand-in rule; the first one with a holder is used."""
    if step == AREA_OWNER:
        own = [one for one in site.posts if area is not None and one.area == area]
        yield from sorted(own, key=lambda one: not one.key)
    elif step == OFFICE_ON_DUTY:
        named = posts_named(site, post, None) if post is not None else []
        trades = {one.duty for one in named if one.duty is not None} | {DUTIES.get(post or "")}
        yield from named
        yield from (one for one in site.posts if one.duty is not None and one.duty in trades)
    elif step == SHIFT_LEADER:
        commanding = [one for one in site.posts if one.commands]
        yield from sorted(commanding, key=lambda one: one.superior is None)
    elif step == SITE_HEAD:
        top = [one for one in site.posts if one.superior is None]
        yield from [one for one in top if one.commands] or [one for one in top if one.key]
    elif step in site.post_by_id:
        yield site.post_by_id[step]

"""Decides which posts have which authority: a post's own grants, the deputy of a vacant post, and
delegations in force.

A post that nobody holds lends its authority to its deputy. A holder who does not answer is another
case: they are asked, and after two minutes emergency authority may be used
(`authority_requests.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from command_center.domain.site.model import Grant, Site
from command_center.domain.state import State

Capability = Literal["direct", "mobilise"]
By = Literal["own", "deputy", "delegation"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A post has an authority from `from_level` upwards (None: at any level).

    `by` is the basis: `own`, as `deputy` of the vacant post `of_post`, or by a `delegation` of
    `of_post` that ends at `until` (UTC epoch ms).
    """

    post: str
    by: By
    from_level: str | None
    of_post: str | None = None
    delegation: str | None = None
    until: int | None = None


def level_reached(site: Site, level: str, from_level: str | None) -> bool:
    """Returns whether `level` is `from_level` or higher. Levels are an ordered list, the highest
    first."""
    order = [known.id for known in site.levels]
    if from_level is None:
        return True
    return level in order and from_level in order and order.index(level) <= order.index(from_level)


def covers(site: Site, held: str | None, wanted: str | None) -> bool:
    """Returns whether authority from level `held` on includes authority from level `wanted` on
    (None: any level)."""
    return held is None or (wanted is not None and level_reached(site, wanted, held))


def own_grants(grants: Iterable[Grant], capability: str, scope: str) -> Iterator[Grant]:
    """Yields those of the site's grants that give posts this capability over this area."""
    return (grant for grant in grants if grant.capability == capability and scope in grant.scope)


def holdings(
    state: State, site: Site, capability: str, scope: str, now: int | None = None
) -> list[Holding]:
    """Returns every post that has the capability over the area, with the basis: first the site's
    own grants in their order, then deputies, then delegations.

    A delegation counts until `now` (UTC epoch ms) reaches its end; without `now` until a fact has
    ended it.
    """
    return holdings_from(site.authority, state, site, capability, scope, now)


def holdings_from(
    grants: Iterable[Grant],
    state: State,
    site: Site,
    capability: str,
    scope: str,
    now: int | None = None,
) -> list[Holding]:
    """Returns the same as `holdings`, with these grants instead of the site's own, and with every
    delegation."""
    own = [Holding(g.post, "own", g.from_level) for g in own_grants(grants, capability, scope)]
    return [*own, *_deputies(state, site, own), *_delegated(state, site, capability, scope, now)]


def granting_posts(
    state: State, site: Site, capability: str, scope: str, level: str, now: int | None = None
) -> list[str]:
    """Returns the posts whose holder has the authority at this level, each once."""
    found = holdings(state, site, capability, scope, now)
    return list(
        dict.fromkeys(one.post for one in found if level_reached(site, level, one.from_level))
    )


def _deputies(state: State, site: Site, own: list[Holding]) -> Iterator[Holding]:
    for one in own:
        deputy = site.post_by_id[one.post].deputy
        if deputy is not None and state.roster.holders.get(one.post, "unknown") is None:
            yield Holding(deputy, "deputy", one.from_level, of_post=one.post)


def _delegated(
    state: State, site: Site, capability: str, scope: str, now: int | None
) -> Iterator[Holding]:
    """Yields the delegations in force to posts that still exist; a post may have been removed from
    the plant meanwhile."""
    for one in state.delegations.values():
        if one.capability != capability or scope not in one.areas or not one.in_force(now):
            continue
        if one.to_post in site.post_by_id:
            yield Holding(
                one.to_post, "delegation", one.from_level, one.from_post, one.id, one.until
            )

"""Whom a review's clock speaks to: up the chain from the post that commanded, to whoever is there."""

from typing import TYPE_CHECKING

from command_center.domain.notifications.wanted import AT_ONCE, contact_of

if TYPE_CHECKING:
    from command_center.domain.site.model import Site
    from command_center.domain.state import State


def superiors(site: "Site", post: str | None) -> list[str]:
    """Above a post, the nearest first; of one that has no superior, its deputy."""
    found: list[str] = []
    known = site.post_by_id.get(post or "")
    while known is not None and known.superior and known.superior not in found:
        found.append(known.superior)
        known = site.post_by_id.get(known.superior)
    own = site.post_by_id.get(post or "")
    return found or ([own.deputy] if own and own.deputy else [])


def chain_of(site: "Site", post: str | None) -> list[str]:
    """The post, its deputy, its superiors, and at last every post that commands: a review that nobody
    leads is theirs."""
    known = site.post_by_id.get(post or "")
    own = [known.id, known.deputy] if known else []
    commanding = [one.id for one in site.posts if one.commands]
    return list(dict.fromkeys(p for p in [*own, *superiors(site, post), *commanding] if p))


def somebody(
    state: "State", site: "Site", chain: list[str]
) -> tuple[str | None, str | None, list[str]]:
    """The first post of a chain whose holder can be told, that holder, and the vacant posts before it.

    Where no holder has an address the first holder counts: they read it on the page. Where nobody
    holds any, the first post and nobody.
    """
    held = [(post, state.roster.holders[post]) for post in chain if state.roster.holders.get(post)]
    for post, person in held:
        known = site.person_by_id.get(person or "")
        if known is not None and any(contact_of(state, known, channel) for channel in AT_ONCE):
            return post, person, _vacant(state, chain[: chain.index(post)])
    if held:
        post, person = held[0]
        return post, person, _vacant(state, chain[: chain.index(post)])
    return (chain[0] if chain else None), None, _vacant(state, chain)


def _vacant(state: "State", posts: list[str]) -> list[str]:
    return [post for post in posts if not state.roster.holders.get(post)]

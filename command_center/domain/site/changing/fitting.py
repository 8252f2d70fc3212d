"""Checks whether the parts of a plant fit together, by the rows that were changed since they last
did.

It checks only the changed rows, the rows that name a removed one (or a tag that now measures
something else), the common ids of all places, and the rules of the changed lists. A property test
shows that the full validation gives the same result.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from command_center.domain.site.changing.nouns import NOUNS, Noun
from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import PLACES, Part
from command_center.domain.site.references import (
    Broken,
    broken_in,
    broken_references,
    lists_named,
    refers,
    shapes_of,
    two_places,
)
from command_center.domain.site.rules import broken_rules
from command_center.domain.site.standing import Touched


def sound(site: Site) -> bool:
    """Returns whether the parts of this site fit together, from what is known or by a check now."""
    standing = site.standing
    known = standing.known(site)
    if known is not None:
        return known
    since = standing.since
    if since is not None and sound(since[0]):
        found = not any(True for _ in broken_since(*since, site))
    else:
        found = not whole(site)
    standing.fits(site, sound=found)
    return found


def whole(site: Site) -> list[Broken]:
    """Returns every broken reference of a site, or else every broken rule."""
    return list(broken_references(site, Site)) or list(broken_rules(site))


def unfit(before: Site, after: Site, touched: Touched) -> list[Broken]:
    """Returns what in a site does not fit together, after these rows of `before` were changed."""
    return broken_since(before, touched, after) if sound(before) else whole(after)


def broken_since(before: Site, touched: Touched, after: Site) -> list[Broken]:
    """Returns the rules that `after` breaks, where `before` is known to break none."""
    return list(_references(before, after, touched)) or list(
        broken_rules(after, {NOUNS[noun].where for noun in touched})
    )


def _references(before: Site, after: Site, touched: Touched) -> Iterator[Broken]:
    by_field = {NOUNS[noun].where: (NOUNS[noun], keys) for noun, keys in touched.items()}
    if not by_field.keys().isdisjoint(PLACES):
        yield from two_places(after)
    gone = _gone(before, after, touched)
    begun = {
        where
        for where in by_field
        if where and not getattr(before, where, None) and getattr(after, where, None)
    }
    lists = _Lists(after)
    for name, shape in shapes_of(Site).items():
        if shape.part is None or NOUN_OF.get(name) is None:
            continue
        noun = NOUN_OF[name]
        named = lists_named(shape.part)
        also = {one: gone[one] for one in named & gone.keys()}
        every = bool(begun & lists_named(shape.part, if_listed=True))
        keys = by_field[name][1] if name in by_field else frozenset()
        if not (also or every or keys):
            continue
        for index, (key, part) in enumerate(noun.parts(after).items()):
            if every or key in keys or (also and refers(part, shape.part, also)):
                path = (name, index) if shape.many else (name,)
                yield from broken_in(part, path, lists)


def _gone(before: Site, after: Site, touched: Touched) -> dict[str, frozenset[str]]:
    """Returns by list the ids that may no longer be named: of removed rows, and of tags that are
    now of another kind or unit."""
    found: dict[str, frozenset[str]] = {}
    for name, keys in touched.items():
        noun = NOUNS[name]
        if noun.key != ("id",):
            continue
        was, now = noun.parts(before), noun.parts(after)
        ids = frozenset(key for key in keys if key in was and _other(was[key], now.get(key)))
        if ids:
            found[noun.where] = ids
    return found


def _other(was: Part, now: Part | None) -> bool:
    """Whether a reference to it may not hold any more."""
    return now is None or any(
        getattr(was, one, None) != getattr(now, one, None) for one in ("kind", "unit")
    )


class _Lists(Mapping[str, Mapping[str, Any]]):
    """The parts of each list of a site by id, looked up on demand."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        return NOUN_OF[name].parts(self._site)

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMED)

    def __len__(self) -> int:
        return len(_NAMED)

    def __contains__(self, name: object) -> bool:
        return name in _NAMED


NOUN_OF: Mapping[str, Noun] = {noun.where: noun for noun in NOUNS.values() if noun.where}
"""The noun of each field of a site."""
_NAMED = frozenset(name for name, shape in shapes_of(Site).items() if shape.named)

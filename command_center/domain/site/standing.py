"""Remembers whether a site's parts fit together, or what was changed since they did."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from command_center.domain.site.model import Site

Touched = Mapping[str, frozenset[str]]
"""Keys of rows by noun."""


class Standing:
    """The check result stored with a site, so that a change need not check 25,000 rows again.

    `since` is the last site with a known result, and the rows that were changed since: they are
    checked on demand. The result applies only to the lists for which it was stored, not to a copy
    with other lists.
    """

    __slots__ = ("_lists", "_sound", "since")

    def __init__(self) -> None:
        self._lists: tuple[object, ...] = ()
        self._sound: bool | None = None
        self.since: tuple[Site, Touched] | None = None

    def known(self, site: "Site") -> bool | None:
        """Returns whether the site's parts fit together; None where nobody has checked."""
        lists = _lists(site)
        if len(lists) != len(self._lists) or any(
            a is not b for a, b in zip(lists, self._lists, strict=True)
        ):
            return None
        return self._sound

    def fits(self, site: "Site", *, sound: bool = True) -> None:
        """Stores the result of a check of the whole site."""
        self._lists, self._sound, self.since = _lists(site), sound, None

    def follows(self, site: "Site", before: "Site", touched: Touched) -> None:
        """Stores that the site is `before` with these rows changed."""
        if before.standing.known(before) is None and before.standing.since is not None:
            before, earlier = before.standing.since
            touched = {
                noun: touched.get(noun, frozenset()) | earlier.get(noun, frozenset())
                for noun in touched.keys() | earlier.keys()
            }
        self._lists, self._sound, self.since = _lists(site), None, (before, touched)


def _lists(site: "Site") -> tuple[object, ...]:
    return tuple(getattr(site, name) for name in type(site).model_fields)

"""What is known of a site: that its parts fit together, or what was changed since they did."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from command_center.domain.site.model import Site

Touched = Mapping[str, frozenset[str]]
"""Keys of rows by noun."""


class Standing:
    """Kept with a site, so that a change need not hold 25,000 rows to the rules again.

    `since` is the last site of which it is known, with the rows that were touched between: to be looked at when
    somebody asks. It is of the lists it was told of: of a copy with other lists it says nothing.
    """

    __slots__ = ("_lists", "_sound", "since")

    def __init__(self) -> None:
        self._lists: tuple[object, ...] = ()
        self._sound: bool | None = None
        self.since: tuple[Site, Touched] | None = None

    def known(self, site: "Site") -> bool | None:
        """Whether the site's parts fit together; None where nobody has looked."""
        lists = _lists(site)
        if len(lists) != len(self._lists) or any(
            a is not b for a, b in zip(lists, self._lists, strict=True)
        ):
            return None
        return self._sound

    def fits(self, site: "Site", *, sound: bool = True) -> None:
        """Notes that the site was checked as a whole."""
        self._lists, self._sound, self.since = _lists(site), sound, None

    def follows(self, site: "Site", before: "Site", touched: Touched) -> None:
        """The site is `before` with these rows touched."""
        if before.standing.known(before) is None and before.standing.since is not None:
            before, earlier = before.standing.since
            touched = {
                noun: touched.get(noun, frozenset()) | earlier.get(noun, frozenset())
                for noun in touched.keys() | earlier.keys()
            }
        self._lists, self._sound, self.since = _lists(site), None, (before, touched)


def _lists(site: "Site") -> tuple[object, ...]:
    return tuple(getattr(site, name) for name in type(site).model_fields)

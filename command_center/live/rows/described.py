"""What of a plant is described otherwise: the fields that differ, and the rows of one that do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from command_center.domain.site.model import Site

K = TypeVar("K")


@dataclass(frozen=True)
class Described:
    """The plant `before` and `after`. Parts that no change touched are the same objects in both."""

    before: Site
    after: Site

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that differ."""
        return frozenset(
            name
            for name in Site.model_fields
            if getattr(self.before, name) is not getattr(self.after, name)
            and getattr(self.before, name) != getattr(self.after, name)
        )

    def only(self, *fields: str) -> bool:
        """Whether all fields that differ are among these."""
        return self.fields <= set(fields)

    def keys(self, look_up: str) -> set[Any]:
        """What differs in one of the site's look-ups (`store_by_id`): keys that came, went or are of another part."""
        return differing(getattr(self.before, look_up), getattr(self.after, look_up))


def differing(was: Mapping[K, object], now: Mapping[K, object]) -> set[K]:
    """The keys whose values differ."""
    if was is now:
        return set()
    found = was.keys() ^ now.keys()
    for key, value in now.items():
        old = was.get(key)
        if old is not value and old != value:
            found.add(key)
    return set(found)

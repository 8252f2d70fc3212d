"""Changes of the plant description: the fields that differ, and the keys of a look-up
whose entries differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from command_center.domain.site.model import Site

K = TypeVar("K")


@dataclass(frozen=True)
class Described:
    """The plant `before` and `after` a change. Unchanged parts are the same objects in both."""

    before: Site
    after: Site

    @cached_property
    def fields(self) -> frozenset[str]:
        """The site fields that differ."""
        return frozenset(
            name
            for name in Site.model_fields
            if getattr(self.before, name) is not getattr(self.after, name)
            and getattr(self.before, name) != getattr(self.after, name)
        )

    def only(self, *fields: str) -> bool:
        """Whether all changed fields are among these."""
        return self.fields <= set(fields)

    def keys(self, look_up: str) -> set[Any]:
        """Return the keys that differ in one of the site's look-ups (`store_by_id`): added, removed or changed."""
        return differing(getattr(self.before, look_up), getattr(self.after, look_up))


def differing(was: Mapping[K, object], now: Mapping[K, object]) -> set[K]:
    """Return the keys whose values differ."""
    if was is now:
        return set()
    found = was.keys() ^ now.keys()
    for key, value in now.items():
        old = was.get(key)
        if old is not value and old != value:
            found.add(key)
    return set(found)

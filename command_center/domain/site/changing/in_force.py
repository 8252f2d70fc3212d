"""The plant's description in force: what it began with, and every row that was changed since."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from command_center.domain.site.changing.change import Parts
from command_center.domain.site.changing.nouns import NOUNS, with_rows
from command_center.domain.site.model import Site


class Plant:
    """The site in force. `revision` is the number of the fact that changed it last, 0 before any
    did.

    `base` is the stored version of the description to which the first change was made, None before.
    `unread` are the rows (noun, key) that another version of the program wrote and this one cannot
    read: they stay as they were before. A state that needs nothing of the plant may begin without a
    site.
    """

    __slots__ = ("_began", "_changed", "_site", "_touched", "base", "revision", "unread")

    def __init__(self, site: Site | None = None) -> None:
        self._began = site
        self._site = site
        self._changed: Parts = {}
        self._touched: dict[str, set[str]] = {}
        self.revision = 0
        self.base: int | None = None
        self.unread: dict[tuple[str, str], int] = {}

    @property
    def site(self) -> Site:
        """Returns the site as it is now; the same object until the next change. Raises LookupError
        without a site."""
        if self._site is None:
            raise LookupError("this state was begun without a site")
        if self._touched:
            rows = {name: self._changed[name] for name in self._touched}
            touched = {name: frozenset(keys) for name, keys in self._touched.items()}
            self._site = with_rows(self._site, rows, touched)
            self._touched.clear()
        return self._site

    @property
    def begun(self) -> bool:
        """Returns whether there is a plant."""
        return self._began is not None

    def began_as(self, site: Site) -> bool:
        """Returns whether this is the description with which it began."""
        return self._began is site or self._began == site

    def kept(self) -> "Plant":
        """Returns the plant as it is now, independent of later changes; a drill begins with it."""
        plant = Plant(None if self._began is None else self.site)
        plant.revision, plant.base = self.revision, self.base
        return plant

    def take(self, data: Mapping[str, Any], seq: int) -> None:
        """Applies one row of a `site.changed`. Its rules were checked when it was decided."""
        if not self.revision:
            self.base = data.get("base")
        self.revision = seq
        if self._began is None:
            return
        noun, key, new = NOUNS.get(data["noun"]), data["key"], data["new"]
        if noun is None:
            self.unread[(data["noun"], key)] = seq
            return
        rows = self._changed.get(noun.name)
        if rows is None:
            rows = self._changed[noun.name] = dict(noun.parts(self._began))
        self._touched.setdefault(noun.name, set()).add(key)
        if new is None:
            rows.pop(key, None)
            return
        old = rows.get(key)
        kept = {} if old is None else {name: getattr(old, name) for name in noun.apart}
        try:
            rows[key] = noun.model.model_validate({**new, **kept})
        except ValidationError:
            self.unread[(noun.name, key)] = seq

    def __eq__(self, other: object) -> bool:
        """Whether both describe the same plant by the same changes."""
        if not isinstance(other, Plant):
            return NotImplemented
        if (self.revision, self.base, self._began is None) != (
            other.revision, other.base, other._began is None
        ):  # fmt: skip
            return False
        return self._began is None or self.site == other.site

    __hash__ = None  # type: ignore[assignment]  # it changes

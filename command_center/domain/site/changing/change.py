"""Applies changes to a plant's description: returns the resulting plant, or every reason why it is
not possible."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from command_center.domain.bounds.plain_text import Place, mistakes_beside, plain, plain_places
from command_center.domain.site.changing.fitting import unfit
from command_center.domain.site.changing.mistakes import Mistake, broken_details, details_of
from command_center.domain.site.changing.nouns import NOUNS, Noun, hash_of, with_rows
from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import Broken
from command_center.domain.site.standing import Touched

Parts = dict[str, dict[str, Part]]
"""Parts by noun and key, in their order."""


class Change(BaseModel):
    """The new content of one row of a noun (a table of the plant). `row` None removes the row;
    without `key` the row's own key is used.

    `was` is the hash of the row that the editor has seen (`GET /api/v1/plant/nouns/NOUN`), None for
    a new row. A change of a row that has changed since is refused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    noun: str = Field(max_length=40)
    key: str = Field(default="", max_length=140)
    row: dict[str, Any] | None
    was: str | None = Field(default=None, max_length=64)

    @field_validator("noun", "key", "was", mode="before")
    @classmethod
    def only_plain_text(cls, value: Any) -> Any:
        """Refuses invisible characters in a name. `read_row` checks those of the row, because it
        can name the field."""
        return plain(value)

    def key_in(self, noun: Noun) -> str:
        """Returns the key of the changed row: as it is given, else as the row has it, without
        surrounding blanks."""
        return self.key or ("" if self.row is None else noun.key_of(plain_places(self.row)[0]))


def changed(site: Site, changes: Sequence[Change], *, seen: bool = True) -> "Site | list[Mistake]":
    """Returns the site after these changes, or all their mistakes: all or nothing.

    The whole plant must satisfy the rules of the site file; only what the changed rows can break is
    checked (`fitting.py`). Without `seen` the hashes of rows are not compared (for an imported
    file).
    """
    mistakes: list[Mistake] = []
    parts: Parts = {}
    touched: dict[str, set[str]] = {}
    for change in changes:
        noun = NOUNS.get(change.noun)
        if noun is None:
            details = {"noun": change.noun, "possible": tuple(NOUNS)}
            mistakes.append(Mistake(change.noun, change.key, "", "noun_unknown", details))
            continue
        if noun.name not in parts:
            parts[noun.name], touched[noun.name] = dict(noun.parts(site)), set()
        mistakes += _one(noun, parts[noun.name], change, seen=seen)
        touched[noun.name].add(change.key_in(noun))
    if mistakes:
        return mistakes
    keys = {name: frozenset(found) for name, found in touched.items()}
    after = with_rows(site, parts, keys)
    return [*_mistakes_of_whole_plant(site, after, keys), *_beyond(site, after, keys)] or after


IN_THE_PLAN = ("bunds", "pools", "tanks")
"""What stands on the plant's own ground: a slip of a digit puts it into the sea."""


def _beyond(before: Site, site: Site, touched: Touched) -> Iterator[Mistake]:
    """Yields a mistake for what was moved beyond the plant's bounds by these changes. What lay
    there before may stay, so that an older plant still loads."""
    for noun in (NOUNS[name] for name in IN_THE_PLAN if name in touched):
        old, new = noun.parts(before), noun.parts(site)
        for key in sorted(touched[noun.name] & new.keys()):
            for field, most in (("x", site.width), ("y", site.height)):
                value = getattr(new[key], field)
                moved = key not in old or getattr(old[key], field) != value
                if moved and not 0 <= value <= most:
                    details = {"value": value, "most": most}
                    yield Mistake(noun.name, key, field, "beyond_plan", details)


def _one(noun: Noun, rows: dict[str, Part], change: Change, *, seen: bool) -> Iterator[Mistake]:
    """Applies one change to the rows of its noun, or yields what is wrong with it."""
    key = change.key_in(noun)
    old = rows.get(key)
    if seen:
        now = None if old is None else hash_of(noun.row_of(old))
        if change.was is None and old is not None:
            yield Mistake(noun.name, key, "", "row_there", {"key": key})
            return
        if change.was is not None and change.was != now:
            code = "row_gone" if old is None else "row_changed"
            yield Mistake(noun.name, key, "", code, {"key": key})
            return
    if change.row is None:
        if old is None:
            yield Mistake(noun.name, key, "", "row_gone", {"key": key})
        elif noun.name == "about":
            yield Mistake(noun.name, key, "", "row_needed", {"key": key})
        else:
            del rows[key]
        return
    part, mistakes = read_row(noun, key, change.row, old)
    yield from mistakes
    if part is None:
        return
    named = noun.key_of(part)
    if named != key:
        yield Mistake(
            noun.name, key, ".".join(noun.key[:1]), "key_differs", {"key": key, "id": named}
        )
        return
    rows[key] = part


def read_row(
    noun: Noun, key: str, row: Mapping[str, Any], old: Part | None = None
) -> tuple[Part | None, list[Mistake]]:
    """Reads a row as a part of the site, or returns what is wrong with it. Fields that another API
    edits stay as in `old`.

    Viewing, saving and importing a table all use it, so that they refuse the same things at the
    same field.
    """
    apart = noun.apart & row.keys()
    if apart:
        return None, [
            Mistake(noun.name, key, name, "edited_apart", {"key": name}) for name in sorted(apart)
        ]
    row, hidden = plain_places(dict(row))
    kept = {} if old is None else {name: getattr(old, name) for name in noun.apart}
    mistakes = [
        Mistake(noun.name, key, _path(place), "hidden_character", {"character": code})
        for place, code in hidden
    ]
    read: list[Part] = []
    for item in mistakes_beside(
        {place for place, _ in hidden},
        lambda told: read.append(noun.model.model_validate({**told, **kept})),
        row,
    ):
        code, details = details_of(item, noun.model)
        mistakes.append(Mistake(noun.name, key, _path(item["loc"]), code, details))
    return (None, mistakes) if mistakes else (read[0], [])


def _path(place: Place) -> str:
    return ".".join(map(str, place))


def _mistakes_of_whole_plant(before: Site, site: Site, touched: Touched) -> Iterator[Mistake]:
    """The mistakes of the plant as a whole, after a change."""
    if not site.levels:
        yield Mistake("levels", "", "", "too_few", {"min_length": 1, "actual_length": 0})
        return
    broken = unfit(before, site, touched)
    if not broken:
        site.standing.fits(site)
    for one in broken:
        yield mistake_of(site, one)
    if "about" in touched:
        try:
            Site.known_zone(site.time_zone)
        except ValueError:
            yield Mistake(
                "about", "plant", "time_zone", "time_zone_unknown", {"value": site.time_zone}
            )


def mistake_of(site: Site, broken: Broken) -> Mistake:
    """Returns a broken reference or rule of the whole site as a mistake with noun, key and field."""
    code, details = broken_details(broken)
    where, *rest = broken.path
    name = str(where)
    noun = NOUNS.get(name)
    if noun is None or noun.single or not rest or not isinstance(rest[0], int):
        return Mistake(name, "", ".".join(map(str, rest)), code, details)
    key = noun.key_of(getattr(site, noun.where)[rest[0]])
    return Mistake(name, key, ".".join(map(str, rest[1:])), code, details)


def difference(before: Site, after: Site) -> list[Change]:
    """Returns the changes that turn the first plant into the second, by noun: removed rows, then
    new and changed ones."""
    found: list[Change] = []
    for noun in NOUNS.values():
        old, new = noun.parts(before), noun.parts(after)
        if old == new:
            continue
        for key, part in old.items():
            if key not in new:
                found.append(_change(noun, key, part, None))
        for key, part in new.items():
            if old.get(key) != part:
                change = _change(noun, key, old.get(key), part)
                if change.was is None or hash_of(change.row or {}) != change.was:
                    found.append(change)
    return found


def _change(noun: Noun, key: str, old: Part | None, new: Part | None) -> Change:
    was = None if old is None else hash_of(noun.row_of(old))
    return Change(noun=noun.name, key=key, row=None if new is None else noun.row_of(new), was=was)

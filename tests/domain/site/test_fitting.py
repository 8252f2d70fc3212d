"""What a change of rows breaks is found by these rows alone, and is what the whole validation finds."""

from functools import cached_property
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from command_center.domain.site.changing import fitting
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.changing.in_force import Plant
from command_center.domain.site.changing.nouns import NOUNS, hash_of, with_rows
from command_center.domain.site.model import LOOKED_UP_FROM, Site
from command_center.domain.site.parts.base import Part
from command_center.domain.site.standing import Touched
from tests.support.small_works import small_works

SITE = small_works()
SEVERAL = [noun for noun in NOUNS.values() if not noun.single]
IDS = sorted(
    {key for noun in SEVERAL for key in noun.parts(SITE) if "/" not in key} | {"nothing", "always"}
)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a row where an id or a number stands."""
    if isinstance(value, dict):
        return [leaf for name, one in value.items() for leaf in _leaves(one, (*path, name))]
    if isinstance(value, list):
        return [leaf for at, one in enumerate(value) for leaf in _leaves(one, (*path, at))]
    return [path] if value in IDS or isinstance(value, float | int) else []


def _put(value: Any, path: tuple[str | int, ...], other: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    old = value[path[-1]]
    value[path[-1]] = other if isinstance(old, str) else old * 10


Edits = tuple[dict[str, dict[str, Part]], Touched]


@st.composite
def edits(draw: st.DrawFn, site: Site = SITE) -> Edits:
    """A few rows of a few nouns removed, added under another id, or with another id or number somewhere in them."""
    rows: dict[str, dict[str, Part]] = {}
    touched: dict[str, frozenset[str]] = {}
    for _ in range(draw(st.integers(1, 4))):
        noun = draw(st.sampled_from(SEVERAL))
        parts = rows.setdefault(noun.name, dict(noun.parts(site)))
        if not parts:
            continue
        key = draw(st.sampled_from(sorted(parts)))
        row = parts[key].model_dump()
        if draw(st.booleans()):
            del parts[key]
        else:
            for _ in range(draw(st.integers(1, 2))):
                path = draw(st.sampled_from(_leaves(row) or [("id",)]))
                _put(row, path, draw(st.sampled_from(IDS)))
            try:
                part = noun.model.model_validate(row)
            except ValidationError:
                continue
            key = noun.key_of(part)
            parts[key] = part
        touched[noun.name] = touched.get(noun.name, frozenset()) | {key}
    return rows, touched


@settings(max_examples=50, deadline=None)
@given(edits())
def test_the_quick_way_and_the_whole_validation_agree(edit: Edits) -> None:
    rows, touched = edit
    after = with_rows(SITE, rows, touched)
    assert fitting.broken_since(SITE, touched, after) == fitting.whole(after)


@settings(max_examples=30, deadline=None)
@given(edits(), edits())
def test_a_plant_that_was_folded_is_known_to_fit_by_what_was_folded(
    first: Edits, second: Edits
) -> None:
    """Two changes, one upon the other, of which nobody has asked between whether they fit."""
    site = SITE
    for rows, touched in (first, second):
        own = {
            noun: {
                **NOUNS[noun].parts(site),
                **{key: rows[noun][key] for key in keys if key in rows[noun]},
            }
            for noun, keys in touched.items()
        }
        site = with_rows(site, own, touched)
    assert fitting.sound(site) == (not fitting.whole(site))


def test_a_list_that_begins_is_held_against_what_names_it() -> None:
    """Sources of readings need no list; once there is one, every tag's source must be in it."""
    site = SITE if not SITE.sources else Site(**{**dict(SITE), "sources": []})
    one = {"id": "another", "name": {"zh": "源", "en": "source"}}
    mistakes = changed(site, [Change(noun="sources", row=one)])
    assert isinstance(mistakes, list)
    assert {(each.noun, each.field) for each in mistakes} == {("tags", "source")}


def test_a_plant_that_does_not_fit_is_validated_whole() -> None:
    """Rows that an older program kept may not fit today's rules: a change still tells what is wrong."""
    tank = SITE.tanks[0]
    wrong = SITE.model_copy(
        update={"tanks": [tank.model_copy(update={"level": "nothing"}), *SITE.tanks[1:]]}
    )
    old = NOUNS["posts"].row_of(SITE.posts[0])
    row = {**old, "name": {"zh": "甲", "en": "other"}}
    change = Change(noun="posts", key=SITE.posts[0].id, row=row, was=hash_of(old))
    mistakes = changed(wrong, [change])
    assert isinstance(mistakes, list)
    assert [(one.noun, one.key, one.field) for one in mistakes] == [("tanks", tank.id, "level")]


def test_what_a_change_does_not_touch_is_shared() -> None:
    plant = Plant(SITE)
    assert len(SITE.store_by_id) == len(SITE.stores)
    person = NOUNS["people"].row_of(SITE.people[0])
    new = {**person, "name": {"zh": "新", "en": "new"}}
    data = {
        "noun": "people",
        "key": person["id"],
        "old": person,
        "new": new,
        "batch": "CHG-1",
        "base": 1,
    }
    plant.take(data, 7)
    after = plant.site
    assert after.person_by_id[person["id"]].name.en == "new"
    assert after.stock is SITE.stock
    assert after.store_by_id is SITE.store_by_id
    assert after is plant.site


class _Watched:
    """A site that remembers which of its fields were read."""

    def __init__(self, site: Site) -> None:
        self.site, self.read = site, set[str]()

    def __getattr__(self, name: str) -> Any:
        if name in Site.model_fields:
            self.read.add(name)
            return getattr(self.site, name)
        found = getattr(Site, name)
        return found.func(self)


def test_look_ups_are_shared_only_while_what_they_are_made_from_is() -> None:
    made = {name for name, one in vars(Site).items() if isinstance(one, cached_property)}
    assert LOOKED_UP_FROM.keys() == made - {"standing", "by_noun", "areas_found", "musters_found"}
    for name, fields in LOOKED_UP_FROM.items():
        watched = _Watched(SITE)
        getattr(watched, name)
        assert watched.read <= set(fields), name

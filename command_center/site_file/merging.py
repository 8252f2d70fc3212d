"""The `extends` key: a site that is another one with some parts changed.

The rules: a mapping is merged key by key; a top-level list is merged part by part, and parts are the same if their
keys are (the `id`, or other unique fields, e.g. a stock line's resource and store); a part that the base does not
have is added at the end; anything else (a number, a text, a list inside a part) replaces the base's value.
"""

from pathlib import Path

from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import part_at
from command_center.site_file.problem import Problem
from command_center.site_file.tree import Listing, Mapping, Scalar, Tree, read

EXTENDS = "extends"


def read_with_base(
    path: Path, model: type[Part], above: tuple[Path, ...] = ()
) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a file merged over the file it extends, and what is wrong with either.

    `model` says which fields identify the parts of a list.
    """
    tree, problems = read(path)
    if not isinstance(tree, Mapping) or EXTENDS not in tree.entries:
        return tree, problems
    named, at = tree.entries[EXTENDS], tree.keys[EXTENDS]
    own = Mapping(
        tree.mark,
        {k: v for k, v in tree.entries.items() if k != EXTENDS},
        {k: v for k, v in tree.keys.items() if k != EXTENDS},
    )
    if not isinstance(named, Scalar) or not named.text:
        return own, [*problems, Problem(at, EXTENDS, "extends_what")]
    other = path.parent / named.text
    chain = (*above, path.resolve())
    if other.resolve() in chain:
        return own, [*problems, Problem(at, EXTENDS, "extends_itself", {"file": str(other)})]
    if not other.is_file():
        return None, [*problems, Problem(at, EXTENDS, "extends_nothing", {"file": str(other)})]
    base, more = read_with_base(other, model, chain)
    if not isinstance(base, Mapping):
        return None, [*problems, *more]
    return _whole(base, own, model), [*problems, *more]


def _whole(base: Mapping, over: Mapping, model: type[Part]) -> Mapping:
    entries, keys = dict(base.entries), {**base.keys, **over.keys}
    for key, value in over.entries.items():
        old = entries.get(key)
        part = part_at(model, (key,))
        if part is not None and isinstance(old, Listing) and isinstance(value, Listing):
            entries[key] = _parts(old, value, part.unique)
        else:
            entries[key] = _merged(old, value)
    return Mapping(over.mark, entries, keys)


def _merged(old: Tree | None, new: Tree) -> Tree:
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return new
    entries = dict(old.entries)
    for key, value in new.entries.items():
        entries[key] = _merged(entries.get(key), value)
    return Mapping(new.mark, entries, {**old.keys, **new.keys})


def _parts(old: Listing, new: Listing, unique: tuple[str, ...]) -> Listing:
    items = list(old.items)
    where = {_key(item, unique): index for index, item in enumerate(items)}
    seen: set[tuple[str | None, ...]] = set()
    for part in new.items:
        key = _key(part, unique)
        if key is not None and key in where and key not in seen:
            items[where[key]] = _merged(items[where[key]], part)
            seen.add(key)
        else:
            items.append(part)
    return Listing(new.mark, items)


def _key(part: Tree, unique: tuple[str, ...]) -> tuple[str | None, ...] | None:
    if not isinstance(part, Mapping):
        return None
    values = [part.entries.get(name) for name in unique]
    if not all(value is None or isinstance(value, Scalar) for value in values):
        return None
    key = tuple(value.text if isinstance(value, Scalar) else None for value in values)
    return key if any(key) else None

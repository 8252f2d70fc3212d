"""Finds the position of a model path in the file, and its readable name."""

from collections.abc import Sequence

from command_center.site_file.problem import Mark
from command_center.site_file.tree import Listing, Mapping, Scalar, Tree

Path = tuple[str | int, ...]


def place_of(tree: Tree, path: Sequence[str | int], *, of_key: bool = False) -> tuple[Mark, str]:
    """Return the position of the value at `path` (or of its key, with `of_key`) and its name.

    The path is followed as far as the file goes: a missing value is placed at its parent.
    """
    mark, here, name = tree.mark, tree, ""
    for step in path:
        if isinstance(here, Mapping) and step in here.entries:
            key = str(step)
            mark = here.keys[key] if of_key else here.entries[key].mark
            here = here.entries[key]
            name = f"{name}.{key}" if name else key
        elif isinstance(here, Listing) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
            mark = here.mark
            name = f"{name}[{_called(here) or step}]"
        else:
            break
    return mark, name


def known(tree: Tree, path: Sequence[str | int]) -> Path:
    """Return the part of `path` that exists in the file; steps added by a union are not keys of the file."""
    here, found = tree, []
    for step in path:
        if isinstance(here, Mapping) and step in here.entries:
            here = here.entries[str(step)]
        elif isinstance(here, Listing) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        else:
            break
        found.append(step)
    return tuple(found)


def _called(part: Tree) -> str | None:
    own = part.entries.get("id") if isinstance(part, Mapping) else None
    return own.text if isinstance(own, Scalar) else None

"""Parses a text into what it describes, with every mistake at its position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from command_center.domain.site.changing.mistakes import broken_details, details_of, near_to, short
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import Broken
from command_center.domain.template_language.fields import FIELD_CLASSES
from command_center.domain.template_language.known import Known, mend
from command_center.domain.template_language.rules import broken_rules, same_numbers
from command_center.domain.template_language.template import KINDS, Description, Template
from command_center.site_file.problem import Mark, Problem
from command_center.site_file.tree import Listing, Scalar, Tree, parsed, plain
from command_center.site_file.tree import Mapping as Keyed

LONGEST_TEXT = 60_000
"""Characters of a text from a browser; the longest of the library has a third of it."""
MOST_NODES = 20_000
TYPES = sorted(str(kind.model_fields["type"].annotation.__args__[0]) for kind in FIELD_CLASSES)  # type: ignore[union-attr]
NOT_THE_SHAPE = frozenset({"model_type", "model_attributes_type", "dict_type", "list_type"})
"""Errors of the members of a union that want keys or a list; a text there was meant for another member."""
NOT_A_VALUE = frozenset(
    {"int_type", "int_parsing", "float_type", "string_type", "literal_error", "model_type"}
)
"""Errors of the members that want a value, where keys or a list stand."""


def read_text(
    text: str,
    name: str = "",
    known: Known | None = None,
    base: Mapping[str, Description] | None = None,
) -> tuple[Description | None, list[Problem]]:
    """Return what a text describes, and everything wrong with it, in the order of its lines.

    `known` is what it may refer to. `base` holds the library's texts by id: a copy of one may not change its locked
    parts. A description is returned only if its structure is right; it may still have wrong references.
    """
    tree, problems = parsed(text, name, MOST_NODES)
    if tree is None:
        empty = [replace(p, code="template.empty") if p.code == "empty" else p for p in problems]
        return None, empty
    kind = (
        next((key for key in tree.entries if key in KINDS), None)
        if isinstance(tree, Keyed)
        else None
    )
    if not isinstance(tree, Keyed) or kind is None:
        return None, [*problems, Problem(tree.mark, "", "template.no_kind")]
    model = KINDS[kind]
    try:
        described: Description = model.model_validate(plain(tree))
    except ValidationError as error:
        wrong = [
            _problem(tree, one, model) for one in _meant(tree, error.errors(include_url=False))
        ]
        return None, _in_order([*problems, *wrong])
    return described, _in_order([*problems, *_rules(tree, described, known or Known(), base or {})])


def _rules(
    tree: Keyed, described: Description, known: Known, library: Mapping[str, Description]
) -> Iterator[Problem]:
    named = described.based_on
    if named is not None and named not in library:
        details = {"name": named, "mend": mend(named, sorted(library))}
        yield from [_broken(tree, Broken(("based_on",), "template.based_on_gone", details))]
    own = library.get(described.id)
    if own is not None and named not in (None, described.id):
        details = {"name": described.id, "based_on": str(named)}
        yield _broken(tree, Broken(("based_on",), "template.based_on_other", details))
    base = own if own is not None else library.get(named or "")
    for broken in broken_rules(described, known, base):
        yield _broken(tree, broken)
    if isinstance(described, Template):
        # A template of the library that the site put its own in the place of has given numbers by its line too.
        for broken in same_numbers(described, (*known.others.values(), *library.values())):
            yield _broken(tree, broken)


def _broken(tree: Keyed, broken: Broken) -> Problem:
    mark, key = place(tree, broken.path)
    return Problem(mark, key, *broken_details(broken))


def _meant(tree: Keyed, errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Of the errors of a union's members at one place those of the member that was meant; at least one remains."""
    by_path: dict[Loc, list[ErrorDetails]] = {}
    for one in errors:
        by_path.setdefault(in_text(tree, one["loc"]), []).append(one)
    meant: list[ErrorDetails] = []
    for path, here in by_path.items():
        below = any(len(other) > len(path) and other[: len(path)] == path for other in by_path)
        unlikely = NOT_THE_SHAPE if isinstance(at(tree, path), Scalar) else NOT_A_VALUE
        likely = [one for one in here if one["type"] not in unlikely]
        if likely or not below:
            meant += likely or here[:1]
    return meant


def _problem(tree: Keyed, error: ErrorDetails, model: type[Part]) -> Problem:
    kind, path = error["type"], error["loc"]
    if kind == "missing" or kind == "union_tag_not_found":
        key = str(path[-1]) if kind == "missing" else "type"
        above = path[:-1] if kind == "missing" else path
        mark, name = place(tree, above)
        return Problem(mark, f"{name}.{key}" if name else key, "missing", {"key": key})
    mark, name = place(tree, path, of_key=kind == "extra_forbidden" or path[-1:] == ("[key]",))
    if kind == "extra_forbidden":
        possible = keys_at(model, path[:-1]) or ["zh", "en"]
        near = near_to(str(path[-1]), possible)
        code = "unknown_key_near" if near else "unknown_key"
        return Problem(
            mark, name, code, {"key": short(path[-1]), "near": near, "possible": possible}
        )
    if kind == "union_tag_invalid":
        given = short(error["ctx"]["tag"])
        at_type, key = place(tree, (*path, "type"))
        return Problem(
            at_type, key, "template.type_unknown", {"name": given, "mend": mend(given, TYPES)}
        )
    if kind == "template.guard_unknown":
        given = short(error["ctx"]["name"])
        return Problem(
            mark, name, kind, {"name": given, "mend": mend(given, error["ctx"]["known"])}
        )
    if kind.startswith("template."):
        return Problem(mark, name, kind, {"value": short(error["input"]), **error.get("ctx", {})})
    if kind == "string_pattern_mismatch":
        return Problem(mark, name, "template.name_form", {"value": short(error["input"])})
    if kind == "dict_type":
        return Problem(mark, name, "mapping", {"value": short(error["input"])})
    code, details = details_of(error, model)
    return Problem(mark, name, code, details)


def _in_order(problems: list[Problem]) -> list[Problem]:
    once: dict[tuple[Mark, str, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.mark, problem.key, problem.code), problem)
    return sorted(once.values(), key=lambda p: p.mark)


def kind_of(tree: Tree) -> str | None:
    """Return which of the four kinds a text is, by its keys."""
    return (
        next((key for key in tree.entries if key in KINDS), None)
        if isinstance(tree, Keyed)
        else None
    )


def text_hash(text: str) -> str:
    """The SHA-256 (hex) under which a text is kept."""
    return sha256(text.encode()).hexdigest()


def data_of(text: str) -> Any:
    """Return the text as plain keys, lists and words, whatever it describes; None if it is not YAML."""
    tree, _ = parsed(text, "", MOST_NODES)
    return plain(tree) if isinstance(tree, Keyed) else None


def shape_of(described: Description) -> dict[str, Any]:
    """Return the description as JSON with the keys of the text."""
    return described.model_dump(mode="json", by_alias=True, exclude_none=True)


# Finds the position of a template's mistake in its text, and the keys possible there.

Loc = tuple[str | int, ...]


def place(tree: Tree, path: Loc, *, of_key: bool = False) -> tuple[Mark, str]:
    """Return the position of the value at `path` (with `of_key`, of its key) and its name, as far as the text goes.

    Steps that are not keys of the text (the labels of a union's members) are skipped. A name within a list of names,
    or one alone where a list is allowed, is found by its text.
    """
    mark, here, name = tree.mark, tree, ""
    for step in path:
        if isinstance(here, Keyed) and step in here.entries:
            key = str(step)
            mark = here.keys[key] if of_key else here.entries[key].mark
            here = here.entries[key]
            name = f"{name}.{key}" if name else key
        elif isinstance(here, Listing) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
            mark = here.mark
            name = f"{name}[{step}]"
        elif isinstance(here, Listing) and isinstance(step, str):
            texts = [item.text if isinstance(item, Scalar) else None for item in here.items]
            if step in texts:
                index = texts.index(step)
                here = here.items[index]
                mark, name = here.mark, f"{name}[{index}]"
    return mark, name


def in_text(tree: Tree, path: Loc) -> Loc:
    """Return the steps of `path` that exist in the text."""
    here, found = tree, []
    for step in path:
        if isinstance(here, Keyed) and step in here.entries:
            here = here.entries[str(step)]
        elif isinstance(here, Listing) and isinstance(step, int) and step < len(here.items):
            here = here.items[step]
        else:
            continue
        found.append(step)
    return tuple(found)


def at(tree: Tree, path: Loc) -> Tree:
    """Return the part of the text at an existing path."""
    for step in path:
        if isinstance(tree, Keyed):
            tree = tree.entries[str(step)]
        elif isinstance(tree, Listing) and isinstance(step, int):
            tree = tree.items[step]
    return tree


def keys_at(model: type[Part], path: Loc) -> list[str]:
    """Return the keys, as written in the text, that the part at `path` of a model accepts; empty if
    it is not a part.
    """
    found: list[Any] = [model]
    for step in path:
        found = [below for one in found for below in _below(one, step)]
    parts = [one for one in _members(found) if isinstance(one, type) and issubclass(one, Part)]
    keys: list[str] = []
    for part in parts[:1]:
        keys = [info.alias or key for key, info in part.model_fields.items()]
    return keys


def _members(annotations: Sequence[Any]) -> Iterator[Any]:
    for one in annotations:
        origin = get_origin(one)
        if origin is Annotated:
            yield from _members(get_args(one)[:1])
        elif origin in (Union, UnionType):
            yield from _members(get_args(one))
        else:
            yield one


def _below(annotation: Any, step: str | int) -> Iterator[Any]:
    for one in _members([annotation]):
        origin = get_origin(one)
        if isinstance(one, type) and issubclass(one, Part):
            if step == one.__name__ or step in _tags(one):
                yield one
            for key, info in one.model_fields.items():
                if step == (info.alias or key):
                    yield info.annotation
        elif origin is list and isinstance(step, int):
            yield get_args(one)[0]
        elif origin in (dict, Mapping):
            yield get_args(one)[1]


def _tags(part: type[Part]) -> tuple[Any, ...]:
    info = part.model_fields.get("type")
    return (
        get_args(info.annotation)
        if info is not None and get_origin(info.annotation) is Literal
        else ()
    )

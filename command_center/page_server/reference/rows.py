"""The page `/help/rows.md`, generated from the declared kinds of rows: their fields, readers and movers."""

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from command_center.domain.readers import EVERYBODY
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import RowKind
from command_center.live.rows.levels.sensed import SENSED
from command_center.page_server.made_scripts import ordered_kinds
from command_center.page_server.reference.facts import doc_of, typed

Kind = RowKind[Any]

HEAD = """\
# Rows

Made of the declared kinds of rows (`command_center/live/rows/`); the docstrings there are its words.

The board is rows by topic and key. Each row is sent whole whenever it changes, over the socket `/live`
(`GET /api/v1/asyncapi.json`) and by `GET /api/v1/board` (`GET /api/v1/openapi.json`); null in place of a row deletes
its key. A twin of the plant has the same topics with the drill before a stroke (`DRL-1/levels`). Times are UTC epoch
milliseconds unless a row says otherwise, days are days of the plant, positions WGS-84.

A field in brackets is left out where there is nothing to say; *none* is JSON's null.
`docs/howto-row.md` tells how to add a kind.
"""


def rows_page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, *_topics()])


def _topics() -> Iterator[str]:
    kinds, told = ordered_kinds(), set[Any]()
    for topic in dict.fromkeys(kind.topic for kind in kinds):
        yield f"## {topic}\n"
        for kind in (one for one in kinds if one.topic == topic):
            yield from _kind(kind, told)


def _kind(kind: Kind, told: set[Any]) -> Iterator[str]:
    yield f"### `{kind.topic}` `{kind.pattern}`: {kind.row.__name__}\n"
    yield f"{doc_of(kind.row)}\n"
    yield f"*Read by:* {_readers(kind)}\n"
    yield f"*Moved by:* {', '.join(_moved_by(kind))}\n"
    yield from _fields(kind.row)
    yield ""
    for part in parts_of([kind.row]):
        if part is not kind.row and part not in told:
            told.add(part)
            yield f"`{part.__name__}`: {doc_of(part)}\n"
            yield from _fields(part)
            yield ""


def _fields(row: type) -> Iterator[str]:
    for name, annotation in get_type_hints(row).items():
        shown = f"[`{name}`]" if name in row.__optional_keys__ else f"`{name}`"  # type: ignore[attr-defined]
        yield f"- {shown}: {_named(annotation)}"


def _named(annotation: Any) -> str:
    """As the page of facts tells a type, but a declared part by its name."""
    if is_part(annotation):
        return str(annotation.__name__)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join("none" if a is NoneType else _named(a) for a in args)
    if origin is list:
        return f"list of {_named(args[0])}"
    if origin is tuple:
        return f"({', '.join(map(_named, args))})"
    if is_object(origin):
        return "object" if args[1] is Any else f"object of {_named(args[1])}"
    return str(typed(annotation))


def _readers(kind: Kind) -> str:
    if isinstance(kind.readers, frozenset):
        return _roles(kind.readers)
    return doc_of(kind.readers)


def _roles(roles: Iterable[str]) -> str:
    return "everybody" if frozenset(roles) == EVERYBODY else ", ".join(sorted(roles))


def _moved_by(kind: Kind) -> Iterator[str]:
    if kind.moved:
        yield kind.moved
    if kind.located:
        yield "positions"
    patterns = [pattern for facts, _ in kind.moves for pattern in facts]
    for one in SENSED:
        if kind in one.kinds:
            yield "readings"
            patterns += one.facts
    yield from (
        "every fact of the incident" if p == "*" else f"`{p}`" for p in sorted(set(patterns))
    )


def parts_of(rows: Iterable[Any]) -> list[Any]:
    """Return these types and every declared part of them, each once. Raises ValueError if two types share a name."""
    found: dict[str, Any] = {}

    def look(annotation: Any) -> None:
        if is_part(annotation):
            if found.setdefault(annotation.__name__, annotation) is not annotation:
                raise ValueError(f"two parts of rows are named {annotation.__name__}")
            for inner in get_type_hints(annotation).values():
                if not (is_part(inner) and found.get(inner.__name__) is inner):
                    look(inner)
        for inner in get_args(annotation):
            look(inner)

    for row in rows:
        look(row)
    return list(found.values())


def is_part(annotation: Any) -> bool:
    """Whether a type is a declared row or part of one."""
    return hasattr(annotation, "__total__")


def is_object(origin: Any) -> bool:
    """Whether a type is that of an object with keys of its own."""
    return isinstance(origin, type) and issubclass(origin, Mapping)

"""Writes `docs/rows.md`, `assets/types/rows.d.ts` and `assets/live/key_forms.js` from the declared kinds
of rows.

python tools/rows_page.py
"""

import inspect
import runpy
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from command_center.domain.readers import EVERYBODY
from command_center.domain.verdicts.turns import Sign, Turn
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import KINDS, RowKind
from command_center.live.rows.levels.sensed import SENSED

ROOT = Path(__file__).resolve().parents[1]
PAGE, TYPES = ROOT / "docs" / "rows.md", ROOT / "assets" / "types" / "rows.d.ts"
FORMS = ROOT / "assets" / "live" / "key_forms.js"
typed = runpy.run_path(str(ROOT / "tools" / "facts_page.py"))["typed"]
Kind = RowKind[Any]

HEAD = """\
# Rows

Made by `tools/rows_page.py` from the declared kinds of rows (`command_center/live/rows/`), and held against them
by a test: edit the docstrings there, never this page.

The board is rows by topic and key. Each row is sent whole whenever it changes, over the socket `/live`
(`GET /api/v1/asyncapi.json`) and by `GET /api/v1/board` (`GET /api/v1/openapi.json`); null in place of a row deletes
its key. A twin of the plant has the same topics with the drill before a stroke (`DRL-1/levels`). Times are UTC epoch
milliseconds unless a row says otherwise, days are days of the plant, positions WGS-84.

A field in brackets is left out where there is nothing to say; *none* is JSON's null.
[howto-row.md](howto-row.md) tells how to add a kind.
"""

TS_HEAD = """\
/* Made by tools/rows_page.py from the declared kinds of rows, and held against them by a test: edit
   command_center/live/rows/, never this file. Times are UTC epoch milliseconds. */

"""


FORMS_HEAD = """\
/* Made by tools/rows_page.py from the declared kinds of rows, and held against them by a test: edit
   command_center/live/rows/, never this file. */

/* The forms of keys that each topic has: `sos:` keys that begin so, `:direction` keys that end so, `count`
   that key alone, and the empty text every other key. */
/** @type {Readonly<Record<string, readonly string[]>>} */"""


def ordered() -> list[Kind]:
    """Every kind by topic and key."""
    return sorted(KINDS, key=lambda kind: (kind.topic, kind.key))


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_topics()])


def _topics() -> Iterator[str]:
    kinds, told = ordered(), set[Any]()
    for topic in dict.fromkeys(kind.topic for kind in kinds):
        yield f"## {topic}\n"
        for kind in (one for one in kinds if one.topic == topic):
            yield from _kind(kind, told)


def _kind(kind: Kind, told: set[Any]) -> Iterator[str]:
    yield f"### `{kind.topic}` `{kind.pattern}`: {kind.row.__name__}\n"
    yield f"{_doc(kind.row)}\n"
    yield f"*Read by:* {_readers(kind)}\n"
    yield f"*Moved by:* {', '.join(_moved_by(kind))}\n"
    yield from _fields(kind.row)
    yield ""
    for part in parts_of([kind.row]):
        if part is not kind.row and part not in told:
            told.add(part)
            yield f"`{part.__name__}`: {_doc(part)}\n"
            yield from _fields(part)
            yield ""


def _fields(row: type) -> Iterator[str]:
    for name, annotation in get_type_hints(row).items():
        shown = f"[`{name}`]" if name in row.__optional_keys__ else f"`{name}`"  # type: ignore[attr-defined]
        yield f"- {shown}: {_named(annotation)}"


def _named(annotation: Any) -> str:
    """As the page of facts tells a type, but a declared part by its name."""
    if _is_part(annotation):
        return str(annotation.__name__)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return " or ".join("none" if a is NoneType else _named(a) for a in args)
    if origin is list:
        return f"list of {_named(args[0])}"
    if origin is tuple:
        return f"({', '.join(map(_named, args))})"
    if _is_object(origin):
        return "object" if args[1] is Any else f"object of {_named(args[1])}"
    return str(typed(annotation))


def _readers(kind: Kind) -> str:
    if isinstance(kind.readers, frozenset):
        return _roles(kind.readers)
    return _doc(kind.readers)


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


def _doc(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split())


def parts_of(rows: Iterable[Any]) -> list[Any]:
    """These types and every declared part of them, each once. Raises ValueError for one name of two."""
    found: dict[str, Any] = {}

    def look(annotation: Any) -> None:
        if _is_part(annotation):
            if found.setdefault(annotation.__name__, annotation) is not annotation:
                raise ValueError(f"two parts of rows are named {annotation.__name__}")
            for inner in get_type_hints(annotation).values():
                if not (_is_part(inner) and found.get(inner.__name__) is inner):
                    look(inner)
        for inner in get_args(annotation):
            look(inner)

    for row in rows:
        look(row)
    return list(found.values())


def _is_part(annotation: Any) -> bool:
    return hasattr(annotation, "__total__")


def _is_object(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, Mapping)


def declarations() -> str:
    """The TypeScript declarations."""
    kinds = ordered()
    parts = sorted(parts_of([kind.row for kind in kinds]), key=lambda part: part.__name__)
    return TS_HEAD + "\n".join([*_turns(), *map(_interface, parts), *_by_topic(kinds)])


def _turns() -> Iterator[str]:
    yield "/** How pressing a verdict is; `gone` is stale or unknown. */"
    yield f"export type Sign = {ts(Sign)};\n"
    yield "/** What holds from when on (UTC epoch ms of the row's own clock), as a sign and the code of its words. */"
    yield "export type Turn = [at: number, sign: Sign, code: string];\n"
    yield "/** Turns in the order of their times: the last whose time has come holds. */"
    yield "export type Turns = Turn[];\n"


def key_forms() -> str:
    """The script that tells the pages' store which forms of keys each topic has."""
    kinds = ordered()
    lines = [FORMS_HEAD, "export const KEY_FORMS = {"]
    for topic in dict.fromkeys(kind.topic for kind in kinds):
        forms = ", ".join(f'"{kind.key}"' for kind in kinds if kind.topic == topic)
        lines.append(f"  {topic}: [{forms}],")
    return "\n".join([*lines, "};", ""])


def _interface(part: Any) -> str:
    lines = [f"/** {_doc(part)} */", f"export interface {part.__name__} {{"]
    for name, annotation in get_type_hints(part).items():
        mark = "?" if name in part.__optional_keys__ else ""
        lines.append(f"  {name}{mark}: {ts(annotation)};")
    return "\n".join([*lines, "}", ""])


def ts(annotation: Any) -> str:
    """A type as TypeScript writes it."""
    if _is_part(annotation):
        return str(annotation.__name__)
    if annotation == list[Turn]:
        return "Turns"
    if annotation == Turn:
        return "Turn"
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in args)
    if origin in (Union, UnionType):
        return " | ".join("null" if a is NoneType else ts(a) for a in args)
    if origin is list:
        inner = ts(args[0])
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if origin is tuple:
        return f"[{', '.join(map(ts, args))}]"
    if _is_object(origin):
        return f"{{ [key: string]: {ts(args[1])} }}"
    words = {str: "string", int: "number", float: "number", bool: "boolean", Any: "unknown"}
    return words[annotation]


def _by_topic(kinds: list[Kind]) -> Iterator[str]:
    yield "/** The rows of each topic by which of its keys they have: `sos:` those that begin so, `:direction`"
    yield "    those that end so, `count` that key alone, and the empty text every other. */"
    yield "export interface RowKinds {"
    for topic in dict.fromkeys(kind.topic for kind in kinds):
        yield f"  {topic}: {{"
        for kind in (one for one in kinds if one.topic == topic):
            yield f'    "{kind.key}": {kind.row.__name__};'
        yield "  };"
    yield "}\n"
    yield "export type Topic = keyof RowKinds;\n"
    yield "/** Any row of a topic. */"
    yield "export type Row<T extends Topic> = RowKinds[T][keyof RowKinds[T]];\n"
    yield "/** The kinds of keys of a topic. */"
    yield "export type KeyForm<T extends Topic> = keyof RowKinds[T] & string;\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    TYPES.parent.mkdir(exist_ok=True)
    TYPES.write_text(declarations(), "utf-8")
    FORMS.write_text(key_forms(), "utf-8")

"""Writes what deno checks the pages' scripts against: `python tools/browser_types.py`. Nothing of it is kept.

`assets/types` gets every command with its fields, how the keys of the catalogues begin, and every row of the board;
`assets/made` the modules that the server makes (`command_center/page_server/made_scripts.py`). A file that holds it
already is left alone.
"""

import os
import sys
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from command_center.domain.registry import COMMANDS, Command, CommandSpec  # noqa: E402
from command_center.domain.verdicts.turns import Sign, Turn  # noqa: E402
from command_center.page_server.made_scripts import MADE, ordered_kinds  # noqa: E402
from command_center.page_server.reference.facts import doc_of  # noqa: E402
from command_center.page_server.reference.rows import Kind, is_object, is_part, parts_of  # noqa: E402
from command_center.words import catalogue  # noqa: E402

ASSETS = ROOT / "assets"
WRITTEN_BY = "// Written by tools/browser_types.py.\n\n"
PLAIN = {
    "string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null",
}  # fmt: skip
TEXTS = frozenset({"Text", "Prose"})
"""A text of both languages; what a person types in one is taken for both."""


def files() -> dict[Path, str]:
    """Each file with what it must hold."""
    types = {"commands": commands, "words": words, "rows": rows}
    made = {ASSETS / path: make() for path, make in MADE.items()}
    return made | {ASSETS / "types" / f"{name}.d.ts": make() for name, make in types.items()}


def write() -> None:
    """Write each file that holds something else; a reader beside finds the old one whole or the new one."""
    for file, text in files().items():
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(exist_ok=True)
            beside = file.with_suffix(f".{os.getpid()}")
            beside.write_text(text, encoding="utf-8")
            beside.replace(file)


def commands() -> str:
    base = Command.model_json_schema()
    fields = [f'  "{kind}": {_fields(COMMANDS[kind])};\n' for kind in sorted(COMMANDS)]
    return (
        f"{WRITTEN_BY}"
        f"/** What every command may say besides: who spoke, by what, and when. */\n"
        f"type Spoken = {_object(base, base.get('$defs', {}))};\n\n"
        "/** The fields of each command, as POST /api/v1/commands takes them. */\n"
        f"interface CommandFields {{\n{''.join(fields)}}}\n\n"
        "type CommandKind = keyof CommandFields;\n"
    )


def words() -> str:
    parents = {key.rpartition(".")[0] for key in catalogue("en")}
    # TypeScript compares a thousand patterns no more: one that begins with another says nothing new.
    starts = sorted(one for one in parents if not parents & _above(one))
    return (
        f"{WRITTEN_BY}"
        "/** The beginning of a key; its last word is often a code: `alarm.state.${state}`. */\n"
        f"type WordStart =\n{_union(starts)};\n\n"
        "/** Whether the last word is in the catalogues a test of the words asks. */\n"
        "type Sayable = `${WordStart}.${string}`;\n"
    )


def _above(key: str) -> set[str]:
    parts = key.split(".")
    return {".".join(parts[:n]) for n in range(1, len(parts))}


def _union(strings: list[str]) -> str:
    return "\n".join(f'  | "{one}"' for one in strings)


def _fields(spec: CommandSpec) -> str:
    schema = spec.model.model_json_schema()
    return f"Spoken & {_object(schema, schema.get('$defs', {}), Command.model_fields)}"


def _object(
    schema: Mapping[str, Any], named: Mapping[str, Any], besides: Container[str] = ()
) -> str:
    required = set(schema.get("required", ()))
    parts = [
        f"{name}{'' if name in required else '?'}: {_type(part, named)}"
        for name, part in schema.get("properties", {}).items()
        if name not in besides
    ]
    return f"{{ {'; '.join(parts)} }}" if parts else "object"


def _type(schema: Mapping[str, Any], named: Mapping[str, Any]) -> str:
    """A TypeScript type. Raises KeyError for a schema that this knows no type for."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        whole = _type(named[name], named)
        return f"string | {whole}" if name in TEXTS and not whole.startswith("string") else whole
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    for either in ("anyOf", "oneOf"):
        if either in schema:
            return " | ".join(dict.fromkeys(_type(one, named) for one in schema[either]))
    if not schema:
        return "unknown"  # any value of JSON
    values = schema.get("additionalProperties") or next(
        iter(schema.get("patternProperties", {}).values()), None
    )
    if isinstance(values, dict):
        return f"{{ [name: string]: {_type(values, named)} }}"
    if schema["type"] == "array":
        return f"({_type(schema['items'], named)})[]"
    if schema["type"] == "object":
        return _object(schema, named)
    return PLAIN[schema["type"]]


def rows() -> str:
    kinds = ordered_kinds()
    parts = sorted(parts_of([kind.row for kind in kinds]), key=lambda part: part.__name__)
    return WRITTEN_BY + "\n".join([*_turn_types(), *map(_interface, parts), *_by_topic(kinds)])


def _turn_types() -> Iterator[str]:
    yield "/** How pressing a verdict is; `gone` is stale or unknown. */"
    yield f"export type Sign = {ts(Sign)};\n"
    yield "/** What holds from when on (UTC epoch ms of the row's own clock), as a sign and the code of its words. */"
    yield "export type Turn = [at: number, sign: Sign, code: string];\n"
    yield "/** Turns in the order of their times: the last whose time has come holds. */"
    yield "export type Turns = Turn[];\n"


def _interface(part: Any) -> str:
    lines = [f"/** {doc_of(part)} */", f"export interface {part.__name__} {{"]
    for name, annotation in get_type_hints(part).items():
        mark = "?" if name in part.__optional_keys__ else ""
        lines.append(f"  {name}{mark}: {ts(annotation)};")
    return "\n".join([*lines, "}", ""])


def ts(annotation: Any) -> str:
    """A type as TypeScript writes it."""
    if is_part(annotation):
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
    if is_object(origin):
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
    write()

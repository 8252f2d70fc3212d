"""Writes what the pages' scripts are checked against: `python tools/browser_types.py`.

`assets/types/commands.d.ts` has every command with its fields, `assets/types/words.d.ts` how the keys of the catalogues
begin, `assets/base/decided.js` what the domain decides for all rows, `assets/hands/command_fields.js` what is typed in
rows, with its bounds. A test fails while a file is not what this would write.
"""

import json
import sys
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import command_center.domain.areas  # noqa: E402, F401 - registers every command
from command_center.domain.registry import COMMANDS, Command, CommandSpec  # noqa: E402
from command_center.domain.site.parts.ways import WALK_M_S  # noqa: E402
from command_center.domain.verdicts import orders  # noqa: E402
from command_center.words import catalogue  # noqa: E402
from layouts.forms.derived import row_fields  # noqa: E402
from layouts.forms.form import HAPPENED  # noqa: E402
from layouts.forms.reach import IN_ROWS, given_in_a_row  # noqa: E402

TYPES = ROOT / "assets" / "types"
WRITTEN_BY = "// Written by tools/browser_types.py; a test compares it.\n\n"
PLAIN = {
    "string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null",
}  # fmt: skip
TEXTS = frozenset({"Text", "Prose"})
"""A text of both languages; what a person types in one is taken for both."""


def files() -> dict[Path, str]:
    """Each file with what it must hold."""
    return {
        TYPES / "commands.d.ts": commands(),
        TYPES / "words.d.ts": words(),
        ROOT / "assets" / "hands" / "command_fields.js": typed_in_rows(),
        ROOT / "assets" / "base" / "decided.js": decided(),
    }


def decided() -> str:
    """What the domain decides for all rows: in what order verdicts count, and how fast people walk."""
    parts = []
    for name, of in (("SIGN_ORDER", "Sign"), ("POOL_ORDER", "Sign"), ("LEVEL_ORDER", "string")):
        members = ", ".join(f'"{one}"' for one in getattr(orders, name))
        parts.append(f"/** @type {{readonly {of}[]}} */\nexport const {name} = [{members}];\n")
    return (
        "/* In what order verdicts count, the first is the gravest (command_center/domain/verdicts/orders.py),\n"
        "   and the walking pace, m/s (command_center/domain/site/parts/ways.py).\n"
        "   Written by tools/browser_types.py; a test compares it. */\n\n"
        '/** @import { Sign } from "../types/rows.d.ts" */\n\n'
        + "\n".join(parts)
        + f"\nexport const WALK_M_S = {WALK_M_S};\n"
    )


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


def typed_in_rows() -> str:
    """Of every command that is given in a row: what a person may type in it, and the bounds of that."""
    kinds = sorted(
        kind for kind, spec in COMMANDS.items() if kind in IN_ROWS or given_in_a_row(spec)
    )
    typed = {kind: row_fields(COMMANDS[kind]) for kind in kinds}
    plain = {
        kind: {name: field.plain() for name, field in fields.items()}
        for kind, fields in typed.items()
        if fields
    }
    return (
        f"{WRITTEN_BY}"
        "/** When it happened: every command may say it.\n * @type {FieldBounds} */\n"
        f"export const HAPPENED = {_literal(HAPPENED.plain())};\n\n"
        "/** @type {Record<string, Record<string, FieldBounds>>} */\n"
        f"export const TYPED_IN_ROWS = {_literal(plain)};\n"
    )


def _literal(value: object, depth: int = 1) -> str:
    """A value as the formatter of the scripts leaves it: each field in a line of its own."""
    if not isinstance(value, dict):
        return json.dumps(value)
    space = "  " * depth
    parts = [
        f"{space}{name if name.isidentifier() else json.dumps(name)}: {_literal(one, depth + 1)},\n"
        for name, one in value.items()
    ]
    return f"{{\n{''.join(parts)}{'  ' * (depth - 1)}}}"


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


if __name__ == "__main__":
    for file, text in files().items():
        file.write_text(text, encoding="utf-8")

"""Script modules that exist in no file: the server generates them from its own definitions of commands, rows and
verdicts. The linker reads them like files (`page_files.py`).

For deno's checks and tests `tools/browser_types.py` writes them to `assets/made`, where nothing is kept.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from command_center.domain import areas as areas  # noqa: PLC0414 - registers every command
from command_center.domain.registry import COMMANDS
from command_center.domain.verdicts import orders
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import KINDS, RowKind
from layouts.forms.derived import row_fields
from layouts.forms.form import HAPPENED
from layouts.forms.reach import IN_ROWS, given_in_a_row


def ordered_kinds() -> list[RowKind[Any]]:
    """Every kind of row by topic and key."""
    return sorted(KINDS, key=lambda kind: (kind.topic, kind.key))


@cache
def command_fields() -> str:
    """Return the module with `HAPPENED`, the bounds of a command's time, and `TYPED_IN_ROWS`: for each command given
    in a table row, the fields a person may type and their bounds.
    """
    kinds = sorted(
        kind for kind, spec in COMMANDS.items() if kind in IN_ROWS or given_in_a_row(spec)
    )
    typed = {
        kind: {name: field.plain() for name, field in row_fields(COMMANDS[kind]).items()}
        for kind in kinds
    }
    return (
        "/** When it happened: every command may say it.\n * @type {FieldBounds} */\n"
        f"export const HAPPENED = {json.dumps(HAPPENED.plain())};\n\n"
        "/** @type {Record<string, Record<string, FieldBounds>>} */\n"
        f"export const TYPED_IN_ROWS = {_by_line({k: one for k, one in typed.items() if one})};\n"
    )


@cache
def decided() -> str:
    """Return the module with the order of verdicts, gravest first."""
    lines = ['/** @import { Sign } from "../types/rows.d.ts" */\n']
    for name, of in (("SIGN_ORDER", "Sign"), ("POOL_ORDER", "Sign"), ("LEVEL_ORDER", "string")):
        lines.append(f"/** @type {{readonly {of}[]}} */")
        lines.append(f"export const {name} = {json.dumps(getattr(orders, name))};")
    return "\n".join([*lines, ""])


@cache
def key_forms() -> str:
    """Return the module with `KEY_FORMS`, the key patterns of each topic: `sos:` is a prefix, `:direction` a suffix,
    `count` that key alone, and the empty text every other key.
    """
    forms: dict[str, list[str]] = {}
    for kind in ordered_kinds():
        forms.setdefault(kind.topic, []).append(kind.key)
    return (
        "/** @type {Readonly<Record<string, readonly string[]>>} */\n"
        f"export const KEY_FORMS = {_by_line(forms)};\n"
    )


MADE: dict[str, Callable[[], str]] = {
    "made/command_fields.js": command_fields,
    "made/decided.js": decided,
    "made/key_forms.js": key_forms,
}
"""What makes each module, by its path among the scripts."""


@cache
def made_version() -> str:
    """Return a hash that changes with the text of any generated module, as a file's modification time does."""
    return sha256("".join(make() for make in MADE.values()).encode()).hexdigest()


def _by_line(told: Mapping[str, Any]) -> str:
    """An object in JavaScript, each of its fields in a line."""
    lines = (f"  {json.dumps(name)}: {json.dumps(one)},\n" for name, one in told.items())
    return f"{{\n{''.join(lines)}}}"

"""A short hash of each public schema: every fact, command and row, every REST operation and what it refers to.

A contract that was changed on purpose is accepted with `python -m tests.support.contract_hashes`, which writes
`tests/contract_hashes.toml` anew.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.readers import FactReaders
from command_center.domain.registry import COMMANDS, FACTS
from command_center.page_server.made_scripts import ordered_kinds
from command_center.web import rest as rest  # noqa: PLC0414 - its doors declare themselves
from command_center.web.openapi import contract

FILE = Path(__file__).parents[1] / "contract_hashes.toml"
HEAD = """\
# A hash of each public schema, without its words. A change that is meant is accepted with
# `python -m tests.support.contract_hashes` (tests/test_contract_hashes.py).
"""
NAMED = frozenset({"properties", "patternProperties", "$defs"})
"""What holds schemas by names of its own."""
WORDS = frozenset({"title", "description"})
METHODS = ("get", "post", "put", "patch", "delete")
Hashes = Mapping[str, Mapping[str, str]]


def contract_hashes() -> Hashes:
    """By kind of contract and by name."""
    rest = contract.document("0")
    return {
        "facts": {
            kind: hash_of([spec.v, TypeAdapter(spec.payload).json_schema(), told_to(spec.readers)])
            for kind, spec in sorted(FACTS.items())
        },
        "commands": {
            kind: hash_of([spec.model.model_json_schema(), sorted(spec.roles)])
            for kind, spec in sorted(COMMANDS.items())
        },
        "rows": {
            f"{kind.topic} {kind.pattern}": hash_of(TypeAdapter(kind.row).json_schema())
            for kind in ordered_kinds()
        },
        "operations": {
            f"{method.upper()} {path}": hash_of(operation)
            for path, item in sorted(rest["paths"].items())
            for method, operation in item.items()
            if method in METHODS
        },
        "components": {
            f"{group}.{name}": hash_of(one)
            for group, named in rest["components"].items()
            for name, one in sorted(named.items())
            if not name.startswith(("row.", "command."))
        },
    }


def told_to(readers: FactReaders) -> list[list[str]]:
    """The roles that read a fact: in reality, in an exercise, once its drill is revealed."""
    return [sorted(one) for one in (readers.in_reality, readers.in_exercise, readers.once_revealed)]


def hash_of(schema: Any) -> str:
    """Of the schema without its words: a better description is no other contract."""
    plain = json.dumps(without_words(schema), sort_keys=True, ensure_ascii=False)
    return sha256(plain.encode()).hexdigest()[:12]


def without_words(schema: Any) -> Any:
    """The schema without titles and descriptions; a field that is called so stays."""
    if isinstance(schema, list):
        return [without_words(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {field: without_words(of) for field, of in one.items()}
        if name in NAMED and isinstance(one, dict)
        else without_words(one)
        for name, one in schema.items()
        if not (name in WORDS and isinstance(one, str))
    }


def written(hashes: Hashes) -> str:
    """The file's text."""
    parts = [HEAD]
    for group, named in hashes.items():
        lines = "".join(f"{json.dumps(name)} = {json.dumps(one)}\n" for name, one in named.items())
        parts.append(f"[{group}]\n{lines}")
    return "\n".join(parts)


if __name__ == "__main__":
    FILE.write_text(written(contract_hashes()), encoding="utf-8")

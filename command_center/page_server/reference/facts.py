"""The page `/help/facts.md`, generated from the registry: every command with its roles, every fact
with its fields.
"""

import inspect
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import JsonValue

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.readers import EVERYBODY, FactReaders, Roles
from command_center.domain.registry import COMMANDS, FACTS, Command

HEAD = """\
# Commands and facts

Made of the one registry (`command_center/domain/registry.py`); the docstrings there are its words.

Everything that happens is a **fact** in the journal; a **command** asks for facts and is decided by
the rules of its area. A refused command leaves nothing behind but the attempt itself, where that
matters (`authority.refused`, `resource.refused`).

Every fact carries `seq, site, at, at_basis, recorded_at, actor, actor_kind, via, speaker, kind, v,
incident, caused_by, data, drill, exercise, hash`. `at` is when it happened, `recorded_at` when it
was written down (never decreasing), both UTC epoch milliseconds; `caused_by` is the `seq` of the
fact it answers, and no stated `at` lies before that one's by the clock that goes now. Every command may carry `via`,
`speaker` (needed for `radio`) and `at` beside its own fields.
"""


def facts_page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, *_commands(), *_facts()])


def _commands() -> Iterator[str]:
    yield "## Commands\n"
    for kind, spec in sorted(COMMANDS.items()):
        yield f"### `{kind}`\n"
        yield f"{doc_of(spec.model)}\n"
        rule = doc_of(spec.decide)
        if rule:
            yield f"*Rule:* {rule}\n"
        yield f"*Roles:* {', '.join(sorted(spec.roles))}\n"
        own = [n for n in spec.model.model_fields if n not in Command.model_fields]
        for name in own:
            info = spec.model.model_fields[name]
            needed = "" if info.is_required() else f", default {_plain(info.default)}"
            yield f"- `{name}`: {typed(info.annotation)}{needed}"
        yield "" if own else "No fields of its own.\n"


def _facts() -> Iterator[str]:
    yield "## Facts\n"
    for kind, spec in sorted(FACTS.items()):
        yield f"### `{kind}` v{spec.v}\n"
        yield f"{doc_of(spec.payload)}\n"
        yield f"*On the board:* {doc_of(spec.apply)}\n"
        yield f"*Read by:* {_readers(spec.readers)}\n"
        hints = get_type_hints(spec.payload)
        for name, annotation in hints.items():
            yield f"- `{name}`: {typed(annotation)}"
        yield "" if hints else "No fields.\n"


def _readers(readers: FactReaders) -> str:
    told = _roles(readers.in_reality)
    if readers.in_exercise != readers.in_reality:
        told += f"; in an exercise {_roles(readers.in_exercise)}"
    if readers.once_revealed != readers.in_exercise:
        told += f"; once its drill is revealed {_roles(readers.once_revealed)}"
    return told


def _roles(roles: Roles) -> str:
    return "everybody" if roles == EVERYBODY else ", ".join(sorted(roles))


def doc_of(thing: Any) -> str:
    """Return an object's docstring as one line; empty if it has none."""
    return " ".join((inspect.getdoc(thing) or "").split())


def _plain(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    return "empty" if value in ([], {}) else f"`{getattr(value, 'value', value)}`"


def typed(annotation: Any) -> str:
    """Return a type's name as a reader of JSON would call it."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(f"`{value}`" for value in args)
    if origin in (Union, UnionType):
        return " or ".join("none" if a is NoneType else typed(a) for a in args)
    if origin is list:
        return f"list of {typed(args[0])}"
    if origin is dict:
        return f"object of {typed(args[1])}"
    if origin is not None:  # Annotated
        return typed(args[0])
    words = {str: "text", int: "whole number", float: "number", bool: "true or false"}
    if annotation in words:
        return words[annotation]
    if annotation in (Any, JsonValue):
        return "any value of JSON"
    if hasattr(annotation, "__members__"):
        return " | ".join(f"`{member.value}`" for member in annotation)
    hints = get_type_hints(annotation)
    named = getattr(annotation, "model_fields", hints)
    return "{" + ", ".join(f"{name}: {typed(hints[name])}" for name in named) + "}"

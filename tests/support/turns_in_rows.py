"""The turns that rows carry, by where they stand in their types, and what the shipped script takes of them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote

from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import KINDS, RowKind

ROOT = Path(__file__).resolve().parents[2]
DENO = Path(sys.executable).parent / "deno"
Turns = list[Turn]
TAKE = """
import { verdictAt } from "%s";
const cases = JSON.parse(await new Response(Deno.stdin.readable).text());
const said = cases.map(([turns, times]) =>
  times.map((now) => { const { kind, code } = verdictAt(turns, now); return [kind, code]; }));
console.log(JSON.stringify(said));
"""


def taken_in_the_browser(
    cases: Sequence[tuple[Sequence[Any], Sequence[int]]],
) -> list[list[tuple[str, str]]]:
    """What `assets/base/turns.js` takes of each list of turns at each of its times: sign and code. One process."""
    script = (ROOT / "assets" / "base" / "turns.js").as_uri()
    done = subprocess.run(
        [DENO, "run", "--no-check", f"data:text/javascript,{quote(TAKE % script)}"],
        input=json.dumps(cases), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [[(kind, code) for kind, code in one] for one in json.loads(done.stdout)]


def paths() -> set[str]:
    """Where rows carry turns, by their types: `alarms *.long`."""
    return {path for kind in KINDS for path in _typed(_head(kind), kind.row, ())}


def _head(kind: RowKind[Any]) -> str:
    return f"{kind.topic} {kind.pattern}"


def _typed(path: str, annotation: Any, above: tuple[Any, ...]) -> Iterator[str]:
    if annotation == Turns:
        yield path
    elif _is_part(annotation):
        if annotation not in above:
            for name, inner in get_type_hints(annotation).items():
                yield from _typed(f"{path}.{name}", inner, (*above, annotation))
    else:
        for inner in get_args(annotation):
            yield from _typed(path, inner, above)


def in_row(
    kind: RowKind[Any], row: Mapping[str, Any]
) -> Iterator[tuple[str, str, Mapping[str, Any], list[Any]]]:
    """Each list of turns in a row: where, its name where several stand by name, the part it is of, and itself."""
    yield from _found(_head(kind), "", kind.row, row, row)


def _found(path: str, name: str, annotation: Any, value: Any, part: Any) -> Iterator[Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if isinstance(value, str | int | float | None):
        return
    if annotation == Turns:
        yield path, name, part, value
    elif _is_part(annotation):
        for field, inner in get_type_hints(annotation).items():
            if field in value:
                yield from _found(f"{path}.{field}", name, inner, value[field], value)
    elif origin is list:
        for one in value:
            yield from _found(path, name, args[0], one, part)
    elif origin in (dict, Mapping):
        for key, one in value.items():
            yield from _found(path, key, args[1], one, part)
    elif origin in (Union, UnionType):
        for inner in args:
            if _is_part(inner) or get_origin(inner) is not None:
                yield from _found(path, name, inner, value, part)


def _is_part(annotation: Any) -> bool:
    return hasattr(annotation, "__total__")

"""Which files of tests rest in `make test`: nothing that they look at has changed since they last passed.

`tests/resting.toml` names each such file, the commit at which it passed, and the paths that it looks at. It
rests while git finds none of these paths, no module that it imports, nor the file itself changed since that commit.
A file of browser tests looks besides at what every page is made with. `make thorough` runs them all;
`python -m tests.support.resting passed FILE ...` writes that files passed at HEAD.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TABLE = REPOSITORY / "tests" / "resting.toml"
BROWSER = "tests/e2e/"
EVERY_PAGE = (
    "assets/base/", "assets/live/", "assets/main.js", "assets/shared/", "command_center/page_server/",
    "layouts/index.py", "layouts/pages.py", "layouts/shell.py",
)  # fmt: skip
"""What every page is made with, as beginnings of paths."""


class NoHistory(Exception):
    """Git cannot tell what has changed since a commit: there is no git, or no such commit."""


@dataclass(frozen=True)
class Room:
    """What a file of tests looks at, as beginnings of paths, and the commit at which it passed."""

    passed: str
    looks_at: tuple[str, ...]


def rooms(file: Path = TABLE) -> dict[str, Room]:
    """Each file of tests that may rest, by its path. Raises KeyError where an entry lacks a part."""
    table = tomllib.loads(file.read_text("utf-8"))
    return {
        name: Room(
            passed=entry["passed"],
            looks_at=(*entry["looks_at"], *(EVERY_PAGE if name.startswith(BROWSER) else ())),
        )
        for name, entry in table.items()
    }


@cache
def changed_since(commit: str) -> frozenset[str] | None:
    """Paths of the working tree that differ from a commit of its history; None where it is no commit of that. Raises
    NoHistory."""

    def git(*words: str) -> str:
        told = subprocess.run(
            ["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
        return told.stdout

    try:
        shallow = git("rev-parse", "--is-shallow-repository").strip() == "true"
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoHistory("there is no git here") from error
    try:
        git("merge-base", "--is-ancestor", commit, "HEAD")
        new = git("ls-files", "-z", "--others", "--exclude-standard")
        old = git("diff", "-z", "--no-renames", "--name-only", commit)
    except subprocess.CalledProcessError as error:
        if shallow:
            raise NoHistory(f"this clone does not reach back to {commit}") from error
        return None
    return frozenset(filter(None, (old + new).split("\0")))


def resting(
    rooms: Mapping[str, Room], changed: Callable[[str], Collection[str] | None] = changed_since
) -> frozenset[str]:
    """The files that rest: none that passed at a commit of another history. Raises NoHistory."""
    return frozenset(name for name, room in rooms.items() if _rests(name, room, changed))


def _rests(name: str, room: Room, changed: Callable[[str], Collection[str] | None]) -> bool:
    paths = changed(room.passed)
    if paths is None:
        return False
    looks_at = (name, *room.looks_at, *imported(name))
    return not any(path.startswith(looks_at) for path in paths)


@cache
def imported(name: str) -> frozenset[str]:
    """The files of this repository whose modules a file of tests imports; none for a file that is not there."""
    file = REPOSITORY / name
    if not file.is_file():
        return frozenset()
    modules: set[str] = set()
    for node in _statements(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            modules |= {one.name for one in node.names}
    places = (module.replace(".", "/") for module in modules)
    paths = (path for place in places for path in (f"{place}.py", f"{place}/__init__.py"))
    return frozenset(path for path in paths if (REPOSITORY / path).is_file())


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every statement below, at any depth, and no expression: each start of pytest looks through two hundred files."""
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        below = getattr(node, field, ())
        for statement in below if isinstance(below, list) else ():
            yield statement
            yield from _statements(statement)


def resting_here() -> tuple[frozenset[str], str]:
    """The files that rest in this working tree, and why; all that may, where git cannot tell."""
    known = rooms()
    try:
        return resting(known), "nothing that they look at has changed since they passed"
    except NoHistory as without:
        return frozenset(known), f"NOT TESTED, nobody knows what has changed: {without}"


def write_passed(names: Collection[str], commit: str, file: Path = TABLE) -> None:
    """Write that these files passed at a commit. Raises KeyError for a file that the table does not name."""
    text = file.read_text("utf-8")
    for name in names:
        entry = re.compile(rf'(?m)^(\["{re.escape(name)}"\]\npassed = )"[^"]*"')
        text, found = entry.subn(rf'\g<1>"{commit}"', text)
        if not found:
            raise KeyError(name)
    file.write_text(text, "utf-8")


def main() -> None:
    match sys.argv[1:]:
        case ["passed", *names] if names:
            head = subprocess.run(
                ["git", "rev-parse", "HEAD"],
                cwd=REPOSITORY, capture_output=True, text=True, check=True,
            )  # fmt: skip
            write_passed(names, head.stdout.strip())
        case []:
            print("\n".join(sorted(resting(rooms()))))
        case _:
            sys.exit("usage: python -m tests.support.resting [passed FILE ...]")


if __name__ == "__main__":
    main()

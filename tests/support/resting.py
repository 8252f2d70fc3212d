"""Which files of tests rest in `make test`: nothing that they look at has changed since they last passed.

`tests/resting.toml` names each such file, the commit at which it passed, and the paths that it looks at. It
rests while git finds none of these paths, nor the file itself, changed since that commit. `make thorough`
runs them all; `python -m tests.support.resting passed FILE ...` writes that files passed at HEAD.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TABLE = REPOSITORY / "tests" / "resting.toml"


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
        name: Room(passed=entry["passed"], looks_at=tuple(entry["looks_at"]))
        for name, entry in table.items()
    }


@cache
def changed_since(commit: str) -> frozenset[str]:
    """Paths of the working tree that differ from a commit of its history. Raises NoHistory."""

    def git(*words: str) -> list[str]:
        told = subprocess.run(
            ["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=True
        )
        return told.stdout.splitlines()

    try:
        git("merge-base", "--is-ancestor", commit, "HEAD")
        new = git("ls-files", "--others", "--exclude-standard")
        return frozenset(git("diff", "--name-only", commit) + new)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoHistory(commit) from error


def resting(
    rooms: Mapping[str, Room], changed: Callable[[str], Collection[str]] = changed_since
) -> frozenset[str]:
    """The files that rest. Raises NoHistory where git cannot tell of one of them."""
    return frozenset(
        name
        for name, room in rooms.items()
        if not any(path.startswith((name, *room.looks_at)) for path in changed(room.passed))
    )


def resting_here() -> frozenset[str]:
    """The files that rest in this working tree; all that may, with a loud word, where git cannot tell."""
    known = rooms()
    try:
        return resting(known)
    except NoHistory as without:
        print(
            f"NOT TESTED: git does not know what has changed since {without}; the {len(known)} files of"
            " tests/resting.toml are left to `make thorough`",
            file=sys.stderr,
        )
        return frozenset(known)


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

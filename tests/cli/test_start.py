"""What a start imports is counted: a list of commands must not load what the commands need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command_line import environment
from tests.support.running_center import REPOSITORY

REPORT = """
import json, sys
from command_center.cli.main import main
sys.argv = ["command-center", *sys.argv[1:]]
try:
    main()
finally:
    sys.stderr.write(json.dumps(sorted(sys.modules)))
"""
HEAVY = frozenset(
    {
        "alembic",
        "cryptography",
        "dash",
        "flask",
        "gevent",
        "matplotlib",
        "numpy",
        "openpyxl",
        "plotly",
    }
    | {"pydantic_settings", "reportlab", "requests", "socketio", "sqlalchemy"}
)
"""Libraries that take long to import. Neither a list of commands nor the version needs one. typer itself imports
pydantic to read a command's arguments, but a list has none."""


def imported(folder: Path, *arguments: str) -> list[str]:
    """The modules of a process that ran the command line to its end."""
    environ = {
        name: value
        for name, value in environment(folder).items()
        if not name.startswith(("CC_", "COVERAGE_"))
    }
    ended = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments],
        env=environ,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    modules: list[str] = json.loads(ended.stderr.splitlines()[-1])
    return modules


@pytest.mark.parametrize(
    ("arguments", "ours", "whole"),
    [
        (["--help"], 14, 385),
        (["version"], 14, 320),
        (["chekc"], 14, 480),
        (["serve", "--help"], 14, 480),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_a_start_imports_what_it_needs(
    tmp_path: Path, arguments: list[str], ours: int, whole: int
) -> None:
    modules = imported(tmp_path, *arguments)
    assert HEAVY & set(modules) == set()
    assert "command_center.cli.main" in modules
    own = [name for name in modules if name.partition(".")[0] in ("command_center", "simulations")]
    assert len(own) <= ours, own
    assert len(modules) <= whole, len(modules)


def test_what_draws_help_is_not_imported_where_none_is_drawn(tmp_path: Path) -> None:
    assert "typer.rich_utils" not in imported(tmp_path, "version")
    drawn = imported(tmp_path, "--help")
    assert "typer.rich_utils" in drawn
    assert "pydantic" not in drawn

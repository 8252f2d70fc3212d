"""The pages' scripts hold: types, lint, format, and the tests of what they read. Checked with deno, as
the Python half is with mypy, ruff and pytest."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from command_center.domain.verdicts.turns import Sign, turn_taken, turns_of
from command_center.words import LANGUAGES, catalogue

ROOT = Path(__file__).resolve().parent.parent
DENO = Path(sys.executable).parent / "deno"
FAKES = ("--import-map", "tests/js/fakes.json")
"""Under the tests of readers stand words, plant and rows that a test gives."""


def deno(*given: str | Path, **environment: str) -> None:
    """Run it in the repository. It asks no network: nothing it reads is anywhere else."""
    told = subprocess.run(
        [DENO, *given], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"} | environment,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.slow
def test_types_hold() -> None:
    deno("check", "assets")
    deno("check", *FAKES, "tests/js")


def test_nothing_is_linted_or_formatted_otherwise() -> None:
    deno("lint")
    deno("fmt", "--check")


def turns_taken() -> list[dict[str, Any]]:
    """Turns as rows carry them, at random times, and what the server takes of them then."""
    lot = Random(7)
    signs: list[Sign] = ["urgent", "warn", "note", "plain", "good", "gone"]
    cases = []
    for _ in range(2000):
        given = [(lot.randrange(20), lot.choice(signs), str(n)) for n in range(lot.randrange(6))]
        turns, now = turns_of(given), lot.randrange(-1, 21)
        cases.append({"turns": turns, "now": now, "taken": turn_taken(turns, now)})
    return cases


@pytest.mark.slow
def test_what_the_readers_say(tmp_path: Path) -> None:
    for language in LANGUAGES:
        words = json.dumps(dict(catalogue(language)))
        (tmp_path / f"{language}.json").write_text(words, encoding="utf-8")
    (tmp_path / "turns.json").write_text(json.dumps(turns_taken()), encoding="utf-8")
    deno(
        "test", "--no-check", "--allow-read", "--allow-env=CATALOGUES", *FAKES, "tests/js",
        CATALOGUES=str(tmp_path),
    )  # fmt: skip


def test_what_is_written_from_the_server_is_what_it_would_write() -> None:
    wanted = runpy.run_path(str(ROOT / "tools" / "browser_types.py"))["files"]()
    for file, text in wanted.items():
        assert file.read_text(encoding="utf-8") == text, f"{file}: run tools/browser_types.py"


def test_a_type_error_is_found(tmp_path: Path) -> None:
    """The checks look: a command without its field, and a key that no catalogue has, are refused."""
    wrong = tmp_path / "wrong.js"
    wrong.write_text(
        f'import {{ commandQueue }} from "{ROOT}/assets/hands/command_queue.js";\n'
        f'import {{ say }} from "{ROOT}/assets/base/words.js";\n'
        'commandQueue.send("alarm.ack", {}, "here");\n'
        'say("nothing.says_this");\n'
    )
    told = subprocess.run(
        [DENO, "check", "--config", ROOT / "deno.json", wrong],
        capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    assert told.returncode != 0
    assert "Property 'alarm' is missing" in told.stderr
    assert "nothing.says_this" in told.stderr
    assert "Found 2 errors" in told.stderr

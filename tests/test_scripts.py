"""The pages' scripts hold: types, lint, format, and the tests of what they read. Checked with deno, as
the Python half is with mypy, ruff and pytest."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from command_center.data_files import data_folder
from command_center.domain.verdicts.turns import Sign, turn_taken, turns_of
from command_center.page_server.script_linker import parse
from command_center.words import LANGUAGES, catalogue

ROOT = Path(__file__).resolve().parent.parent
DENO = Path(sys.executable).parent / "deno"
pytestmark = pytest.mark.usefixtures("deno_files")
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


def test_no_name_is_exported_by_two_scripts() -> None:
    """Whoever searches for a name finds one thing, and a test that takes a script's exports gets the one it means."""
    folder = data_folder("assets")
    exported: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("*.js")):
        path = file.relative_to(folder).as_posix()
        for name in parse(path, file.read_text(encoding="utf-8")).exports:
            exported[name].append(path)
    assert len(exported) > 100
    assert {name: paths for name, paths in exported.items() if len(paths) > 1} == {}


DECIDED = """
export const late = (row, now) => now > row.by;
export const full = (row) => row.value >= 80;
export function over(row) {
  const left = row.until - clock.now();
  return left > 0 && row.waiting.length < 9;
}
export const several = (rows, now) => rows.filter((row) => now - row.waiting.length <= 0);
const LIMIT = 24 * 60;
export const lines = (rows) => {
  for (let n = 0; n < rows.count; n++) if (rows.indexOf(n) >= 0) return rows.length > 3;
};
"""
DETOURS = {
    "(row, now) => Math.max(now, row.due_at) === now": "Math.max now, row.due_at === now",
    "(row, now) => Math.min(row.by, now) !== now": "Math.min row.by, now !== now",
    "(row, now) => Math.sign(now - row.due_at)": "Math.sign now - row.due_at",
    "(row, now) => Math.max(0, now - row.due_at) ? 1 : 2": "Math.max 0, now - row.due_at",
    "(row) => Math.floor(row.percent / 80) ? 1 : 2": "Math.floor row.percent / 80",
    "(row) => !(row.have - row.need)": "row.have - row.need",
    "(row, now) => row.due_at === now": "row.due_at === now",
    "(row) => row.value === 80": "row.value === 80",
    "(row) => row.had.length < row.needed": "row.had.length < row.needed",
    "(row, all) => row.value + all.indexOf(1) > 80": "row.value + all.indexOf 1 > 80",
    "() => Date.now()": "Date.now",
    "() => new Date()": "new Date",
}
"""What decides without saying so, and how the linter tells of it."""
PLAIN = [
    "(a, b) => a.order - b.order || a.at - b.at",
    "(answer) => answer.status === 404",
    "(rows) => rows.indexOf(1) === -1 || !(rows.length - 1)",
    "(row) => row.turns[0][1] === 'urgent' && row.code !== 'late'",
    "(row) => new Date(row.at)",
    "(rows, most) => rows.length > most + 1",
]


def found_by_the_linter(where: Path, tmp_path: Path, plugin: Path) -> list[str]:
    """What the rules of tools/lint/verdicts.js refuse below `where`, as `file:place: comparison`."""
    config = tmp_path / "lint.json"
    config.write_text(
        json.dumps({"lint": {"plugins": [plugin.as_uri()], "rules": {"tags": []}}}), "utf-8"
    )
    done = subprocess.run(
        [DENO, "lint", "--config", config, "--json", where],
        cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert not found["errors"], done.stdout
    return [one["message"].partition(": ")[2] for one in found["diagnostics"]]


def test_what_decides_in_the_browser_is_refused(tmp_path: Path) -> None:
    room = tmp_path / "assets" / "wall"
    room.mkdir(parents=True)
    (room / "wrong.js").write_text(DECIDED, "utf-8")
    assert found_by_the_linter(room, tmp_path, ROOT / "tools" / "lint" / "verdicts.js") == [
        "wall/wrong.js:late: now > row.by",
        "wall/wrong.js:full: row.value >= 80",
        "wall/wrong.js:over: left > 0",
        "wall/wrong.js:several: now - row.waiting.length <= 0",
        "wall/wrong.js:LIMIT",
    ]


def test_what_decides_by_a_detour_is_refused(tmp_path: Path) -> None:
    room = tmp_path / "assets" / "wall"
    room.mkdir(parents=True)
    plugin = ROOT / "tools" / "lint" / "verdicts.js"
    lines = [f"export const f{n} = {one};" for n, one in enumerate([*DETOURS, *PLAIN])]
    (room / "wrong.js").write_text("\n".join(lines), "utf-8")
    assert found_by_the_linter(room, tmp_path, plugin) == [
        f"wall/wrong.js:f{n}: {told}" for n, told in enumerate(DETOURS.values())
    ]


def test_every_exception_of_the_linter_is_one_of_the_scripts(tmp_path: Path) -> None:
    lists = tmp_path / "lists.js"
    source = (ROOT / "tools" / "lint" / "drawing_and_transport.js").as_uri()
    lists.write_text(f'import * as all from "{source}"; console.log(JSON.stringify(all));', "utf-8")
    kept = json.loads(subprocess.check_output([DENO, "run", lists], text=True))
    every = tmp_path / "every.js"
    rule = (ROOT / "tools" / "lint" / "verdicts.js").as_uri()
    every.write_text(f'import {{ plugin }} from "{rule}"; export default plugin({{}}, {{}});')
    found = found_by_the_linter(ROOT / "assets", tmp_path, every)
    places = {one.partition(": ")[0] for one in found}
    assert kept["CONSTANTS"].keys() <= set(found)
    assert kept["COMPARISONS"].keys() <= set(found) | places
    assert all(len(why) > 1 for part in ("COMPARISONS", "CONSTANTS") for why in kept[part].values())


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
        "test", "--no-check", "--allow-read", "--allow-env=CATALOGUES,CUTS", *FAKES, "tests/js",
        CATALOGUES=str(tmp_path),
    )  # fmt: skip


@pytest.mark.thorough
def test_a_thousand_random_cuts_lose_and_double_nothing() -> None:
    """The queue of the field phone under 1,000 seeds of lost requests, lost answers and killed pages."""
    deno(
        "test", "--no-check", "--allow-read", "--allow-env=CATALOGUES,CUTS", *FAKES,
        "tests/js/sending_queue_test.js", CUTS="1000",
    )  # fmt: skip


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

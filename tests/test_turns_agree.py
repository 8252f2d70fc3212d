"""The pages take the turn that the server would take: the shipped script against Python, at random times."""

import json
import random
import subprocess
import sys
from pathlib import Path

from command_center.domain.verdicts.turns import Sign, Turn, turn_taken, turns_of

ROOT = Path(__file__).resolve().parent.parent
DENO = Path(sys.executable).parent / "deno"
SIGNS: tuple[Sign, ...] = ("urgent", "warn", "note", "plain", "good", "gone")

TAKES = f"""
import {{ turnTaken }} from "{ROOT}/assets/base/turns.js";
const cases = JSON.parse(Deno.readTextFileSync(Deno.args[0]));
console.log(JSON.stringify(cases.map(([turns, now]) => turnTaken(turns, now))));
"""


def some_turns(chance: random.Random) -> list[Turn]:
    return turns_of(
        (chance.choice([0, chance.randrange(-50, 2_000)]), chance.choice(SIGNS), f"code-{n}")
        for n in range(chance.randrange(6))
    )


def test_the_shipped_script_takes_the_turn_that_python_takes(tmp_path: Path) -> None:
    chance = random.Random(7)
    cases = []
    for _ in range(2_000):
        turns = some_turns(chance)
        times = [chance.randrange(-100, 2_100)]
        times += [at + by for at, _, _ in turns for by in (-1, 0, 1)]
        cases += [(turns, now) for now in times]
    given, script = tmp_path / "cases.json", tmp_path / "takes.js"
    given.write_text(json.dumps(cases), encoding="utf-8")
    script.write_text(TAKES, encoding="utf-8")
    told = subprocess.run(
        [DENO, "run", "--no-check", "--allow-read", script, given],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    wanted = [turn and list(turn) for turn in (turn_taken(turns, now) for turns, now in cases)]
    assert json.loads(told.stdout) == wanted
    assert len({str(turn) for turn in wanted}) > 1_000

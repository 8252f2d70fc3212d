"""`drill run` plays a whole drill at the real doors; what is sealed can be checked; two compare."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.cli.command_line import as_process, command_center, one_line
from tests.support.running_center import REPOSITORY

pytestmark = pytest.mark.slow

SMALL = (REPOSITORY / "tests" / "scenario_file" / "small.yaml").read_text()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs of the same seed: `one.json`, `other.json`, and the data of the first."""
    folder = tmp_path_factory.mktemp("drill")
    (folder / "short.yaml").write_text(SMALL.replace("max_s: 600", "max_s: 240"))
    for name in ("one", "other"):
        files = [
            f for e in ("docx", "xlsx", "csv", "json") for f in ("--report", folder / f"review.{e}")
        ]
        more = ["--keep", folder / "var", *files] if name == "one" else []
        given = ["drill", "run", folder / "short.yaml", "--seed", 3, "--speed", 10_000]
        ended = command_center(folder, *given, "--json", folder / f"{name}.json", *more)
        assert ended.returncode == 0, ended.stderr
        told = result(folder, name)
        assert told["projection_sha256"] in ended.stdout
    return folder


def result(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text())
    return found


def test_the_leak_is_found_by_the_alarm_in_time(played: Path) -> None:
    told = result(played, "one")
    assert [(e["expectation"], e["state"]) for e in told["expectations"]] == [("alarm", "met")]
    detection = next(row for row in told["timing"] if row["row"] == "detection")
    assert None not in (detection["start_seq"], detection["stop_seq"])
    assert 0 < detection["seconds"] <= 120
    assert {row["row"] for row in told["timing"]} >= {"detection", "reach", "control", "headcount"}
    assert told["not_played"] == []
    assert told["exercise_s"] >= 240


def test_its_review_is_left_by_the_ending_of_each_file(played: Path) -> None:
    document = Document(str(played / "review.docx"))
    told = "\n".join(p.text for p in document.paragraphs)
    assert "Exercise Overview" in told
    assert all("【演练】" in s.header.paragraphs[0].text for s in document.sections)
    assert len(document.inline_shapes) == 3  # the response, the injects, the levels
    content = json.loads((played / "review.json").read_text())["content"]
    assert content["plan"]["scenario"] == "small"
    assert {one["state"] for one in content["injects"]} >= {"fired"}
    assert content["levels"][0]["points"]
    sheet = load_workbook(played / "review.xlsx")["Response times"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    told_s = {row[0]: row[rows[0].index("measured (s)")] for row in rows[1:]}
    [detection] = [r["seconds"] for r in result(played, "one")["timing"] if r["row"] == "detection"]
    assert told_s["Detection"] == detection
    lines = (played / "review.csv").read_text("utf-8-sig").splitlines()
    assert all(line.startswith("EXERCISE,") for line in lines)


@pytest.mark.parametrize(
    ("option", "name", "why"),
    [
        ("--report", "review.pdf", "no report of that ending"),
        ("--report", "none/review.docx", "cannot be written"),
        ("--json", "none/out.json", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_drill(
    tmp_path: Path, option: str, name: str, why: str
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    given = ["drill", "run", tmp_path / "small.yaml", "--keep", tmp_path / "var"]
    ended = command_center(tmp_path, *given, option, tmp_path / name)
    assert ended.returncode == 2
    assert why in ended.stderr
    assert not (tmp_path / "var").exists()
    assert sorted(one.name for one in tmp_path.glob("*.docx")) == []


def test_a_report_that_was_there_is_kept_when_the_drill_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(b"old")
    ended = command_center(tmp_path, "drill", "run", "no-such", "--report", tmp_path / "old.docx")
    assert ended.returncode == 2
    assert (tmp_path / "old.docx").read_bytes() == b"old"


def test_the_same_seed_is_the_same_drill(played: Path) -> None:
    one, other = result(played, "one"), result(played, "other")
    assert one["projection_sha256"] == other["projection_sha256"]
    assert one["timing"] == other["timing"]
    ended = command_center(played, "drill", "compare", played / "one.json", played / "other.json")
    assert ended.returncode == 0
    assert "The same drill, fact for fact." in ended.stdout


def test_two_that_differ_say_so(played: Path) -> None:
    changed = result(played, "one") | {"projection_sha256": "0" * 64}
    (played / "changed.json").write_text(json.dumps(changed))
    ended = command_center(played, "drill", "compare", played / "one.json", played / "changed.json")
    assert ended.returncode == 1
    assert "The two differ." in ended.stdout


def test_what_was_sealed_is_what_was_revealed_until_one_byte_is_another(played: Path) -> None:
    data = {"CC_DATA_DIR": played / "var" / "var"}
    ended = command_center(played, "drill", "verify", "DRL-1", **data)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["scenario"], told["seed"]) == ("small", 3)
    with sqlite3.connect(played / "var" / "var" / "journal.db") as journal:
        triggers = journal.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            journal.execute(f"DROP TRIGGER {name}")
        changed = journal.execute(
            "UPDATE facts SET body = replace(body, '\\\"seed\\\":3', '\\\"seed\\\":4')"
            " WHERE body LIKE '%drill.revealed%'"
        )
        assert changed.rowcount == 1
    altered = command_center(played, "drill", "verify", "DRL-1", **data)
    assert one_line(altered).startswith("BROKEN at fact")


def test_mistakes_are_named_in_one_line(tmp_path: Path) -> None:
    neither = as_process(tmp_path, "drill", "run")
    assert neither.returncode == 2
    assert "Name a scenario, or --surprise" in neither.stderr
    unknown = command_center(tmp_path, "drill", "run", "no-such")
    assert unknown.returncode == 2
    assert "night-toxic-leak" in unknown.stderr
    (tmp_path / "empty.json").write_text("{}")
    again = command_center(
        tmp_path, "drill", "compare", tmp_path / "empty.json", tmp_path / "empty.json"
    )
    assert again.returncode == 2


def test_a_plant_as_init_writes_it_holds_its_first_drill_and_is_told_what_another_lacks(
    tmp_path: Path,
) -> None:
    works = tmp_path / "works"
    assert command_center(tmp_path, "init", works).returncode == 0
    refused = command_center(tmp_path, "drill", "run", "night-toxic-leak", "--site", works)
    assert refused.returncode == 1
    assert "pumps" in refused.stderr or "tanks" in refused.stderr
    out = tmp_path / "drill.json"
    held = command_center(
        tmp_path,
        "drill",
        "run",
        "somebody-down",
        "--site",
        works,
        "--speed",
        100_000,
        "--json",
        out,
    )
    assert held.returncode == 0, held.stderr
    told = json.loads(out.read_text("utf-8"))
    assert told["not_played"] == []
    assert {row["state"] for row in told["expectations"]} == {"met"}

"""The response times of a drill on the terminal name people, teams and kits, in the terminal's language."""

import io
from typing import Any

import pytest
from rich.console import Console

from command_center.cli.exercises.drill_result import timing_table

SHIFT_LEADER = {"zh": "值班长", "en": "Shift leader"}


def row(about: dict[str, str], **more: Any) -> dict[str, Any]:
    measured = {"seconds": 83.0, "open_s": None, "outcome": "stopped", "target_s": 180}
    return {"row": "reach", "about": about} | measured | more


def printed(rows: list[dict[str, Any]]) -> str:
    file = io.StringIO()
    Console(file=file, width=100).print(timing_table({"site": "x", "seed": 1, "timing": rows}))
    return file.getvalue()


@pytest.mark.parametrize(
    ("lang", "name"), [("zh_CN.UTF-8", "值班长"), ("en_GB.UTF-8", "Shift leader")]
)
def test_it_names_whom_a_row_is_about(
    monkeypatch: pytest.MonkeyPatch, lang: str, name: str
) -> None:
    monkeypatch.setenv("LC_ALL", lang)
    about = {"post": "shift-leader", "directive": "DIR-1"}
    told = printed([row(about, whose=[SHIFT_LEADER])])
    assert f"· {name} " in told
    assert "1:23" in told
    assert "DIR-1" not in told


def test_a_result_of_an_older_release_has_ids() -> None:
    assert "shift-leader · DIR-1" in printed([row({"post": "shift-leader", "directive": "DIR-1"})])

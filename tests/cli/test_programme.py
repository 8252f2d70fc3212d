"""`programme`: windows for everybody, what they hide for one, and the law's countdown."""

from pathlib import Path

from command_center import site_file
from tests.cli.command_line import command_center, one_line
from tests.support.drawn_plant import NOBODY_COMMANDS, written

SITES = Path(__file__).parents[2] / "sites"


def test_the_windows_are_shown_and_nothing_they_hide(tmp_path: Path) -> None:
    given = (SITES / "demo", "--year", "2027", "--seed", "11")
    shown = command_center(tmp_path, "programme", *given)
    assert shown.returncode == 0
    windows = shown.stdout.splitlines()
    assert len(windows) == 2
    assert all(line.startswith("2027-") and " to 2027-" in line for line in windows)
    assert "Art. 8" in shown.stderr
    revealed = command_center(tmp_path, "programme", *given, "--reveal")
    hidden = [line for line in revealed.stdout.splitlines() if line not in windows]
    assert len(hidden) == 2
    assert all("seed" in line for line in hidden)


def test_the_calendar_holds_the_windows_alone(tmp_path: Path) -> None:
    file = tmp_path / "drills.ics"
    ended = command_center(
        tmp_path, "programme", SITES / "demo", "--year", 2027, "--seed", 11,
        "--calendar", file, "--lang", "zh-CN",
    )  # fmt: skip
    assert ended.returncode == 0
    written = file.read_bytes().decode("utf-8")
    assert written.count("SUMMARY:应急演练窗口\r\n") == 2
    assert "leak" not in written


def test_a_seed_that_is_drawn_is_shown_once_and_draws_the_same_year(tmp_path: Path) -> None:
    first = command_center(tmp_path, "programme", SITES / "demo", "--year", 2027)
    seed = first.stderr.split("Seed ")[1].split(".")[0]
    again = command_center(tmp_path, "programme", SITES / "demo", "--year", 2027, "--seed", seed)
    assert again.stdout == first.stdout


def test_the_laws_months_count_from_the_last_drill(tmp_path: Path) -> None:
    given = (SITES / "demo", "--year", 2027, "--seed", 1, "--last")
    late = command_center(tmp_path, "programme", *given, "2019-01-31")
    assert "due by 2019-07-31" in late.stderr
    assert "days ago" in late.stderr
    soon = command_center(tmp_path, "programme", *given, "2098-01-31")
    assert "the next is due by 2098-07-31" in soon.stderr


def test_a_plant_where_nothing_can_be_played_is_told_in_one_line(tmp_path: Path) -> None:
    plant = written(tmp_path / "plant", NOBODY_COMMANDS)
    ended = command_center(tmp_path, "programme", plant, "--year", 2027, "--seed", 1)
    assert site_file.load(plant).id in one_line(ended)

"""The plants that are drawn: valid, the same for a seed, unlike each other, and made smaller where something fails."""

from datetime import date
from pathlib import Path

from command_center.site_file import load
from tests.cli.command_line import command_center
from tests.support.drawn_plant import OPTIONAL, drawn, smaller, written

TODAY = date(2026, 3, 2)
SEEDS = range(24)


def test_a_drawn_plant_is_valid_and_the_same_for_its_seed(tmp_path: Path) -> None:
    for seed in SEEDS:
        load(written(tmp_path / str(seed), seed), today=TODAY)
        assert drawn(seed) == drawn(seed)
    ended = command_center(tmp_path, "check", tmp_path / "0" / "site.yaml")
    assert ended.returncode == 0, ended.stderr


def test_what_it_can_do_without_can_be_left_out(tmp_path: Path) -> None:
    for seed in (1, 10):
        load(written(tmp_path / f"{seed}", seed, frozenset(OPTIONAL)), today=TODAY)


def test_plants_differ_in_what_they_have_and_lack() -> None:
    plants = [drawn(seed) for seed in SEEDS]
    assert {len(one["tanks"]) for one in plants} >= {1, 200}
    for section in ("pools", "plans", "stores", "roads", "authority", "musters"):
        assert {section in one for one in plants} == {True, False}, section
    assert len({one["time_zone"] for one in plants}) > 4
    assert len({one["language"] for one in plants}) == 2
    names = "".join(str(one) for one in plants)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in names)
    assert any("\u0400" <= sign <= "\u04ff" for sign in names)


def test_a_failure_is_shown_on_the_smallest_plant_that_has_it() -> None:
    """What takes part in a failure stays; everything else is left out."""
    seed = next(seed for seed in SEEDS if "pools" in drawn(seed) and "plans" in drawn(seed))
    left = smaller(lambda without: "pools" in drawn(seed, without))
    assert set(OPTIONAL) - left == {"pools"}

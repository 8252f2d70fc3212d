"""A coordinator's own scenarios at the command line: played by id, drawn with `--own`, from the database."""

import json
from pathlib import Path

import pytest

from command_center.cli.exercises.drill import _plan
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Actor, Role
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.plant.scenario_texts import ScenarioTexts
from tests.cli.command_line import command_center
from tests.support.running_center import REPOSITORY, demo_site

SMALL = (REPOSITORY / "tests" / "scenario_file" / "small.yaml").read_text()
OWN = SMALL.replace("id: small", "id: our-own", 1).replace("max_s: 600", "max_s: 240")
HAND = Actor("hand", Role.CONTROLLER)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A folder whose database has one scenario of the demo plant's own, and one retired."""
    site = demo_site()
    with databases(Settings(data_dir=tmp_path / "var")) as stores:
        desk = Desk(site, Journal(stores.journal, site.id, Clock().now), Clock())
        for id in ("our-own", "given-up"):
            text = OWN.replace("our-own", id, 1)
            digest = ScenarioTexts(stores.journal, site.id).keep(text, 1)
            desk.submit("scenario.save", {"scenario": id, "base": 0, "sha256": digest}, HAND)
        desk.submit("scenario.retire", {"scenario": "given-up", "base": 1}, HAND)
    return tmp_path


@pytest.mark.slow
def test_one_is_played_by_its_id(written: Path) -> None:
    out = written / "out.json"
    given = ["drill", "run", "our-own", "--seed", 3, "--speed", 10_000, "--json", out]
    ended = command_center(written, *given)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(out.read_text())
    assert (told["scenario"], told["not_played"]) == ("our-own", [])


def test_a_draw_may_be_one_of_them(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_DATA_DIR", str(written / "var"))
    plans = [_plan(demo_site(), None, seed, own=True) for seed in range(1, 31)]
    assert "our-own" in {plan.scenario for plan in plans}
    [name] = {plan.generator for plan in plans}
    assert name.startswith("surprise/1+")
    assert _plan(demo_site(), None, 1, own=False).generator == "surprise/1"


def test_what_is_retired_or_of_another_database_is_named_in_one_line(written: Path) -> None:
    gone = command_center(written, "drill", "run", "given-up")
    assert gone.returncode == 2
    assert "our-own" in gone.stderr  # what there is
    assert "given-up," not in gone.stderr
    empty = written / "elsewhere"
    none = command_center(empty, "drill", "run", "--surprise", "--own")
    assert none.returncode == 2
    assert "CC_DATA_DIR" in none.stderr
    assert not (empty / "var").exists()  # nothing is made for having been asked
    alone = command_center(written, "drill", "run", "our-own", "--own")
    assert alone.returncode == 2
    assert "--surprise" in alone.stderr

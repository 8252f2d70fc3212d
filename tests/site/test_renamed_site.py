"""The renamed copy of the demo plant: the same plant, and no name of the old one left."""

import re
from pathlib import Path

from command_center import site_file
from command_center.domain.site.model import Site
from simulations import scenario
from tests.site.conftest import SITES, TODAY
from tests.support.renamed_site import renamed, replaced


def test_the_copy_is_valid_and_is_the_same_plant(demo: Site, tmp_path: Path) -> None:
    names = renamed(SITES / "demo", tmp_path)
    copy = site_file.load(tmp_path, today=TODAY)
    assert copy.id == names["demo"]
    assert [t.id for t in copy.tanks] == [names[t.id] for t in demo.tanks]
    assert [(t.x, t.y, t.diameter_m) for t in copy.tanks] == [
        (t.x, t.y, t.diameter_m) for t in demo.tanks
    ]
    steps, old = copy.plans[0].steps, demo.plans[0].steps
    assert [s.post for s in steps] == [names[s.post] for s in old]
    assert [s.requires for s in steps] == [[names[r] for r in s.requires] for s in old]


def test_the_hidden_side_still_agrees_with_it(tmp_path: Path) -> None:
    renamed(SITES / "demo", tmp_path)
    copy = site_file.load(tmp_path, today=TODAY)
    hidden = scenario.load(tmp_path / "simulation.yaml", copy)
    assert hidden.leak is not None
    assert hidden.leak.tank in copy.tank_by_id


def test_no_old_id_is_left(tmp_path: Path) -> None:
    names = renamed(SITES / "demo", tmp_path)
    for file in ("site.yaml", "simulation.yaml"):
        words = set(re.findall(r"[A-Za-z0-9_.-]+", (tmp_path / file).read_text(encoding="utf-8")))
        assert not words & set(names)


def test_only_whole_words_are_replaced() -> None:
    names = {"T1": "a", "T1.LEVEL": "b", "XV-1": "c"}
    text = "T1 T1.LEVEL T12 XT1 XV-1阀位 XV-11 T1. T1_x [T1, XV-1]"
    assert replaced(text, names) == "a b T12 XT1 c阀位 XV-11 a. T1_x [a, c]"

"""Rows are read by their kind: a topic has rows of several kinds, and what people look at is a part of them."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.scenarios.plan import DrillPlan
from simulations.exercise.turn_by_turn import TurnedDoors
from simulations.scenarios import library
from simulations.surprise import Drawn, draw
from simulations.tokens import Tokens
from simulations.view import ALARMS, CAMPAIGNS, INCIDENTS, LOOKED, PEOPLE, News, View
from tests.simulations.scripted_board import ScriptedBoard
from tests.simulations.sites import demo

REPORT = {
    "seq": 5,
    "at": 1,
    "channel": "call",
    "place": "TF",
    "text": "smoke",
    "caller": None,
    "plan": None,
    "turns": [],
}


def test_a_report_that_waits_is_no_incident() -> None:
    """It stopped half of all surprise drills: its row is of the same topic and has no status."""
    site, _ = demo()
    doors = TurnedDoors(lambda *asked: (404, b""), Tokens(), site, "run")
    doors._seen.merge(
        {
            "DRL-1/incident": {
                "DRL-1-INC-1": {"id": "DRL-1-INC-1", "status": "open"},
                "report:5": REPORT,
            }
        }
    )
    assert [row["status"] for row in doors.incidents("DRL-1")] == ["open"]
    view = View()
    view.merge({"incident": {"report:5": REPORT}})
    assert list(view.incidents()) == []


def test_rows_of_other_kinds_are_kept_apart_and_go_with_their_topic() -> None:
    view = View()
    view.merge({
        "alarms": {"LT-1:HH": {"id": "LT-1:HH"}, "~plant:7": {"text": "trip"}, "~found:LT-1:H": {"tag": "LT-1"}},
        "people": {"li": {"account": None, "stood_down_at": None}, "count": {"on_site": 4}},
    })  # fmt: skip
    assert list(view.of(ALARMS)) == ["LT-1:HH"]
    assert list(view.of(PEOPLE)) == ["li"]
    view.merge({"alarms": {"LT-1:HH": None}})
    assert dict(view.of(ALARMS)) == {}
    view.replace({"people": {"wu": {"account": None, "stood_down_at": None}}})
    assert list(view.of(PEOPLE)) == ["wu"]


def test_what_is_looked_at_is_a_part_of_what_its_kind_declares() -> None:
    for looked in LOOKED:
        assert set(looked.row.__annotations__) <= set(looked.kind.row.__annotations__), (
            looked.kind.row
        )


def test_a_campaign_is_heard_of_with_what_was_sent() -> None:
    """Its row is of the topic of people, and no person's."""
    row: dict[str, Any] = {"campaign": "C1", "at": 1, "by": "x", "until": 2, "of": 3, "confirmed": 0, "failed": 0,
                           "turns": [], "attempts": [{"id": "d1"}]}  # fmt: skip
    view = View()
    changes = view.changes([News(False, {"people": {"campaign:C1": row}})])
    view.merge(changes)
    assert dict(view.of(CAMPAIGNS)) == {"C1": {"campaign": "C1", "attempts": [{"id": "d1"}]}}
    assert view.of(INCIDENTS) == {}


@pytest.mark.parametrize("seed", [4711, 5])
def test_a_surprise_is_played_without_a_row_that_nobody_expected(seed: int, tmp_path: Path) -> None:
    """The first minutes of seeds that could not be played; all of them in `make thorough`."""
    plan = _plan(seed)
    board = ScriptedBoard(plan, seed, tmp_path)
    for _ in range(12):
        board.fire_what_is_due()
        board.run(board.t_s + 15.0)
    assert board.fired


@pytest.mark.thorough
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seed", range(1, 21))
def test_twenty_surprises_are_played_to_their_ends(seed: int, tmp_path: Path) -> None:
    board = ScriptedBoard(_plan(seed), seed, tmp_path)
    board.play()
    assert board.fired


def _plan(seed: int) -> DrillPlan:
    site, _ = demo()
    drawn = draw(site, library(), seed, site_version="1")
    assert isinstance(drawn, Drawn)
    return drawn.plan

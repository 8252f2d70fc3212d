"""Rows of incidents, directives and reports carry what the domain decided, and are made anew with it."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.report import COUNTED, MOST, beyond_the_board
from command_center.domain.verdicts.turns import turn_taken
from command_center.live.rows.projection import Projection
from tests.live.test_verdict_rows import changes
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at


@pytest.fixture
def room(tmp_path: Path, rooms: OpenRoom) -> ControlRoom:
    return rooms(tmp_path / "journal.sqlite")


def row(room: ControlRoom, topic: str, key: str) -> dict[str, Any]:
    return row_at(room.state, room.site, topic, key) or {}


def code(turns: list[Any], now: int) -> str:
    taken = turn_taken(turns, now)
    assert taken is not None
    return taken[2]


def test_a_refused_directive_is_live_until_its_step_is_given_anew(room: ControlRoom) -> None:
    incident = room.leak()
    given = {"incident": incident, "step": "shut", "to": "farm-hand"}
    order = room.does("ann", "directive.issue", **given)[0].data["id"]
    told = changes(room, "eva", "directive.refuse", directive=order, reason="no mask left")
    refused = told["directives", order]
    assert (refused["live"], code(refused["turns"], room.now)) == (True, "give_anew")
    assert {"code": "life_safety", "count": 1} in told["incident", incident]["missing_to_close"]
    told = changes(room, "ann", "directive.issue", **given)
    answered = told["directives", order]
    assert (answered["live"], code(answered["turns"], room.now)) == (False, "ended")


def test_a_step_of_the_clock_moves_the_turns_of_directives_and_answers(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident)
    late = row(room, "directives", order)["turns"][-1][0]
    over = row(room, "incident", incident)["answers"]["source"]["at"]
    told = changes(room, DUTY_ACTOR, "clock.step", by_ms=3_600_000)
    assert told["directives", order]["turns"][-1][0] == late + 3_600_000
    assert told["incident", incident]["answers"]["source"]["at"] == over + 3_600_000


def test_the_plans_progress_moves_with_its_directives(room: ControlRoom) -> None:
    incident = room.leak()
    assert row(room, "incident", incident)["progress"]["waits"] == {"shut": ["look"]}
    told = changes(room, "ann", "directive.issue", incident=incident, step="look", to="farm-hand")
    assert told["incident", incident]["progress"]["given"] == {"look": "DIR-1"}


def test_a_report_is_a_row_until_an_incident_stands_on_it(room: ControlRoom) -> None:
    told = changes(room, "eva", "report.receive", channel="call", place="tank", text="It smells")
    [key] = [key for topic, key in told if key.startswith("report:")]
    assert told["incident", key]["plan"] == "leak-plan"
    seq = int(key.removeprefix("report:"))
    opened = changes(room, "ann", "incident.open", place="tank", title="A smell", report=seq)
    assert opened["incident", key] is None
    told = changes(room, "ann", "incident.withdraw", incident="INC-1", reason="nothing there")
    assert told["incident", key]["seq"] == seq


def test_the_oldest_report_leaves_the_board_when_there_is_one_too_many(room: ControlRoom) -> None:
    def report() -> dict[tuple[str, str], Any]:
        return changes(room, "eva", "report.receive", channel="call", place="tank", text="A smell")

    for _ in range(MOST):
        report()
    told = report()
    assert [row for row in told.values() if row is None] == [None]
    whole = [key for _, key, row in Projection(room.site).whole(room.state) if row]
    assert len([key for key in whole if key.startswith("report:")]) == MOST


def test_the_oldest_report_on_the_board_counts_those_that_wait_in_the_log(
    room: ControlRoom,
) -> None:
    def beyond() -> list[int]:
        rows = [
            row
            for _, key, row in Projection(room.site).whole(room.state)
            if row and key.startswith("report:")
        ]
        return [row["beyond"] for row in sorted(rows, key=lambda row: row["seq"])]

    def report() -> int:
        told = room.does("eva", "report.receive", channel="call", place="tank", text="A smell")
        return told[0].seq

    seqs = [report() for _ in range(MOST)]
    assert beyond() == [0] * MOST
    seqs += [report(), report()]
    assert beyond() == [2] + [0] * (MOST - 1)
    told = changes(room, "ann", "incident.open", place="tank", title="A smell", report=seqs[-1])
    assert beyond() == [1] + [0] * (MOST - 1)
    assert told["incident", f"report:{seqs[2]}"]["beyond"] == 0
    assert told["incident", f"report:{seqs[1]}"]["beyond"] == 1
    room.later(24 * 3_600)
    report()
    assert beyond() == [0] * MOST, "those that are old wait no more"


def test_more_than_a_hundred_reports_beyond_the_board_are_not_called_exactly_a_hundred(
    room: ControlRoom,
) -> None:
    for _ in range(MOST + COUNTED):
        room.does("eva", "report.receive", channel="call", place="tank", text="A smell")
    assert beyond_the_board(room.state) == (COUNTED, False)
    room.does("eva", "report.receive", channel="call", place="tank", text="A smell")
    assert beyond_the_board(room.state) == (COUNTED, True)

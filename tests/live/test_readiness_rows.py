"""Each gap of tonight is a row that comes and goes with the facts behind it, in reality and in a drill."""

from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Role
from command_center.domain.reading import Quality, Reading
from command_center.live.audience import Audience, readers
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.domain.readiness.test_gaps import a_plan
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, small_works

SCREEN = Audience(Role.RESPONDER)
REQUIRED = [{"unit": "farm", "v1": 300, "v2": 100, "v3": 0, "v4": 0, "v5": 0}]
PLAN = a_plan("alpha", post="lead-2", mobilises="team-2")


class Shown:
    """A room and what its screens have of readiness."""

    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.hub = Hub("run-1", lambda: room.now)
        self.board = Board(room.site, self.hub)
        self.board.start(room.state, room.facts(), {}, {})
        room.desk.listen(self.board.take_facts)
        self.hub.join(SCREEN)

    def rows(self, drill: str | None = None) -> dict[str, Any]:
        """The rows of topic readiness."""
        self.hub.flush()
        topic = f"{drill}/readiness" if drill else "readiness"
        found: dict[str, Any] = orjson.loads(self.hub.board(SCREEN).plain)["rows"][topic]
        return found

    def of_a_new_board(self) -> dict[str, Any]:
        """The same rows of a process that starts now; it has heard no reading."""
        return Shown(self.room).rows()

    def reads(self, tag: str, value: float, quality: Quality = Quality.GOOD) -> None:
        """A reading that has come in now."""
        reading = Reading(tag, self.room.now, value, quality, "dcs")
        self.board.take_readings([reading])


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    pool = PARTS["pools"][0] | {"required": REQUIRED, "design_inflow_m3_min": 3}
    site = small_works(
        pools=[pool],
        plans=[PLAN],
        authority=[{"post": "manager", "capability": "mobilise", "scope": ["shop-2"]}],
    )
    return Shown(ControlRoom(tmp_path / "works.db", site))


def test_the_gaps_of_the_night_are_rows_and_those_that_the_day_mends_go(shown: Shown) -> None:
    gaps = set(shown.rows())
    assert gaps == {
        "channels", "commanders", "contacts", "kit:four", "kit:hoses", "authority:plan:one", "pool:pool",
        "limits:pool", "never"}  # fmt: skip
    shown.room.does(DUTY_ACTOR, "shift.begin", shift="day")
    day = shown.rows()
    assert {"kit:four", "authority:plan:one"}.isdisjoint(day)  # the key and the manager have come
    assert day == shown.of_a_new_board()


def test_a_kit_that_goes_out_is_a_gap_until_it_is_back(shown: Shown) -> None:
    room = shown.room
    assert "kit:pair" not in shown.rows()
    room.does("ann", "incident.open", place="tank", plan="plan")
    incident = next(iter(room.state.open_incidents))
    room.does("ann", "resource.dispatch", incident=incident, kit="pair", place="tank")
    assert (shown.rows()["kit:pair"]["had"], shown.rows()["kit:pair"]["needed"]) == (0, 2)
    assert shown.rows() == shown.of_a_new_board()


def test_minutes_until_a_pool_is_full_follow_its_level_and_end_with_its_signal(
    shown: Shown,
) -> None:
    assert shown.rows()["pool:pool"]["full_after_min"] is None
    shown.reads("LT-P", 270)
    assert shown.rows()["pool:pool"]["full_after_min"] == 10
    shown.reads("LT-P", 240)
    assert shown.rows()["pool:pool"]["full_after_min"] == 20
    silence = {"tag": "dcs", "condition": "STALE", "priority": "low", "limit": 3.0, "value": 3.5}
    shown.room.does(DUTY_ACTOR, "alarm.raise", **silence, onset=shown.room.now)
    assert shown.rows()["pool:pool"]["full_after_min"] is None
    shown.room.does(DUTY_ACTOR, "alarm.return", alarm="dcs:STALE")
    assert shown.rows()["pool:pool"]["full_after_min"] == 20
    shown.room.later(1)
    shown.reads("LT-P", 240, Quality.BAD)
    assert shown.rows()["pool:pool"]["full_after_min"] is None


def test_a_silent_source_is_a_gap_until_it_is_heard_again(shown: Shown) -> None:
    room = shown.room
    assert "source:dcs" not in shown.rows()
    silence = {"tag": "dcs", "condition": "STALE", "priority": "low", "limit": 3.0, "value": 3.5}
    room.does(DUTY_ACTOR, "alarm.raise", **silence, onset=room.now - 3_500)
    gap = {"source": "dcs", "since": room.now - 3_500, "tags": 2}
    assert shown.rows()["source:dcs"] == gap
    assert shown.rows() == shown.of_a_new_board()
    room.does(DUTY_ACTOR, "alarm.return", alarm="dcs:STALE")
    assert "source:dcs" not in shown.rows()


def test_a_drill_has_the_gaps_of_its_own_twin(shown: Shown) -> None:
    drill = shown.room.drill()
    assert set(shown.rows(drill)) == set(shown.rows())
    shown.room.plays(drill, DUTY_ACTOR, "shift.begin", shift="day")
    assert "authority:plan:one" not in shown.rows(drill)
    assert "authority:plan:one" in shown.rows()


def test_every_role_reads_the_gaps_and_no_name_or_number_is_among_the_contacts(
    shown: Shown,
) -> None:
    for key, row in shown.rows().items():
        assert readers("readiness", key, row) == set(HUMAN_ROLES)
    for one in shown.rows()["contacts"]["contacts"]:
        assert one.keys() == {"turns", "oldest", "waits_ms"}


def test_authority_that_is_lent_closes_its_gap_on_every_screen_until_its_end(shown: Shown) -> None:
    room = shown.room
    lent = {
        "capability": "mobilise", "areas": ["shop-2"], "from_post": "manager", "to_post": "chief",
        "hours": 8, "reason": "away",
    }  # fmt: skip
    assert "authority:plan:one" in shown.rows()
    room.does("joe", "authority.delegate", **lent)
    assert "authority:plan:one" not in shown.rows()
    assert shown.rows() == shown.of_a_new_board()
    room.later(8 * 3600)
    room.does(DUTY_ACTOR, "authority.end_delegation", delegation="DLG-1")
    assert "authority:plan:one" in shown.rows()
    assert shown.rows() == shown.of_a_new_board()


def test_an_interim_measure_stands_beside_its_gap_and_leaves_with_it(shown: Shown) -> None:
    room = shown.room
    room.does(
        "ann", "readiness.interim", gap="limits:pool", person="eva", what="Eva reads it each hour",
        hours=8,
    )  # fmt: skip
    row = shown.rows()["interim:limits:pool"]
    assert (row["person"], row["by"]["en"], row["until"]) == (
        "eva",
        "Ann",
        room.now + 8 * 3_600_000,
    )
    assert "limits:pool" in shown.rows()
    assert shown.rows() == shown.of_a_new_board()
    room.does("ann", "readiness.withdraw_interim", gap="limits:pool", reason="Eva is called away")
    assert "interim:limits:pool" not in shown.rows()


def test_a_closed_gap_leaves_the_list_and_its_signature_stands(shown: Shown) -> None:
    room = shown.room
    assert "kit:four" in shown.rows()
    room.does("ann", "custody.attempt", store="vault", result="opened", by_key="kim")
    assert "kit:four" not in shown.rows()
    day = datetime.fromtimestamp(room.now / 1000, room.site.zone).date().isoformat()
    room.does("ann", "readiness.close", gap="kit:four", evidence="Key handed over", day=day)
    row = shown.rows()["closed:kit:four"]
    assert (row["by"]["en"], row["evidence"], row["day"]) == ("Ann", "Key handed over", day)
    assert shown.rows() == shown.of_a_new_board()

"""What a screen is told of how people were reached, whom the chain told, and who was asked."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES
from command_center.live.audience import readers
from tests.support.clockwork import CARRIER, clockwork, escalate, send
from tests.support.factories import ControlRoom
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def row_of(room: ControlRoom, directive: str = "DIR-1") -> dict[str, Any]:
    row = row_at(room.state, room.site, "directives", directive)
    assert row is not None
    return row


def test_each_attempt_with_its_last_word_and_what_comes_next(room: ControlRoom) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    issued = room.now
    assert (row_of(room)["attempts"], row_of(room)["chain"]) == ([], [])
    assert row_of(room)["next_step"] == {
        "step": "repeat", "post": "chief", "at": issued + 30_000,
        "turns": [(0, "plain", "come"), (issued + 30_000, "plain", "due")],
    }  # fmt: skip
    im, sms = send(room)
    room.later(4)
    room.does(CARRIER, "notification.deliver", delivery=im)
    room.does(CARRIER, "notification.fail", delivery=sms, error="not_in_service")
    shown = {one["channel"]: one for one in row_of(room)["attempts"]}
    assert (shown["im"]["state"], shown["im"]["delivered_at"]) == ("delivered", issued + 4_000)
    assert (shown["sms"]["state"], shown["sms"]["error"]) == ("failed", "not_in_service")
    assert all("address" in one and "+86" not in str(one) for one in shown.values())


def test_the_chain_shows_who_was_told_who_was_skipped_and_that_nobody_is_left(
    room: ControlRoom,
) -> None:
    room.orders(room.leak_under("joe"), to="chief")
    for _ in range(180):
        room.later(1)
        escalate(room)
    chain = row_of(room)["chain"]
    assert [(s["step"], s.get("person"), s.get("skipped")) for s in chain] == [
        ("repeat", "ann", None), ("deputy", "ben", None), ("superior", "joe", "off_site"),
        ("exhausted", None, None),
    ]  # fmt: skip
    assert chain[1]["name"] == room.site.person_by_id["ben"].name.as_row()
    assert row_of(room)["exhausted_at"] == room.now
    assert row_of(room)["next_step"] is None


def test_the_incident_says_what_was_beyond_whom_to_ask_and_what_they_said(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", incident=incident, to="lead-2", text="Bring hoses")

    def authority() -> dict[str, Any]:
        row = row_at(room.state, room.site, "incident", incident)
        assert row is not None
        found: dict[str, Any] = row["authority"]
        return found

    [beyond] = authority()["beyond"]
    assert [one["person"] for one in beyond["may"]] == ["joe"]
    wanted = {k: beyond[k] for k in ("capability", "scope", "target")}
    room.does("ann", "authority.ask", incident=incident, **wanted)
    clockwork(room)
    assert authority()["beyond"] == []
    [asked] = authority()["asked"]
    assert (asked["state"], asked["person"], len(asked["attempts"])) == ("asked", "joe", 3)
    assert asked["emergency_from"] == asked["asked_at"] + 120_000
    assert asked["turns"] == [(0, "plain", "waits"), (asked["emergency_from"], "urgent", "allowed")]
    room.does("joe", "authority.deny", request="ASK-1", reason="not tonight")
    [asked] = authority()["asked"]
    assert (asked["state"], asked["reason"]) == ("denied", "not tonight")


def test_everybody_sees_a_call_for_help_and_few_see_addresses() -> None:
    assert readers("people", "sos:eva", {"sos": "eva"}) == frozenset(HUMAN_ROLES)
    assert len(readers("people", "contact:eva", {})) < len(HUMAN_ROLES)


def test_a_shift_change_shows_whom_one_may_ask_now(room: ControlRoom) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", incident=incident, to="lead-2", text="Bring hoses")
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    row = row_at(room.state, room.site, "incident", incident)
    assert row is not None
    assert [one["person"] for one in row["authority"]["beyond"][0]["may"]] == ["joe"]

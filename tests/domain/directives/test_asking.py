"""Beyond one's authority: asked, granted, denied, or unanswered for two minutes."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.notifications.wanted import wanted
from command_center.domain.reviews.draft.authority import beyond_authority
from command_center.domain.reviews.draft.names import Names
from command_center.domain.timing.record import Record
from command_center.live.rows.authority_rows import authority_of
from tests.support.factories import ControlRoom
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom

SUPPORT = {"capability": "mobilise", "scope": "shop-2", "target": "team-2"}
DIRECT = {"capability": "direct", "scope": "shop-2", "target": "lead-2"}


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached; only the manager directs shop 2."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def hoses(room: ControlRoom, incident: str) -> dict[str, str]:
    return {"incident": incident, "to": "lead-2", "text": "Bring hoses"}


def test_granted_the_order_is_given_and_the_wait_runs_from_the_refusal(room: ControlRoom) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    room.later(10)
    [asked] = room.does("ann", "authority.ask", incident=incident, **DIRECT)
    assert (asked.data["person"], asked.data["post"]) == ("joe", "manager")
    assert asked.caused_by == room.facts("authority.refused")[0].seq
    room.later(35)
    [granted] = room.does("joe", "authority.grant", request="ASK-1")
    assert granted.data["waited_ms"] == 45_000
    room.does("ann", "directive.issue", **hoses(room, incident))
    assert room.replayed() == room.state


def test_who_is_asked_is_told_by_every_channel_until_they_answer(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    told = [(w.delivery, w.person) for w in wanted(room.state, room.site)]
    assert told == [
        ("ASK-1/asked/im", "joe"),
        ("ASK-1/asked/sms", "joe"),
        ("ASK-1/asked/voice", "joe"),
    ]
    room.does("joe", "authority.grant", request="ASK-1")
    assert list(wanted(room.state, room.site)) == []


def test_only_who_was_asked_answers_at_a_screen_or_by_telephone(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    for who in ("ann", "ben", "eva"):
        assert room.refuses(who, "authority.grant", request="ASK-1").refusal.code == "not_asked"
    room.does("ann", "authority.grant", request="ASK-1", via="phone", speaker="joe")
    answer = room.refuses("joe", "authority.deny", request="ASK-1", reason="no, stay")
    assert answer.refusal.code == "request_answered"


def test_denied_it_stays_beyond_and_emergency_cannot_overrule_it(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    room.does("joe", "authority.deny", request="ASK-1", reason="they are needed there")
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    room.later(500)
    answer = room.refuses("ann", "authority.use_emergency", request="ASK-1", reason="no answer")
    assert answer.refusal.code == "request_answered"
    room.does("ann", "authority.ask", incident=incident, **DIRECT)


def test_unanswered_for_two_minutes_one_acts_with_a_reason_and_the_superior_is_told(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    room.later(119)
    answer = room.refuses("ann", "authority.use_emergency", request="ASK-1", reason="no answer")
    assert (answer.refusal.code, answer.refusal.params["seconds"]) == ("authority_wait", 1)
    room.later(1)
    [used] = room.does("ann", "authority.use_emergency", request="ASK-1", reason="no answer")
    assert (used.data["waited_ms"], used.data["told"]) == (120_000, ["joe"])
    room.does("ann", "directive.issue", **hoses(room, incident))
    assert {w.person for w in wanted(room.state, room.site) if w.subject == "ASK-1"} == {"joe"}
    assert (
        room.refuses("joe", "authority.grant", request="ASK-1").refusal.code == "request_answered"
    )
    assert room.replayed() == room.state


def test_what_was_granted_is_for_who_commands_this_incident_and_no_other(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    room.does("joe", "authority.grant", request="ASK-1")
    room.does("ann", "incident.transfer", incident=incident, to_person="ben")
    room.does("ben", "incident.transfer_ack", incident=incident)
    room.does("ben", "directive.issue", **hoses(room, incident))
    other = room.does("ann", "incident.open", place="pool")[0].data["id"]
    assert room.refuses("ann", "directive.issue", **hoses(room, other)).refusal.code == (
        "authority_direct"
    )


def test_nobody_is_asked_for_what_one_may_or_twice_or_where_nobody_may(room: ControlRoom) -> None:
    incident = room.leak()
    own = {"capability": "direct", "scope": "farm", "target": "farm-hand"}
    assert room.refuses("ann", "authority.ask", incident=incident, **own).refusal.code == (
        "authority_yours"
    )
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    again = room.refuses("ann", "authority.ask", incident=incident, **DIRECT)
    assert again.refusal.code == "authority_asked"
    nobody = room.refuses("ann", "authority.ask", incident=incident, **SUPPORT)
    assert nobody.refusal.code == "authority_nobody"  # at this level no post mobilises team 2
    named = DIRECT | {"target": "dov", "person": "eva"}
    assert room.refuses("ann", "authority.ask", incident=incident, **named).refusal.code == (
        "authority_nobody"
    )


def test_what_is_free_never_asks(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="clear-2")
    room.orders(incident, to="lead-2", text="Shut it", acts_on=["storm-valve"])
    assert room.facts("authority.refused") == []


@pytest.mark.parametrize("request_id", ["ASK-7", "", "DIR-1"])
def test_a_request_nobody_made_cannot_be_answered(room: ControlRoom, request_id: str) -> None:
    room.leak()
    answer = room.refuses("joe", "authority.grant", request=request_id)
    assert answer.refusal.code == "unknown_request"


def test_a_grant_that_who_asked_has_entered_counts_and_says_so(room: ControlRoom) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    [granted] = room.does("ann", "authority.grant", request="ASK-1", via="phone", speaker="joe")
    assert granted.data["by_asker"] is True
    [asked] = authority_of(room.state, room.site, room.state.incidents[incident])["asked"]
    assert (asked["state"], asked["by_asker"]) == ("granted", True)
    room.does("ann", "directive.issue", **hoses(room, incident))
    assert "authority_by_asker" in review_of(room, incident)


@pytest.mark.parametrize("how", [("joe", {}), ("ben", {"via": "phone", "speaker": "joe"})])
def test_another_hand_s_entry_is_not_marked(room: ControlRoom, how: Any) -> None:
    who, spoken = how
    incident = room.leak()
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    [granted] = room.does(who, "authority.grant", request="ASK-1", **spoken)
    assert granted.data["by_asker"] is False
    assert not room.state.requests["ASK-1"].by_asker
    assert "authority_by_asker" not in review_of(room, incident)


def review_of(room: ControlRoom, incident: str) -> set[str]:
    """The sentences of a review's draft about authority."""
    record = Record.of(room.facts(), incident, room.now)
    problems = beyond_authority(record, Names(room.site))
    return {one.key for found in problems for one in found.sentences}

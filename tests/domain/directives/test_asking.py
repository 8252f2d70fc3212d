"""Beyond one's authority: asked, granted, denied, or unanswered for two minutes."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.notifications.answers import answers_to
from command_center.domain.notifications.wanted import wanted
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.problems import beyond_authority
from command_center.domain.timing.record import Record
from command_center.domain.timing.table import authority_rows
from command_center.live.rows.incidents.authority_rows import authority_of
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


CARRIER = Actor(id="sms", role=Role.CARRIER, kind=ActorKind.GATEWAY, channel="sms")


def sent(room: ControlRoom) -> str:
    """The text message that tells joe that he is asked."""
    [found] = [
        one for one in wanted(room.state, room.site) if one.delivery.startswith("ASK-1/asked/sms")
    ]
    room.does(
        DUTY_ACTOR, "notification.send", delivery=found.delivery, subject=found.subject,
        step=found.step, person=found.person, channel=found.channel,
        address_version=found.version, attempt=1,
    )  # fmt: skip
    return found.delivery


@pytest.mark.parametrize(
    ("word", "kind", "state"),
    [("grant", "authority.granted", "granted"), ("deny", "authority.denied", "denied")],
)
def test_a_button_or_a_code_of_the_notice_answers_and_the_wait_is_measured(
    room: ControlRoom, word: str, kind: str, state: str
) -> None:
    incident = room.leak()
    room.refuses("ann", "directive.issue", **hoses(room, incident))
    room.later(10)
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    delivery = sent(room)
    request = room.state.requests["ASK-1"]
    assert answers_to(room.state, request, "joe") == ("grant", "deny")
    assert answers_to(room.state, request, "ann") == ()
    room.later(20)
    _, given = room.does(CARRIER, "notification.answer", delivery=delivery, word=word)
    assert (given.kind, given.data["waited_ms"], given.data["by_asker"]) == (kind, 30_000, False)
    assert (given.speaker, room.state.requests["ASK-1"].state) == ("joe", state)
    if word == "grant":
        room.does("ann", "directive.issue", **hoses(room, incident))
    else:
        room.refuses("ann", "directive.issue", **hoses(room, incident))
    [row] = [
        one
        for one in authority_rows(Record.of(room.facts(), incident, room.now))
        if one.about["target"] == "lead-2"
    ]
    assert row.seconds == 30
    assert answers_to(room.state, request, "joe") == ()
    other = "deny" if word == "grant" else "grant"
    late = room.refuses(CARRIER, "notification.answer", delivery=delivery, word=other)
    assert late.refusal.code == "answer_not_awaited"
    assert room.replayed() == room.state


def test_one_touch_denies_and_the_fact_says_that_no_reason_was_given(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    [denied] = room.does("joe", "authority.deny", request="ASK-1")
    assert denied.data["reason"] == {"zh": "未说明理由", "en": "No reason given"}


def test_of_two_answers_at_once_the_second_is_told(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "authority.ask", incident=incident, **DIRECT)
    delivery = sent(room)
    room.does("joe", "authority.deny", request="ASK-1")
    late = room.refuses(CARRIER, "notification.answer", delivery=delivery, word="grant")
    assert late.refusal.code == "answer_not_awaited"
    assert room.state.requests["ASK-1"].state == "denied"

"""An answer by button, code or key is its person's word, while the address is theirs and it is awaited."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Forbidden
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role, Via
from command_center.domain.notifications.wanted import wanted
from command_center.domain.site.changing.in_force import Plant
from command_center.domain.site.model import Contact
from command_center.domain.site.with_people import with_people
from tests.support.clockwork import CARRIER, SMS, escalate, send
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom

IM = replace(SMS, id="wecom", channel="im")


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


@pytest.fixture
def ordered(room: ControlRoom) -> ControlRoom:
    """The farm hand was told to do something, by both channels."""
    room.orders(room.leak(), to="farm-hand")
    send(room)
    return room


def answers(room: ControlRoom, word: str, delivery: str = "DIR-1/sent/sms", **more: Any) -> Any:
    return room.does(SMS, "notification.answer", delivery=delivery, word=word, **more)


def code(room: ControlRoom, who: Actor, word: str, delivery: str = "DIR-1/sent/sms") -> str:
    answer = room.refuses(who, "notification.answer", delivery=delivery, word=word)
    return answer.refusal.code


def test_an_answer_acknowledges_in_the_name_of_its_person_and_stops_the_pages(
    ordered: ControlRoom,
) -> None:
    ordered.later(5)
    answered, acknowledged = answers(ordered, "acknowledge")
    assert (answered.kind, answered.data["word"]) == ("notification.answered", "acknowledge")
    assert acknowledged.kind == "directive.acknowledged"
    assert (acknowledged.speaker, acknowledged.via) == ("eva", Via.PHONE)
    assert acknowledged.data == {
        "directive": "DIR-1", "late": False, "late_ms": 0, "channel": "sms",
    }  # fmt: skip
    assert acknowledged.actor == "sms-a"
    found = ordered.state.directives["DIR-1"]
    assert (found.state, found.acknowledged_by) == ("acknowledged", "eva")
    assert found.notices["DIR-1/sent/sms"].answer == "acknowledge"
    assert [one for one in wanted(ordered.state, ordered.site) if one.subject == "DIR-1"] == []
    assert ordered.replayed() == ordered.state


def test_the_same_answer_again_records_nothing_and_another_channel_too(
    ordered: ControlRoom,
) -> None:
    answers(ordered, "acknowledge")
    assert answers(ordered, "acknowledge") == []
    again = ordered.does(IM, "notification.answer", delivery="DIR-1/sent/im", word="acknowledge")
    assert again == []


def test_an_answer_after_its_time_is_late_by_the_time_of_the_answer(ordered: ControlRoom) -> None:
    answered_at = ordered.later(70)
    ordered.later(30)
    [_, acknowledged] = answers(ordered, "acknowledge", at=answered_at)
    assert acknowledged.at == answered_at
    assert acknowledged.data["late_ms"] == 10_000


def test_a_providers_clock_that_goes_slow_refuses_no_answer(ordered: ControlRoom) -> None:
    sent_at = ordered.now
    ordered.later(5)
    [_, acknowledged] = answers(ordered, "acknowledge", at=sent_at - 60_000)
    assert acknowledged.at == sent_at


def test_a_step_is_begun_or_refused_by_its_code(ordered: ControlRoom) -> None:
    assert code(ordered, SMS, "start") == "answer_not_awaited", "nothing is implied"
    answers(ordered, "acknowledge")
    [_, started] = answers(ordered, "start")
    assert started.kind == "directive.started"
    assert ordered.state.directives["DIR-1"].state == "in_progress"


def test_a_refusal_says_that_it_gives_no_reason(ordered: ControlRoom) -> None:
    [_, refused] = answers(ordered, "refuse")
    assert refused.kind == "directive.refused"
    assert "no reason" in refused.data["reason"]["en"]
    assert ordered.state.directives["DIR-1"].refused_by == "eva"


def test_what_is_not_awaited_any_more_is_told(ordered: ControlRoom) -> None:
    ordered.does("ann", "directive.withdraw", directive="DIR-1", reason="over")
    answer = ordered.refuses(
        SMS, "notification.answer", delivery="DIR-1/sent/sms", word="acknowledge"
    )
    assert answer.refusal.code == "answer_not_awaited"
    assert answer.refusal.params["state"].key == "phrase.directive_withdrawn"


def test_the_deputy_who_was_told_may_answer(ordered: ControlRoom) -> None:
    ordered.orders("INC-1", to="lead-1")
    ordered.later(120)
    escalate(ordered)
    send(ordered)
    ordered.does(SMS, "notification.answer", delivery="DIR-2/superior/sms", word="acknowledge")
    assert ordered.state.directives["DIR-2"].acknowledged_by == "ann"


def test_a_token_speaks_for_its_channel_only(ordered: ControlRoom) -> None:
    assert code(ordered, IM, "acknowledge") == "other_channel"
    answer = ordered.refuses(IM, "notification.deliver", delivery="DIR-1/sent/sms")
    assert answer.refusal.code == "other_channel"
    assert answer.refusal.status == 403
    ordered.does(IM, "notification.deliver", delivery="DIR-1/sent/im")


def test_a_carrier_without_a_channel_brings_no_answer(ordered: ControlRoom) -> None:
    old = Actor("carrier", Role.CARRIER, ActorKind.GATEWAY)
    assert code(ordered, old, "acknowledge") == "carrier_without_channel"
    ordered.does(old, "notification.deliver", delivery="DIR-1/sent/sms")


def test_an_answer_from_an_address_that_is_no_longer_theirs_is_refused(
    ordered: ControlRoom,
) -> None:
    site = ordered.site
    moved = [Contact(channel="sms", address="+86 100 0000")]
    people = [p.model_copy(update={"contacts": moved}) if p.id == "eva" else p for p in site.people]
    ordered.state.incidents["INC-1"].plant = Plant(with_people(site, people))
    assert code(ordered, SMS, "acknowledge") == "answer_address"
    assert ordered.state.directives["DIR-1"].state == "issued"


def test_nobody_else_brings_answers(ordered: ControlRoom) -> None:
    data = {"delivery": "DIR-1/sent/sms", "word": "acknowledge"}
    for who in (person("eva"), CONTROLLER, virtual("eva"), DUTY_ACTOR):
        with pytest.raises(Forbidden):
            ordered.desk.submit("notification.answer", data, who)


def account(room: ControlRoom, incident: str) -> str:
    headcount = room.state.incidents[incident].evacuation
    assert headcount is not None
    return headcount.accounts["eva"]


def test_safe_that_is_answered_from_the_hot_zone_accounts_for_nobody(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    [paging] = [p for p in room.state.pagings.values() if p.kind == "evacuation"]
    send(room)
    four = ["eva", "fay", "gus", "hua"]
    room.does("ann", "entry.ready", incident=incident, persons=four, pressure_mpa=27)
    room.measures_gas(incident)
    room.does("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    told = answers(room, "safe", f"{paging.id}/eva/sms")
    assert "person.said_safe" not in [fact.kind for fact in told]
    room.does("ann", "entry.out", incident=incident, person="eva")
    assert account(room, incident) == "not_accounted"


def test_safe_accounts_for_the_person_in_the_evacuation(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    [paging] = [p for p in room.state.pagings.values() if p.kind == "evacuation"]
    send(room)
    delivery = f"{paging.id}/eva/sms"
    answers(room, "acknowledge", delivery)
    assert account(room, incident) == "not_accounted", "heard is not safe"
    [_, safe] = answers(room, "safe", delivery)
    assert (safe.kind, safe.data) == ("person.said_safe", {"person": "eva", "channel": "sms"})
    assert account(room, incident) == "checked_in"
    assert code(room, SMS, "refuse", delivery) == "answer_not_awaited"


def test_who_answers_a_page_of_an_sos_has_answered_the_call(room: ControlRoom) -> None:
    room.does("eva", "person.sos")
    send(room)
    [paging] = [p for p in room.state.pagings.values() if p.kind == "sos"]
    answers(room, "acknowledge", f"{paging.id}/ann/sms")
    assert room.state.sos["eva"].answered_by == "ann"


def test_an_answered_alarm_page_is_no_acknowledgement_of_the_alarm(room: ControlRoom) -> None:
    alarm = room.alarm("HH", priority="emergency")
    send(room)
    [paging] = [p for p in room.state.pagings.values() if p.kind == "alarm"]
    [answered] = answers(room, "acknowledge", f"{paging.id}/eva/sms")
    assert answered.kind == "notification.answered"
    assert not room.state.alarms[alarm].acknowledged


def in_a_drill(room: ControlRoom, **started: Any) -> str:
    drill = room.drill(**started)
    alarm = room.plays(drill, DUTY_ACTOR, "alarm.raise", tag="LT-T", condition="HH",
                       priority="emergency", onset=room.now, value=7.5, limit=7.0)  # fmt: skip
    assert alarm
    for one in list(wanted(room.state, room.site)):
        if one.drill is not None:
            room.plays(
                drill, DUTY_ACTOR, "notification.send", delivery=one.delivery, subject=one.subject,
                step=one.step, person=one.person, channel=one.channel,
                address_version=one.version, attempt=1,
            )  # fmt: skip
    return drill


def test_in_a_drill_only_the_simulated_carrier_is_heard(room: ControlRoom) -> None:
    drill = in_a_drill(room)
    [paging] = room.state.twins[drill].pagings.values()
    delivery = f"{paging.id}/eva/sms"
    for kind, more in (
        ("notification.deliver", {}), ("notification.answer", {"word": "acknowledge"}),
    ):  # fmt: skip
        answer = room.desk.submit(kind, {"delivery": delivery} | more, SMS, drill=drill)
        assert answer.refusal.code == "drill_carrier"  # type: ignore[union-attr]
        room.plays(drill, CARRIER, kind, delivery=delivery, **more)


def test_an_answer_by_a_reply_number_finds_its_notice(ordered: ControlRoom) -> None:
    number = ordered.state.directives["DIR-1"].pages[0].reply
    assert number is not None
    assert ordered.state.replies["eva"][number] == "DIR-1"
    assert number not in ordered.state.replies.get("ben", {})

"""What a notice may become, who may say so, and what it proves of a contact."""

import shutil
from pathlib import Path

import pytest

from command_center.desk import Forbidden, InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.site.parts.people import Contact
from command_center.domain.site.parts.people import guessable_version as version_of
from tests.support.clockwork import CARRIER, send
from tests.support.factories import CONTROLLER, ControlRoom, person
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def test_both_channels_at_once_and_each_is_sent_once(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    assert send(room) == ["DIR-1/sent/im", "DIR-1/sent/sms"]
    assert send(room) == []
    [im, _] = room.facts("notification.sent")
    assert im.data == {
        "delivery": "DIR-1/sent/im", "directive": "DIR-1", "request": None, "step": "sent",
        "person": "eva",
        "channel": "im", "address_version": version_of("im-eva"), "attempt": 1,
    }  # fmt: skip
    assert im.caused_by == room.state.directives["DIR-1"].issued_seq
    assert "im-eva" not in str([f.data for f in room.facts()])


def test_a_repeat_goes_by_voice_too_and_who_has_no_channel_is_told_by_none(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.orders(incident, to="gus")
    assert send(room) == []
    room.orders(incident, to="hua")
    assert send(room) == ["DIR-2/sent/sms"]
    room.later(30)
    room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-2", step="repeat")
    assert send(room) == ["DIR-2/repeat/sms", "DIR-2/repeat/voice"]


def test_what_is_acknowledged_is_not_sent_any_more(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    room.hears("eva", "directive.ack", directive="DIR-1")
    assert send(room) == []


def test_delivered_and_read_is_not_acknowledged(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    im, sms = send(room)
    room.does(CARRIER, "notification.deliver", delivery=im)
    room.does(CARRIER, "notification.read", delivery=im)
    room.does(CARRIER, "notification.fail", delivery=sms, error="not_in_service")
    found = room.state.directives["DIR-1"]
    assert found.state == "issued"
    assert [(n.state, n.error) for n in found.notices.values()] == [
        ("read", None), ("failed", "not_in_service"),
    ]  # fmt: skip
    assert room.replayed() == room.state


def test_carriers_repeat_themselves_and_contradict_nothing(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    im, sms = send(room)
    assert len(room.does(CARRIER, "notification.deliver", delivery=im)) == 1
    assert room.does(CARRIER, "notification.deliver", delivery=im) == []
    answer = room.refuses(CARRIER, "notification.fail", delivery=im, error="rejected")
    assert answer.refusal.code == "delivery_state"
    room.does(CARRIER, "notification.fail", delivery=sms, error="rejected")
    assert room.does(CARRIER, "notification.fail", delivery=sms, error="switched_off") == []
    assert room.state.directives["DIR-1"].notices[sms].error == "rejected"
    room.does(
        CARRIER, "notification.deliver", delivery=sms
    )  # given up, and it arrived all the same
    assert room.state.directives["DIR-1"].notices[sms].state == "delivered"


@pytest.mark.parametrize("delivery", ["DIR-1/sent/voice", "DIR-7/sent/im", "", "/", "DIR-1"])
def test_a_delivery_that_was_never_sent_is_not_known(room: ControlRoom, delivery: str) -> None:
    room.orders(room.leak(), to="farm-hand")
    send(room)
    answer = room.refuses(CARRIER, "notification.deliver", delivery=delivery)
    assert answer.refusal.code == "unknown_delivery"


def test_bad_words_of_a_carrier_are_no_facts(room: ControlRoom) -> None:
    for data in (
        {"delivery": "x" * 121, "error": "rejected"},
        {"delivery": "DIR-1/sent/im", "error": "eaten by a dog"},
        {"delivery": "DIR-1/sent/im"},
        {"delivery": 7, "error": "rejected"},
    ):
        with pytest.raises(InvalidCommand):
            room.desk.submit("notification.fail", data, CARRIER)


def test_nobody_but_a_carrier_says_what_became_of_a_notice(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    im, _ = send(room)
    feed = Actor("gas-detection", Role.GATEWAY, ActorKind.GATEWAY)
    for who in (person("ann"), person("eva"), CONTROLLER, feed):
        for kind in ("notification.deliver", "notification.read", "notification.fail"):
            with pytest.raises(Forbidden):
                room.desk.submit(kind, {"delivery": im}, who)
    with pytest.raises(Forbidden):
        room.desk.submit("notification.send", {}, CARRIER)


def test_what_nobody_wants_told_is_not_recorded_as_sent(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    given = {"delivery": "DIR-1/deputy/im", "subject": "DIR-1", "step": "deputy",
             "person": "ben", "channel": "im", "address_version": "x", "attempt": 1}  # fmt: skip
    assert room.refuses(DUTY_ACTOR, "notification.send", **given).refusal.code == "unknown_delivery"


def contact(room: ControlRoom, who: str, channel: str) -> dict[str, object]:
    row = row_at(room.state, room.site, "people", f"contact:{who}")
    assert row is not None
    return next(c for c in row["contacts"] if c["channel"] == channel)


def test_a_failed_delivery_makes_the_contact_unproven_at_once_and_a_later_one_proves_it(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.orders(incident, to="farm-hand")
    im, sms = send(room)
    room.does(CARRIER, "notification.fail", delivery=sms, error="not_in_service")
    assert contact(room, "eva", "sms")["error"] == "not_in_service"
    room.does(CARRIER, "notification.deliver", delivery=im)
    assert contact(room, "eva", "im")["reached_at"] == room.now
    room.later(5)
    room.orders(incident, to="farm-hand")
    _, again = send(room)
    room.does(CARRIER, "notification.deliver", delivery=again)
    assert "error" not in contact(room, "eva", "sms")


def test_a_call_nobody_took_and_a_provider_that_is_away_say_nothing_of_the_address(
    room: ControlRoom,
) -> None:
    room.orders(room.leak(), to="farm-hand")
    im, sms = send(room)
    room.does(CARRIER, "notification.fail", delivery=sms, error="no_answer")
    room.does(CARRIER, "notification.fail", delivery=im, error="provider")
    assert room.state.proofs == {}


def test_a_corrected_address_is_another_and_its_past_does_not_count(
    room: ControlRoom, rooms: OpenRoom
) -> None:
    room.orders(room.leak(), to="farm-hand")
    _, sms = send(room)
    room.does(CARRIER, "notification.fail", delivery=sms, error="not_in_service")
    people = [
        p.model_copy(update={"contacts": [Contact(channel="sms", address="+86 new")]})
        if p.id == "eva"
        else p
        for p in room.site.people
    ]
    site = room.site.model_copy(update={"people": people})
    site.__dict__.pop("person_by_id", None)
    later = rooms(Path(str(room.journal.engine.url.database)), site, room.clock, shift=None)
    assert "error" not in contact(later, "eva", "sms")

"""Campaigns: people confirm their contacts by a code, and key people need two proven channels."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.fact import Fact
from command_center.domain.notifications.campaigns import CODE_DAYS, DAY_MS, ask_turns, open_asks
from command_center.domain.notifications.wanted import Wanted, wanted
from command_center.domain.people.contact_proof import proof_of
from command_center.domain.readiness.contacts import proven_channels
from command_center.domain.registry import COMMANDS
from command_center.domain.site.model import Contact
from command_center.domain.site.with_people import with_people
from command_center.domain.state.notices.notice import Proof
from command_center.domain.verdicts.turns import code_at, turn_taken
from command_center.notify.wording import message_of
from tests.support.clockwork import CARRIER
from tests.support.factories import CONTROLLER, ControlRoom, person
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def ask(room: ControlRoom, **data: Any) -> Fact:
    [fact] = room.does(CONTROLLER, "contacts.ask", **{"scope": "people", "people": ["eva"], **data})
    return fact


def to_send(room: ControlRoom) -> list[Wanted]:
    return [one for one in wanted(room.state, room.site) if one.kind == "proof"]


def send(room: ControlRoom, one: Wanted, error: str | None = None) -> Sequence[Fact]:
    return room.does(
        DUTY_ACTOR, "notification.send", delivery=one.delivery, subject=one.subject,
        step=one.step, person=one.person, channel=one.channel, address_version=one.version,
        attempt=1, error=error,
    )  # fmt: skip


def confirm(room: ControlRoom, step: str = "a1") -> Sequence[Fact]:
    return room.does(DUTY_ACTOR, "contact.confirm", campaign="PRF-1", step=step)


def test_a_code_goes_to_each_contact_once_and_confirming_it_proves_the_address(
    room: ControlRoom,
) -> None:
    fact = ask(room)
    eva = room.site.person_by_id["eva"]
    assert [one["version"] for one in fact.data["asks"]] == [one.version for one in eva.contacts]
    first, *_ = notices = to_send(room)
    assert len(notices) == len(eva.contacts)
    assert (first.subject, first.urgency, first.expires_at) == (
        "PRF-1", "routine", room.now + CODE_DAYS * DAY_MS,
    )  # fmt: skip
    send(room, first)
    assert first.delivery not in {one.delivery for one in to_send(room)}
    [confirmed] = confirm(room)
    assert (confirmed.data["person"], confirmed.data["version"]) == ("eva", first.version)
    assert confirm(room) == []
    contact = next(one for one in eva.contacts if one.version == first.version)
    assert proof_of(room.state, room.site, eva, contact).at == confirmed.at
    assert room.replayed() == room.state


def test_the_message_holds_the_code_that_the_outbox_gives_it(room: ControlRoom) -> None:
    ask(room)
    first, *_ = to_send(room)
    told: list[tuple[str, ...]] = []

    def code_of(*asked: str) -> str:
        told.append(asked)
        return "246810"

    message = message_of(room.state, room.site, first, code_of)
    assert "246810" in message.text
    assert told == [("PRF-1", "eva", first.version)]
    with pytest.raises(LookupError):
        message_of(room.state, room.site, first)


def test_a_code_that_cannot_be_delivered_makes_the_contact_stale_at_once(
    room: ControlRoom,
) -> None:
    ask(room)
    first, *_ = to_send(room)
    send(room, first)
    room.does(
        CARRIER, "notification.fail", delivery=first.delivery,
        error="not_in_service",
    )  # fmt: skip
    assert room.state.proofs[("eva", first.version)].error == "not_in_service"
    row = row_at(room.state, room.site, "people", "contact:eva")
    assert row is not None
    shown = next(one for one in row["contacts"] if one["version"] == first.version)
    assert turn_taken(shown["turns"], room.now) == (0, "urgent", "failed")
    assert turn_taken(shown["asked"]["turns"], room.now) == (0, "urgent", "failed")
    campaign = row_at(room.state, room.site, "people", "campaign:PRF-1")
    assert campaign is not None
    assert (campaign["of"], campaign["failed"], campaign["confirmed"]) == (
        len(room.site.person_by_id["eva"].contacts), 1, 0,
    )  # fmt: skip


def test_nobody_answers_and_the_code_is_over(room: ControlRoom) -> None:
    ask(room)
    campaign = room.state.campaigns["PRF-1"]
    turns = ask_turns(campaign, campaign.asks["a1"])
    assert code_at(turns, room.now) == "asked"
    assert code_at(turns, campaign.until) == "no_answer"
    assert open_asks(room.state, "eva", room.now)
    room.later(CODE_DAYS * 86_400 + 1)
    assert open_asks(room.state, "eva", room.now) == []
    answer = room.refuses(DUTY_ACTOR, "contact.confirm", campaign="PRF-1", step="a1")
    assert answer.refusal.code == "ask_over"


def test_a_contact_that_was_changed_meanwhile_is_neither_sent_to_nor_confirmed(
    room: ControlRoom,
) -> None:
    ask(room)
    old = room.site.person_by_id["eva"].contacts[0]
    room.does(
        DUTY_ACTOR, "contact.change", person="eva", change="changed", channel=old.channel,
        before=old.version, version="new", expected=0,
    )  # fmt: skip
    assert old.version not in {one.version for one in to_send(room)}
    answer = room.refuses(DUTY_ACTOR, "contact.confirm", campaign="PRF-1", step="a1")
    assert answer.refusal.code == "ask_gone"


def test_key_posts_everybody_or_those_named_are_asked_by_the_channels_that_are_named(
    room: ControlRoom,
) -> None:
    key = {one["person"] for one in ask(room, scope="key_posts", people=[]).data["asks"]}
    assert key <= room.site.key_people
    everybody = ask(room, scope="everybody", people=[]).data["asks"]
    assert {one["person"] for one in everybody} > key
    sms = ask(room, scope="everybody", people=[], channels=["sms"]).data["asks"]
    assert {one["channel"] for one in sms} == {"sms"}
    none = room.refuses(
        CONTROLLER, "contacts.ask", scope="people", people=["eva"], channels=["push"]
    )
    assert none.refusal.code == "nobody_to_ask"
    stranger = room.refuses(CONTROLLER, "contacts.ask", scope="people", people=["nobody"])
    assert stranger.refusal.code == "unknown_person"


def test_only_who_keeps_the_plant_s_data_asks(room: ControlRoom) -> None:
    assert COMMANDS["contacts.ask"].roles == {Role.ADMINISTRATOR, Role.CONTROLLER}
    assert COMMANDS["contact.confirm"].roles == {Role.DUTY}
    with pytest.raises(Exception, match=r"contacts\.ask"):
        room.desk.submit("contacts.ask", {"scope": "everybody"}, person("eva"))


def reached(room: ControlRoom, *contacts: tuple[str, str]) -> list[str]:
    """How the only holder of a key post is reached, whose contacts were all proven just now."""
    key = sorted(room.site.key_people)[0]
    own = [Contact.model_validate({"channel": c, "version": v}) for c, v in contacts]
    people = [
        one.model_copy(update={"contacts": own}) if one.id == key else one
        for one in room.site.people
        if one.id == key or one.id not in room.site.key_people
    ]
    site = with_people(
        room.site.model_copy(update={"roster": []}),
        [one for one in room.site.people if one.id not in {p.id for p in people}] + people,
    )
    site = site.model_copy(update={"roster": [e for e in room.site.roster if e.person == key]})
    for _, version in contacts:
        room.state.proofs[(key, version)] = Proof(room.now)
    [one] = proven_channels(room.state, site)
    return [f"{sign} {code}" for _, sign, code in one["turns"]]


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        ([], ["urgent none"]),
        ([("sms", "v1")], ["urgent one", "urgent none"]),
        ([("sms", "v1"), ("im", "v2")], ["plain two", "urgent none"]),
        ([("sms", "v1"), ("voice", "v1")], ["urgent one", "urgent none"]),
        ([("sms", "v1"), ("sms", "v2")], ["urgent one", "urgent none"]),
    ],
)
def test_a_key_post_with_fewer_than_two_independent_proven_channels_is_red(
    room: ControlRoom, contacts: list[tuple[str, str]], said: list[str]
) -> None:
    assert reached(room, *contacts) == said


def test_a_second_number_of_a_person_is_confirmed_by_an_answer_from_it(room: ControlRoom) -> None:
    added = {"person": "eva", "change": "added", "channel": "sms", "version": "two", "expected": 0}
    room.does(replace(person("ann"), role=Role.DUTY), "contact.change", **added)
    ask(room, channels=["sms"])
    for one in to_send(room):
        send(room, one)
    second = next(n for n in room.state.campaigns["PRF-1"].notices.values() if n.address == "two")
    room.does(CARRIER, "notification.answer", delivery=second.id, word="acknowledge")
    [confirmed] = room.facts("contact.confirmed")
    assert confirmed.data["version"] == "two"

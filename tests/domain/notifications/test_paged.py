"""Who is paged beside a directive's recipient, until when, and for which posts it is turned off."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fold import replay
from command_center.domain.notifications.wanted import Wanted, wanted
from command_center.domain.registry import COMMANDS
from command_center.domain.state import State
from tests.support.clockwork import CARRIER, SMS, send
from tests.support.factories import CONTROLLER, ControlRoom, person
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def of_kind(room: ControlRoom, kind: str) -> list[Wanted]:
    return [one for one in wanted(room.state, room.site) if one.kind == kind]


def people(notices: list[Wanted]) -> set[str]:
    return {one.person for one in notices}


def test_an_evacuation_pages_everybody_on_site_once(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    reachable = {p.id for p in room.site.people if p.contacts}
    told = of_kind(room, "evacuation")
    assert "ann" in reachable, "she commands, and is sent nowhere"
    assert people(told) == (set(room.state.roster.on_site) - {"ann"}) & reachable
    assert {one.urgency for one in told} == {"life_safety"}
    assert {one.channel for one in told} == {"im", "sms"}
    assert len({one.delivery for one in told}) == len(told)
    send(room)
    assert of_kind(room, "evacuation") == []
    assert room.replayed() == room.state


def test_who_has_checked_in_is_not_sent_anywhere_any_more(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    muster = room.site.musters[0].id
    room.does("eva", "person.check_in", person="eva", muster=muster)
    assert "eva" not in people(of_kind(room, "evacuation"))


def test_a_later_order_takes_the_place_of_the_one_before(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    other = next(area.id for area in room.site.areas if area.id != "farm")
    room.does("ann", "evacuation.order", incident=incident, zones=[other])
    assert len({one.subject for one in of_kind(room, "evacuation")}) == 1
    assert [p.kind for p in room.state.pagings.values()] == ["alarm", "evacuation", "evacuation"]


def test_a_call_for_help_pages_who_can_help_by_voice_too_and_never_the_caller(
    room: ControlRoom,
) -> None:
    room.does("eva", "person.sos")
    told = of_kind(room, "sos")
    assert "ann" in people(told), "she may command"
    assert "eva" not in people(told)
    assert "voice" in {one.channel for one in told}
    room.does("ann", "person.sos_answer", person="eva")
    assert of_kind(room, "sos") == []


def test_only_an_emergency_alarm_pages_and_not_each_time_it_comes_back(room: ControlRoom) -> None:
    room.alarm(priority="high")
    assert of_kind(room, "alarm") == []
    emergency = room.alarm("HH", priority="emergency")
    assert room.state.alarms[emergency].paged_seq == room.state.seq
    first = {one.subject for one in of_kind(room, "alarm")}
    room.does(DUTY_ACTOR, "alarm.return", alarm=emergency)
    assert of_kind(room, "alarm") == []
    room.alarm("HH", priority="emergency")
    assert {one.subject for one in of_kind(room, "alarm")} == first
    room.does(DUTY_ACTOR, "alarm.return", alarm=emergency)
    room.later(601)
    room.alarm("HH", priority="emergency")
    assert len(room.state.pagings) == 2


def test_an_acknowledged_alarm_pages_nobody(room: ControlRoom) -> None:
    alarm = room.alarm("HH", priority="emergency")
    room.does("ann", "alarm.ack", alarm=alarm)
    assert of_kind(room, "alarm") == []


def test_a_kit_pages_who_has_the_keys_of_its_stores_until_it_is_there(
    tmp_path: Path, empty_database: Path, rooms: OpenRoom
) -> None:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    works = reachable_works()
    kept = [entry.model_copy(update={"shift": "always"}) if entry.post == "keeper" else entry
            for entry in works.roster]  # fmt: skip
    room = rooms(file, works.model_copy(update={"roster": kept}))
    incident = room.leak()
    [sent, *_] = room.does("ann", "resource.dispatch", incident=incident, kit="four", place="tank")
    assert sent.data["paged"] == [{"person": "kim", "post": "keeper"}]
    assert people(of_kind(room, "kit")) == {"kim"}
    room.does("ann", "resource.arrive", dispatch=sent.data["id"])
    assert of_kind(room, "kit") == []


def test_a_kind_that_is_off_for_a_post_is_not_sent_to_its_holder(room: ControlRoom) -> None:
    room.does(CONTROLLER, "paging.set", post="farm-hand", what="directive", on=False)
    incident = room.leak()
    room.orders(incident, to="farm-hand")
    assert of_kind(room, "directive") == []
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    assert "eva" in people(of_kind(room, "evacuation")), "another kind is on"
    room.does(
        Actor("admin", Role.ADMINISTRATOR),
        "paging.set",
        post="farm-hand",
        what="directive",
        on=True,
    )
    assert people(of_kind(room, "directive")) == {"eva"}
    assert room.does(CONTROLLER, "paging.set", post="farm-hand", what="directive", on=True) == []
    assert room.replayed() == room.state


def test_pages_of_an_unknown_post_are_refused(room: ControlRoom) -> None:
    answer = room.refuses(CONTROLLER, "paging.set", post="nobody", what="sos", on=False)
    assert answer.refusal.code == "unknown_post"


def without_pages(room: ControlRoom) -> State:
    """The journal as it was before anybody was paged for these: replayed without `paged`."""
    facts = [
        f if "paged" not in f.data
        else type(f)(**{n: getattr(f, n) for n in f.__slots__} | {
            "data": {k: v for k, v in f.data.items() if k != "paged"}
        })
        for f in room.facts()
    ]  # fmt: skip
    return replay(State.start(room.site), facts)


def test_a_journal_of_before_pages_nobody(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    room.does("eva", "person.sos")
    room.alarm("HH", priority="emergency")
    before = without_pages(room)
    assert before.pagings == {}
    assert {one.kind for one in wanted(before, room.site)} == set()


STEPS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "evacuate": ("ann", "evacuation.order", {"incident": "INC-1", "zones": ["farm"]}),
    "sos": ("eva", "person.sos", {}),
    "heard": ("ann", "person.sos_answer", {"person": "eva"}),
    "over": ("ann", "person.sos_end", {"person": "eva", "reason": "found"}),
    "off": (CONTROLLER, "paging.set", {"post": "chief", "what": "sos", "on": False}),
    "on": (CONTROLLER, "paging.set", {"post": "chief", "what": "sos", "on": True}),
}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.sampled_from([*STEPS, "send", "answer"]), max_size=10))
def test_no_notice_is_wanted_twice_or_of_what_is_over(room: ControlRoom, steps: list[str]) -> None:
    if "INC-1" not in room.state.incidents:
        room.leak()
    for step in steps:
        if step == "send":
            send(room)
        elif step == "answer":
            for paging in list(room.state.open_pagings.values()):
                for notice in paging.notices.values():
                    room.desk.submit(
                        "notification.answer",
                        {"delivery": notice.id, "word": "acknowledge"}, CARRIER,
                    )  # fmt: skip
        else:
            who, kind, data = STEPS[step]
            actor = person(who) if isinstance(who, str) else who
            room.desk.submit(kind, data, actor)
        notices = list(wanted(room.state, room.site))
        assert len({one.delivery for one in notices}) == len(notices)
        if not any(sos.answered_at is None for sos in room.state.sos.values()):
            assert all(one.kind != "sos" for one in notices)
    assert room.replayed() == room.state


def test_nobody_but_controllers_and_administrators_sets_pages() -> None:
    assert COMMANDS["paging.set"].roles == {Role.CONTROLLER, Role.ADMINISTRATOR}


def record_account(room: ControlRoom, change: str, account: str, **data: Any) -> None:
    told = {"change": change, "account": account, "changed_at": room.now, **data}
    room.desk.submit("account.record", told, DUTY_ACTOR)


def test_a_break_glass_account_pages_whoever_leads_once_until_it_is_sealed_again(
    room: ControlRoom,
) -> None:
    admin = next(p.id for p in room.site.people if p.contacts and p.id not in ("ann",))
    record_account(room, "added", "boss", role="administrator", person=admin)
    record_account(room, "added", "fire-1", role="commander", person="ann")
    record_account(room, "break_glass_sealed", "fire-1")
    assert of_kind(room, "break_glass") == []
    until = room.now + 3_600_000
    record_account(room, "break_glass_opened", "fire-1", until=until, network="10.0.0.5")
    told = of_kind(room, "break_glass")
    assert admin in people(told)
    assert "ann" not in people(told), "whose account it is needs no telling"
    assert {one.urgency for one in told} == {"urgent"}
    record_account(room, "break_glass_opened", "fire-1", until=until, network="10.0.0.6")
    assert len(of_kind(room, "break_glass")) == len(told), "a second use pages nobody again"
    assert room.state.break_glass["fire-1"].uses == 2
    assert room.replayed() == room.state
    record_account(room, "break_glass_sealed", "fire-1")
    assert of_kind(room, "break_glass") == []


def test_no_post_can_be_left_out_of_the_proof_of_contacts(room: ControlRoom) -> None:
    with pytest.raises(InvalidCommand):
        room.desk.submit(
            "paging.set", {"post": "farm-hand", "what": "proof", "on": False}, CONTROLLER
        )


def test_a_call_to_an_outside_unit_pages_its_people_until_one_answers(
    tmp_path: Path, empty_database: Path, rooms: OpenRoom
) -> None:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    units = [one | ({"paged": ["hua", "ivy"]} if one["id"] == "next-door" else {})
             for one in PARTS["outside"]]  # fmt: skip
    room = rooms(file, reachable_works(outside=units))
    incident = room.leak()
    [silent] = room.does("ann", "outside.call", incident=incident, unit="brigade")
    assert "paged" not in silent.data
    [called] = room.does("ann", "outside.call", incident=incident, unit="next-door")
    assert called.data["paged"] == [{"person": one, "post": None} for one in ("hua", "ivy")]
    assert people(of_kind(room, "outside")) == {"hua", "ivy"}
    send(room)
    row = row_at(room.state, room.site, "pages", f"paging:{list(room.state.pagings)[-1]}")
    assert row is not None
    assert (row["kind"], row["about"], row["paged"], row["sent"]) == ("outside", "next-door", 2, 2)
    delivery = f"{list(room.state.pagings)[-1]}/ivy/sms"
    answered = room.does(SMS, "notification.answer", delivery=delivery, word="acknowledge")
    assert [one.kind for one in answered] == ["notification.answered", "outside.answered"]
    assert (answered[1].data["unit"], answered[1].speaker) == ("next-door", "ivy")
    assert room.state.incidents[incident].calls["next-door"].answered_at == answered[1].at
    assert row_at(room.state, room.site, "pages", f"paging:{list(room.state.pagings)[-1]}") is None
    assert room.replayed() == room.state


def test_no_drill_pages_anybody_of_an_outside_unit(
    tmp_path: Path, empty_database: Path, rooms: OpenRoom
) -> None:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    units = [one | {"paged": ["hua"]} for one in PARTS["outside"]]
    room = rooms(file, reachable_works(outside=units))
    drill = room.drill()
    opened = room.plays(drill, "joe", "incident.open", place="tank", plan="leak-plan")
    incident = opened[0].data["id"]
    [called] = room.plays(drill, "joe", "outside.call", incident=incident, unit="next-door")
    assert "paged" not in called.data
    assert of_kind(room, "outside") == []

"""The outbox on a real desk: a row first, no page lost over a crash, one that may have gone out twice says so."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.notifications.channel_state import state_of
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.notifications.wanted import Wanted
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.duties import Duties
from command_center.notify import planner
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Accepted, Message, Permanent, Temporary, Unknown
from command_center.notify.routes import Route
from command_center.notify.sending.retries import CALL_AGAIN_MS
from command_center.notify.standing import seen_of
from command_center.notify.wording import CodeOf, Wording, message_of
from command_center.store.lease import Lease, duties_of
from command_center.store.outbox.reading import OutboxReader
from tests.support.factories import ControlRoom, person
from tests.support.hand_time import HandTime
from tests.support.outbox import Asked, Told, outbox_on, raising
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom

IM, SMS = "DIR-1/sent/im", "DIR-1/sent/sms"
BOTH = [(IM, 1), (SMS, 1)]
LEASE_S = 12


class Killed(BaseException):
    """The process dies here: nothing of ours catches it."""


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of real works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works(simulated=False))


def outbox(room: ControlRoom, name: str = "one", **providers: Told) -> Outbox:
    time = HandTime(room.clock.now)
    served = providers or {"im": Told("im"), "sms": Told("sms")}
    return outbox_on(room.desk, room.journal.engine, room.clock, served, name, time=time)


def reader(room: ControlRoom) -> OutboxReader:
    return OutboxReader(room.journal.engine, room.site.id, HandTime(room.clock.now))


def sent(room: ControlRoom) -> list[tuple[str, int]]:
    return [(f.data["delivery"], f.data["attempt"]) for f in room.facts("notification.sent")]


def tries(room: ControlRoom, delivery: str) -> list[tuple[str, str, int]]:
    found = reader(room).tries([delivery]).get(delivery, [])
    return [(one.channel, one.outcome, one.attempt) for one in found]


def test_a_directive_is_sent_by_both_channels_once(room: ControlRoom) -> None:
    im, sms = Told("im"), Told("sms")
    sends = outbox(room, im=im, sms=sms)
    sends.run_once(room.now)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    sends.run_once(room.later(100))
    assert sent(room) == BOTH
    assert [len(im.given), len(sms.given)] == [1, 1]
    [message] = im.given
    assert (len(message.ref), message.urgency, message.exercise) == (16, "urgent", False)
    assert message.text
    assert message.address.startswith("eva@")
    assert room.state.proofs == {}


def test_a_number_is_dialled_without_the_blanks_that_people_write(room: ControlRoom) -> None:
    sms = Told("sms")
    sends = outbox_on(
        room.desk, room.journal.engine, room.clock, {"sms": sms},
        addresses=lambda person, version: "+86 138 0000-0001",
    )  # fmt: skip
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    assert sms.addresses == ["+8613800000001"]


def test_a_plant_without_channels_records_nothing_as_sent(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    outbox_on(room.desk, room.journal.engine, room.clock, {}).run_once(room.now)
    assert room.facts("notification.sent") == room.facts("notification.failed") == []
    assert reader(room).recent() == []


@pytest.mark.parametrize("after", [False, True])
def test_killed_while_it_sent_it_goes_out_by_the_next_process_and_is_marked(
    room: ControlRoom, after: bool
) -> None:
    """Whether the dead process had sent it nobody can know: it is attempt 2."""
    room.orders(room.leak(), to="farm-hand")
    dies = Told("im", raising(Killed()))
    with pytest.raises(Killed):
        outbox(room, im=dies).run_once(room.now)
    assert sent(room) == []
    im = Told("im")
    next_one = outbox(room, "two", im=im)
    next_one.run_once(room.now)
    assert im.given == []  # the dead one's claim still stands
    next_one.run_once(room.later(LEASE_S))
    assert sent(room) == [(IM, 2)]
    assert tries(room, IM) == [("im", "lost", 1), ("im", "accepted", 2)]
    assert [one.ref for one in im.given] == [one.ref for one in dies.given]


def test_killed_while_it_sent_a_provider_that_can_be_asked_is_asked_first(
    room: ControlRoom,
) -> None:
    room.orders(room.leak(), to="farm-hand")
    im = Asked("im", raising(Killed()))
    with pytest.raises(Killed):
        outbox(room, im=im).run_once(room.now)
    im.taken.add(im.given[0].ref)  # it had taken it
    outbox(room, "two", im=im).run_once(room.later(2 * LEASE_S))
    assert len(im.given) == 1
    assert sent(room) == [(IM, 2)]


def test_killed_between_row_and_fact_only_the_fact_is_made_up_for(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    im = Told("im")
    room.orders(room.leak(), to="farm-hand")
    with monkeypatch.context() as broken:

        def die(*_: object, **__: object) -> None:
            raise Killed

        broken.setattr(room.desk, "submit", die)
        with pytest.raises(Killed):
            outbox(room, im=im).run_once(room.now)
    assert sent(room) == []
    outbox(room, "two", im=im).run_once(room.now)
    assert sent(room) == [(IM, 1)]
    assert len(im.given) == 1


def test_what_could_not_be_sent_is_tried_again_and_nothing_failed_until_its_time_is_over(
    room: ControlRoom,
) -> None:
    away, works = Told("im", raising(Temporary("502"))), Told("sms")
    sends = outbox(room, im=away, sms=works)
    room.orders(room.leak(), to="farm-hand")
    for _ in range(20):
        sends.run_once(room.now)
        room.later(20)
    assert sent(room) == [(SMS, 1)]
    assert room.facts("notification.failed") == []
    assert len(away.given) > 5
    assert {attempt for _, _, attempt in tries(room, IM)} == {1}  # none can have arrived
    sends.run_once(room.later(1800))
    [failed] = room.facts("notification.failed")
    assert (failed.data["delivery"], failed.data["error"]) == (IM, "expired")


def test_it_goes_out_as_soon_as_the_provider_is_back(room: ControlRoom) -> None:
    im = Told("im", raising(Temporary("busy", after_s=40)))
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    im.answers = lambda message: Accepted("m1")
    sends.run_once(room.later(39))
    assert sent(room) == []
    sends.run_once(room.later(1))
    assert sent(room) == [(IM, 1)]


def test_an_acknowledgement_withdraws_the_tries_that_remain(room: ControlRoom) -> None:
    away = Told("im", raising(Temporary("502")))
    sends = outbox(room, im=away)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    room.does("eva", "directive.ack", directive="DIR-1")
    tried = len(away.given)
    for _ in range(5):
        sends.run_once(room.later(60))
    assert len(away.given) == tried
    assert [one.state for one in reader(room).recent()] == ["withdrawn"]
    assert room.facts("notification.failed") == []


def test_what_waits_goes_to_the_new_address_when_it_is_changed(room: ControlRoom) -> None:
    """Whoever has the old one now is somebody else."""
    sms = Told("sms", raising(Temporary("502")))
    sends = outbox(room, sms=sms)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    eva = room.site.person_by_id["eva"]
    [old] = [one.version for one in contacts_of(room.state, eva) if one.channel == "sms"]
    given = {"person": "eva", "channel": "sms", "before": old, "version": "new-1", "expected": 0}
    desk = replace(person("ann"), role=Role.DUTY)
    room.does(desk, "contact.change", change="changed", **given)
    sms.answers = lambda message: Accepted("m1")
    sends.run_once(room.later(60))
    assert sms.addresses[0] == f"eva@{old}"
    assert sms.addresses[-1] == "eva@new-1"
    [fact] = [f for f in room.facts("notification.sent") if f.data["delivery"] == SMS]
    assert fact.data["address_version"] == "new-1"


def test_a_channel_that_nobody_ever_served_is_down_while_nothing_happens(room: ControlRoom) -> None:
    """The plant's channels are sent by another zone, and nobody has started the sender there."""
    time = HandTime(room.clock.now)
    routes = [Route("im", "im")]
    sends = outbox_on(room.desk, room.journal.engine, room.clock, {}, routes=routes, time=time)

    def code() -> str:
        [seen] = [seen_of(one) for one in reader(room).health() if one.channel == "im"]
        return state_of(seen, reader(room).now())["code"]

    sends.run_once(room.now)
    assert code() == "untried"
    sends.run_once(room.later(16))
    assert code() == "unserved"


def test_one_notice_that_cannot_be_worded_holds_up_no_other(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch, failed_alone: list[BaseException]
) -> None:

    def broken(state: State, site: Site, one: Wanted, code_of: CodeOf) -> Wording:
        if one.channel == "im":
            raise TypeError("a template is wrong")
        return message_of(state, site, one, code_of)

    monkeypatch.setattr(planner, "message_of", broken)
    room.orders(room.leak(), to="farm-hand")
    outbox(room).run_once(room.now)
    assert sent(room) == [(SMS, 1)]
    failed_alone.clear()


def test_a_dead_number_fails_at_once_and_is_not_tried_again(room: ControlRoom) -> None:
    dead = Told("sms", raising(Permanent("unknown subscriber", "not_in_service")))
    sends = outbox(room, sms=dead)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    sends.run_once(room.later(60))
    [failed] = room.facts("notification.failed")
    assert failed.data["error"] == "not_in_service"
    assert len(dead.given) == 1
    assert room.state.proofs


def test_an_address_that_was_erased_fails_and_says_so(room: ControlRoom) -> None:
    im = Told("im")
    sends = outbox_on(
        room.desk, room.journal.engine, room.clock, {"im": im}, addresses=lambda *_: None
    )
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    [failed] = room.facts("notification.failed")
    assert failed.data["error"] == "no_address"
    assert im.given == []


def test_what_nobody_knows_of_goes_out_again_when_it_is_urgent_and_is_marked(
    room: ControlRoom,
) -> None:
    im = Told("im", raising(Unknown("timed out")))
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    im.answers = lambda message: Accepted("m1")
    sends.run_once(room.later(2))
    assert sent(room) == [(IM, 2)]
    assert len({message.ref for message in im.given}) == 1


def test_what_nobody_knows_of_is_sent_once_when_it_is_routine_and_says_unsure(
    room: ControlRoom,
) -> None:
    im = Told("im", raising(Unknown("timed out")))
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand", urgency="routine")
    for _ in range(5):
        sends.run_once(room.now)
        room.later(60)
    assert len(im.given) == 1
    [fact] = room.facts("notification.sent")
    assert (fact.data["attempt"], fact.data["unsure"]) == (1, True)


def test_what_nobody_knows_of_is_asked_for_where_the_provider_can_say(room: ControlRoom) -> None:
    im = Asked("im")

    def hangs_after_taking(message: Message) -> Accepted:
        im.taken.add(message.ref)
        raise Unknown("timed out")

    im.answers = hangs_after_taking
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand", urgency="routine")
    sends.run_once(room.now)
    sends.run_once(room.later(30))
    assert len(im.given) == 1
    assert [fact.data.get("unsure", False) for fact in room.facts("notification.sent")] == [False]


def with_fallback(room: ControlRoom, first: Told, second: Told) -> Outbox:
    return outbox_on(
        room.desk, room.journal.engine, room.clock, {"a": first, "b": second},
        routes=[Route("a", "sms", "b"), Route("b", "sms")], time=HandTime(room.clock.now),
    )  # fmt: skip


def test_three_failures_turn_everything_to_the_fallback_at_once_and_the_channel_is_down(
    room: ControlRoom,
) -> None:
    dead, other = Told("sms", raising(Temporary("refused"))), Told("sms")
    sends = with_fallback(room, dead, other)
    incident = room.leak()
    for number in range(8):
        room.orders(incident, to="farm-hand", urgency="normal", text=f"Order {number}")
    sends.run_once(room.now)
    assert len(sent(room)) == 8
    assert len(dead.given) <= 4  # the first claim's
    assert len(other.given) == 8
    [down] = [one for one in reader(room).health() if one.state == "down"]
    assert (down.channel, down.why, down.down_since) == ("a", "refused", room.now)


def test_an_urgent_page_does_not_wait_for_three_failures(room: ControlRoom) -> None:
    dead, other = Told("sms", raising(Temporary("refused"))), Told("sms")
    sends = with_fallback(room, dead, other)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    sends.run_once(room.later(0.5))
    assert tries(room, SMS) == [("a", "temporary", 1), ("b", "accepted", 1)]


def test_a_channel_that_is_down_is_tried_by_one_message_and_comes_back(room: ControlRoom) -> None:
    dead = Told("sms", raising(Temporary("refused")))
    sends = outbox(room, sms=dead)
    incident = room.leak()
    for number in range(6):
        room.orders(incident, to="farm-hand", text=f"Order {number}")
    sends.run_once(room.now)
    tried = len(dead.given)
    sends.run_once(room.later(1))
    assert len(dead.given) == tried  # down: not before its time
    dead.answers = lambda message: Accepted()
    sends.run_once(room.later(30))
    assert len(sent(room)) == 6
    assert [one.state for one in reader(room).health() if one.channel == "sms"] == ["up"]


def test_a_step_of_the_chain_is_sent_as_it_fires_and_not_after_the_acknowledgement(
    room: ControlRoom,
) -> None:
    sends = outbox(room)
    room.orders(room.leak_under("joe"), to="chief")
    sends.run_once(room.now)
    room.later(30)
    room.does(DUTY_ACTOR, "escalation.fire", directive="DIR-1", step="repeat")
    room.does("ann", "directive.ack", directive="DIR-1")
    sends.run_once(room.now)
    assert [delivery for delivery, _ in sent(room)] == [IM, SMS]


def test_a_simulated_plant_s_notices_leave_nothing_out(rooms: OpenRoom, tmp_path: Path,
                                                       empty_database: Path) -> None:  # fmt: skip
    file = Path(shutil.copy(empty_database, tmp_path / "simulated.sqlite"))
    room = rooms(file, reachable_works())
    im = Told("im")
    room.orders(room.leak(), to="farm-hand")
    outbox(room, im=im).run_once(room.now)
    assert im.given == []
    assert sent(room) == BOTH
    assert {one.channel for one in reader(room).recent()} == {"simulated"}


@pytest.mark.parametrize("killed", [False, True])
def test_two_processes_on_one_postgresql_send_and_escalate_once(
    postgres_database: str, rooms: OpenRoom, killed: bool
) -> None:
    """With the leader killed in the middle, its successor goes on, and nothing comes twice."""
    first = rooms(postgres_database, reachable_works(simulated=False))
    second = rooms(postgres_database, first.site, first.clock, shift=None)
    served = {kind: Told(kind) for kind in ("im", "sms", "voice")}

    def process(name: str, room: ControlRoom) -> tuple[Duties, Outbox]:
        engine, time = room.journal.engine, HandTime(room.clock.now)
        lease = Lease(engine, duties_of(room.site.id), name, 4000, time)
        duties = Duties(room.desk, room.site, room.clock, lease)
        more: dict[str, Any] = {"leading": lambda: duties.leading, "term": lambda: duties.term}
        return duties, outbox_on(room.desk, engine, room.clock, served, name, time=time, **more)

    parts = [process("one", first), process("two", second)]

    def beat(*whose: tuple[Duties, Outbox]) -> None:
        for duties, sends in whose:
            duties.run_once(first.clock.now())
            sends.run_once(first.clock.now())

    beat(*parts)
    first.orders(first.leak_under("joe"), to="chief")
    for turn in range(400):
        first.later(0.5)
        beat(*(parts[1:] if killed and turn >= 50 else parts))
    second.desk.catch_up()
    taken = [f.data["step"] for f in second.facts("escalation.fired")]
    assert taken == ["repeat", "deputy"]
    refs = [message.ref for one in served.values() for message in one.given]
    assert len(refs) == len(set(refs)) == len(sent(second)) == 8
    assert parts[1][0].leading == killed
    first.desk.catch_up()
    assert first.state == second.state == second.replayed()


def test_a_call_that_may_have_rung_is_made_again_after_a_minute(room: ControlRoom) -> None:
    """The line broke in the middle of it: nobody is called twice within a second."""
    call = Told("voice", raising(Unknown("the line broke")))
    sends = outbox_on(
        room.desk, room.journal.engine, room.clock, {"call": call},
        time=HandTime(room.clock.now),
    )  # fmt: skip
    room.does("eva", "person.sos")
    sends.run_once(room.now)
    made = len(call.given)
    assert made
    sends.run_once(room.later(CALL_AGAIN_MS / 1000 - 1))
    assert len(call.given) == made
    sends.run_once(room.later(1))
    assert len(call.given) > made

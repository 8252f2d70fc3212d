"""Receipts: late, early, twice and out of order; each becomes a fact once its delivery is on record."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from command_center.notify.answers.applier import BREAKS
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Accepted, Message, Receipt, Unknown
from command_center.notify.routes import Route
from command_center.notify.sending.probing import Background, Probes
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.schema import receipts
from tests.support.factories import ControlRoom
from tests.support.hand_time import HandTime
from tests.support.outbox import Told, outbox_on, raising
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom

IM = "DIR-1/sent/im"


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of real works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works(simulated=False))


def outbox(room: ControlRoom, **providers: Told) -> Outbox:
    time = HandTime(room.clock.now)
    return outbox_on(room.desk, room.journal.engine, room.clock, providers, time=time)


def told(room: ControlRoom, *receipts: Receipt, channel: str = "im") -> None:
    take_receipts(
        Inbox(room.journal.engine, room.site.id, HandTime(room.clock.now)), channel, receipts
    )


def course(room: ControlRoom) -> list[str]:
    kinds = ("sent", "delivered", "read", "failed")
    facts = [fact for kind in kinds for fact in room.facts(f"notification.{kind}")]
    return [fact.kind.split(".")[1] for fact in sorted(facts, key=lambda fact: fact.seq)]


def inbox(room: ControlRoom) -> list[tuple[str, str]]:
    table = receipts.c
    with room.journal.engine.connect() as connection:
        query = select(table.event, table.state).order_by(table.id)
        return [(row.event, row.state) for row in connection.execute(query)]


def test_read_before_delivered_and_both_twice(room: ControlRoom) -> None:
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    ref = im.given[0].ref
    told(room, Receipt("e2", "read", ref=ref), Receipt("e1", "delivered", ref=ref))
    sends.run_once(room.now)
    told(room, Receipt("e2", "read", ref=ref), Receipt("e1", "delivered", ref=ref))
    sends.run_once(room.now)
    assert course(room) == ["sent", "read"]
    assert [state for _, state in inbox(room)] == ["applied", "applied"]
    assert room.state.proofs


def test_a_receipt_by_the_provider_s_own_id(room: ControlRoom) -> None:
    im = Told("im", lambda message: Accepted("msg-7"))
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    told(room, Receipt("e1", "delivered", id="msg-7"))
    sends.run_once(room.now)
    assert course(room) == ["sent", "delivered"]


def test_a_receipt_that_comes_before_its_delivery_is_on_record_waits_for_it(
    room: ControlRoom,
) -> None:
    """The service is quicker than its own answer."""

    def early(message: Message) -> Accepted:
        told(room, Receipt("e1", "delivered", ref=message.ref))
        return Accepted("m1")

    sends = outbox(room, im=Told("im", early))
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    sends.run_once(room.now)
    assert course(room) == ["sent", "delivered"]


def test_a_receipt_proves_what_timed_out_and_it_is_not_sent_again(room: ControlRoom) -> None:
    def hangs(message: Message) -> Accepted:
        told(room, Receipt("e1", "delivered", ref=message.ref))
        raise Unknown("timed out")

    im = Told("im", hangs)
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    for _ in range(4):
        sends.run_once(room.now)
        room.later(10)
    assert course(room) == ["sent", "delivered"]
    assert len(im.given) == 1


def test_delivered_after_it_was_given_up(room: ControlRoom) -> None:
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    ref = im.given[0].ref
    told(room, Receipt("e1", "failed", ref=ref, error="no_answer"))
    sends.run_once(room.now)
    told(room, Receipt("e2", "delivered", ref=ref))
    sends.run_once(room.later(600))
    assert course(room) == ["sent", "failed", "delivered"]


def test_a_receipt_of_a_stranger_changes_nothing_and_is_kept(room: ControlRoom) -> None:
    sends = outbox(room, im=Told("im"))
    told(room, Receipt("e1", "delivered", ref="nobody's"), Receipt("e2", "read", id="x"))
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "waiting"), ("e2", "waiting")]
    sends.run_once(room.later(601))
    assert inbox(room) == [("e1", "unmatched"), ("e2", "unmatched")]
    assert course(room) == []


def test_an_answer_does_not_wait_behind_a_flood_of_strangers(room: ControlRoom) -> None:
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    told(room, *(Receipt(f"s{number}", "read", id=f"x{number}") for number in range(250)))
    told(room, Receipt("mine", "answered", ref=im.given[0].ref, word="acknowledge", at=room.now))
    sends.run_once(room.now)
    assert len(room.facts("directive.acknowledged")) == 1


@pytest.mark.parametrize(
    ("known", "given", "same"),
    [
        ("wang1234567", "zhang1234567", False),
        ("wang1234567", "WANG1234567", True),
        ("+86 138 0000 0001", "13800000001", True),
        ("13800000001", "13800000002", False),
    ],
)
def test_an_answer_is_compared_with_where_the_message_went(
    room: ControlRoom, known: str, given: str, same: bool
) -> None:
    im, time = Told("im"), HandTime(room.clock.now)
    sends = outbox_on(
        room.desk, room.journal.engine, room.clock, {"im": im}, time=time,
        addresses=lambda person, version: known,
    )  # fmt: skip
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    ref = im.given[0].ref
    told(room, Receipt("e1", "answered", ref=ref, address=given, word="acknowledge", at=room.now))
    sends.run_once(room.now)
    assert len(room.facts("directive.acknowledged")) == same


class Pressed(Told):
    """A provider that gives what was pressed once."""

    fetch_s = 0.2

    def __init__(self, *pressed: Receipt) -> None:
        super().__init__("voice")
        self.pressed = list(pressed)

    def fetch(self) -> list[Receipt]:
        given, self.pressed = self.pressed, []
        return given


def test_what_was_fetched_while_the_database_was_away_is_kept_when_it_is_back(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, site = room.journal.engine, room.site.id
    heard: list[bool] = []
    call = Pressed(Receipt("key", "answered", ref="r", word="acknowledge"))
    probes = Probes(engine, site, "one", {"call": call})
    fetches = Background(
        "call", call, probes, Inbox(engine, site), lambda: True, lambda: heard.append(True)
    )
    with monkeypatch.context() as away:

        def refuse(*_: object) -> int:
            raise ConnectionError

        away.setattr(Inbox, "keep", refuse)
        with pytest.raises(ConnectionError):
            fetches.fetch()
    fetches.fetch()
    fetches.fetch()
    assert inbox(room) == [("key", "waiting")]
    assert heard == [True]


def test_an_answer_by_a_link_acknowledges_the_directive(room: ControlRoom) -> None:
    """The whole way: the button's token, the door's receipt, the command, the chain that stops."""
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    told(room, Receipt("link-1", "answered", ref=im.given[0].ref, word="acknowledge", at=room.now))
    sends.run_once(room.now)
    assert [state for _, state in inbox(room)] == ["applied"]
    assert len(room.facts("notification.answered")) == 1
    assert len(room.facts("directive.acknowledged")) == 1


def test_an_answer_on_a_card_that_was_passed_on_is_not_its_persons(room: ControlRoom) -> None:
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    card = im.given[0]
    another = Receipt("e1", "answered", ref=card.ref, address="another", word="acknowledge")
    told(room, another)
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "waiting")]
    assert room.facts("directive.acknowledged") == []
    own = Receipt("e2", "answered", ref=card.ref, address=card.address.upper(), word="acknowledge")
    told(room, own)
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "waiting"), ("e2", "applied")]
    assert len(room.facts("directive.acknowledged")) == 1


def test_an_answer_to_the_first_channel_after_a_turn_over_is_matched(room: ControlRoom) -> None:
    """The first service hung over a message that it had taken; the second one sent it again."""
    first, second = Told("sms", raising(Unknown("timed out"))), Told("sms")
    sends = outbox_on(
        room.desk, room.journal.engine, room.clock, {"a": first, "b": second},
        routes=[Route("a", "sms", "b"), Route("b", "sms")], time=HandTime(room.clock.now),
    )  # fmt: skip
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    room.later(1)
    sends.run_once(room.now)
    assert [len(first.given), len(second.given)] == [1, 1]
    page = first.given[0]
    told(
        room,
        Receipt(
            "e1", "answered", address=page.address, reply=page.reply, word="acknowledge",
            at=room.now,
        ),
        channel="a",
    )  # fmt: skip
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "applied")]
    assert len(room.facts("directive.acknowledged")) == 1


def test_an_answer_by_a_channel_that_never_had_the_message_is_not_matched(
    room: ControlRoom,
) -> None:
    first, second = Told("sms"), Told("sms")
    sends = outbox(room, a=first, b=second)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    page = first.given[0]
    told(
        room,
        Receipt("e1", "answered", address=page.address, reply=page.reply, word="acknowledge"),
        channel="b",
    )
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "waiting")]


def received_at(room: ControlRoom, at: int) -> None:
    with room.journal.engine.begin() as connection:
        connection.execute(update(receipts).values(received_at=at))


def test_a_receipt_whose_key_was_used_before_is_set_aside_and_the_next_is_applied(
    room: ControlRoom,
) -> None:
    """The inbox was set back within one instant, so that numbers of receipts come again."""
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    ref = im.given[0].ref
    told(room, Receipt("e1", "delivered", ref=ref))
    received_at(room, 5)
    sends.run_once(room.now)
    with room.journal.engine.begin() as connection:
        connection.execute(text("DELETE FROM receipts"))
    told(
        room,
        Receipt("e2", "failed", ref=ref, error="no_answer"),
        Receipt("e3", "answered", ref=ref, word="acknowledge", at=room.now),
    )
    received_at(room, 5)
    sends.run_once(room.now)
    assert inbox(room) == [("e2", "dead"), ("e3", "applied")]
    assert OutboxReader(room.journal.engine, room.site.id).dead_receipts() == {"im": 1}


def test_a_receipt_with_the_number_of_a_deleted_one_is_applied(room: ControlRoom) -> None:
    """SQLite numbers rows anew once retention deleted the newest."""
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    ref = im.given[0].ref
    told(room, Receipt("e1", "delivered", ref=ref))
    sends.run_once(room.now)
    with room.journal.engine.begin() as connection:
        connection.execute(text("DELETE FROM receipts"))
    room.later(60)
    told(room, Receipt("e2", "read", ref=ref))
    sends.run_once(room.now)
    assert inbox(room) == [("e2", "applied")]
    assert course(room) == ["sent", "delivered", "read"]


def test_a_receipt_that_breaks_is_tried_again_then_set_aside(
    room: ControlRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    ref, submit = im.given[0].ref, room.desk.submit

    def breaks(kind: str, *args: Any, **more: Any) -> Any:
        if kind == "notification.read":
            raise RuntimeError
        return submit(kind, *args, **more)

    monkeypatch.setattr(room.desk, "submit", breaks)
    told(room, Receipt("e1", "read", ref=ref), Receipt("e2", "delivered", ref=ref))
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "waiting"), ("e2", "applied")]
    for _ in range(BREAKS):
        sends.run_once(room.later(2))
    assert inbox(room) == [("e1", "dead"), ("e2", "applied")]


@pytest.mark.parametrize("off_ms", [-9 * 86_400_000, -3_600_000, -1, 1, 90_000, 3_600_000])
def test_an_answer_counts_whatever_the_clock_of_its_service_shows(
    room: ControlRoom, off_ms: int
) -> None:
    im = Told("im")
    sends = outbox(room, im=im)
    room.orders(room.leak(), to="farm-hand")
    sends.run_once(room.now)
    wrong = room.now + off_ms
    told(room, Receipt("e1", "answered", ref=im.given[0].ref, word="acknowledge", at=wrong))
    sends.run_once(room.now)
    assert inbox(room) == [("e1", "applied")]
    [fact] = room.facts("directive.acknowledged")
    assert room.now - 1_000 <= fact.at <= room.now

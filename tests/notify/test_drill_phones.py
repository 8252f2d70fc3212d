"""Which telephones a drill rings, and what the answers of real ones do."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.notifications.wanted import is_outside
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Receipt
from command_center.store.outbox.receipts import Inbox
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.hand_time import HandTime
from tests.support.outbox import Told, no_secret, outbox_on
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom

Address = Callable[[str, str], str | None]
LISTED = ChannelsFile(drill_people=frozenset({"ann", "eva"}))


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of real works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works(simulated=False))


def drilled(room: ControlRoom, *played: str, real_phones: bool = True) -> str:
    """A drill that `played` take part in, in which an emergency alarm has come."""
    planned = room.does(CONTROLLER, "drill.plan", name="Night drill")
    drill = str(planned[0].data["id"])
    room.does(CONTROLLER, "drill.cast", drill=drill, people=list(played))
    room.seals(drill)
    room.does(CONTROLLER, "drill.start", drill=drill, real_phones=real_phones)
    room.plays(drill, DUTY_ACTOR, "alarm.raise", tag="LT-T", condition="HH",
               priority="emergency", onset=room.now, value=7.5, limit=7.0)  # fmt: skip
    return drill


def sends(
    room: ControlRoom, file: ChannelsFile, address: Address = no_secret
) -> tuple[Outbox, Told]:
    sms = Told("sms")
    time = HandTime(room.clock.now)
    box = outbox_on(
        room.desk, room.journal.engine, room.clock, {"sms": sms}, time=time, file=file,
        addresses=address,
    )  # fmt: skip
    box.run_once(room.now)
    return box, sms


def test_a_drill_rings_who_plays_and_is_listed_and_says_at_once_that_it_is_one(
    room: ControlRoom,
) -> None:
    drilled(room, "eva")
    _, sms = sends(room, LISTED)
    assert [one.address.partition("@")[0] for one in sms.given] == ["eva"]
    assert sms.given[0].text.startswith("EXERCISE")
    assert sms.given[0].title.startswith("EXERCISE")


@pytest.mark.parametrize(
    ("played", "real_phones", "file"),
    [
        ("eva", False, LISTED),
        ("eva", True, ChannelsFile()),
        ("ben", True, ChannelsFile(drill_people=frozenset({"ben", "eva"}))),
    ],
    ids=["not started so", "nobody listed", "her part is played by a double"],
)
def test_a_drill_rings_nobody_else(
    room: ControlRoom, played: str, real_phones: bool, file: ChannelsFile
) -> None:
    drilled(room, played, real_phones=real_phones)
    _, sms = sends(room, file)
    assert sms.given == []


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("+86 571 8888 6666", True),
        ("008657188886666", True),
        ("88886666", True),
        ("1-1-9", True),
        ("+8613800000119", False),
        ("+8657188886667", False),
        ("eva@plant.example", False),
    ],
)
def test_a_number_of_an_outside_unit_is_known_with_or_without_its_codes(
    address: str, outside: bool
) -> None:
    units = [SimpleNamespace(phone="119"), SimpleNamespace(phone="0571-8888 6666")]
    assert is_outside(SimpleNamespace(outside=units), address) is outside  # type: ignore[arg-type]


def test_a_drill_never_rings_the_number_of_an_outside_unit(room: ControlRoom) -> None:
    drilled(room, "eva")
    _, sms = sends(room, LISTED, lambda person, version: "1-1 9")
    assert sms.given == []


def test_the_answer_of_a_real_telephone_counts_in_the_drill_that_rang_it(room: ControlRoom) -> None:
    drill = drilled(room, "eva")
    box, sms = sends(room, LISTED)
    take_receipts(
        Inbox(room.journal.engine, room.site.id, HandTime(room.clock.now)), "sms",
        [Receipt("e1", "answered", ref=sms.given[0].ref, word="acknowledge")],
    )  # fmt: skip
    box.run_once(room.now)
    [paging] = room.state.twins[drill].pagings.values()
    assert paging.notices[f"{paging.id}/eva/sms"].answer == "acknowledge"


def test_an_answer_acknowledges_a_directive_through_the_outbox(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    box, sms = sends(room, ChannelsFile())
    take_receipts(
        Inbox(room.journal.engine, room.site.id, HandTime(room.clock.now)), "sms",
        [Receipt("e1", "answered", ref=sms.given[0].ref, word="acknowledge", at=room.now)],
    )  # fmt: skip
    box.run_once(room.now)
    assert room.state.directives["DIR-1"].acknowledged_by == "eva"


def test_another_channel_s_receipt_answers_nothing(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    box, sms = sends(room, ChannelsFile())
    take_receipts(
        Inbox(room.journal.engine, room.site.id, HandTime(room.clock.now)), "wecom",
        [Receipt("e1", "answered", ref=sms.given[0].ref, word="acknowledge", at=room.now)],
    )  # fmt: skip
    box.run_once(room.now)
    assert room.state.directives["DIR-1"].state == "issued"

"""The daily test page: a real message by each watched channel; one that its watcher does not confirm is an alarm."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from command_center.notify.answers.answer_links import AnswerLinks
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.daily_test import LASTS_MS
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Receipt, Temporary
from command_center.notify.standing import Standing
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from tests.support.factories import ControlRoom
from tests.support.hand_time import HandTime
from tests.support.outbox import Told, outbox_on, raising
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom

FILE = ChannelsFile(
    entries=(
        ChannelEntry(id="sms-a", type="t", kind="sms", fallback="sms-b", watcher="eva"),
        ChannelEntry(id="sms-b", type="t", kind="sms"),
    ),
    daily_test="00:00",
)


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of real works whose people can be reached."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works(simulated=False))


def outbox(room: ControlRoom, sms: Told, file: ChannelsFile = FILE) -> Outbox:
    time = HandTime(room.clock.now)
    providers = {"sms-a": sms, "sms-b": Told("sms")}
    return outbox_on(
        room.desk, room.journal.engine, room.clock, providers, time=time, file=file,
        links=AnswerLinks(b"a secret of this test", None),
    )  # fmt: skip


def alarms(room: ControlRoom, file: ChannelsFile = FILE) -> list[tuple[str, str]]:
    reader = OutboxReader(room.journal.engine, room.site.id, HandTime(room.clock.now))
    now = Standing(file, reader, simulated=False, elapsed=lambda: 0.0).now()
    return [(one["channel"], one["code"]) for one in now["down"]]


def over(room: ControlRoom, sends: Outbox) -> None:
    sends.run_once(room.later(LASTS_MS / 1000 + 1))


def test_a_watched_channel_sends_one_test_a_day_and_no_fact(room: ControlRoom) -> None:
    sms = Told("sms")
    sends, before = outbox(room, sms), room.state.seq
    for _ in range(3):
        sends.run_once(room.later(5))
    [message] = sms.given
    assert message.title.startswith(("TEST", "【测试】"))
    assert f"1 {message.reply}" in message.text
    assert room.state.seq == before, "it is nobody's order"
    outbox(room, sms).run_once(room.later(5))
    assert len(sms.given) == 1, "another process does not send it again"
    sends.run_once(room.later(86_400))
    assert len(sms.given) == 2


def test_one_that_its_watcher_confirms_is_no_alarm(room: ControlRoom) -> None:
    sms = Told("sms")
    sends = outbox(room, sms)
    sends.run_once(room.now)
    [message] = sms.given
    take_receipts(
        Inbox(room.journal.engine, room.site.id), "sms-a",
        [Receipt("e", "answered", address=message.address, reply=message.reply, word="acknowledge")],
    )  # fmt: skip
    sends.run_once(room.later(60))
    over(room, sends)
    assert alarms(room) == []


def test_one_that_nobody_confirms_is_an_alarm_until_one_is(room: ControlRoom) -> None:
    sms = Told("sms")
    sends = outbox(room, sms)
    sends.run_once(room.now)
    assert alarms(room) == []
    over(room, sends)
    assert alarms(room) == [("sms-a", "unconfirmed")]
    assert alarms(room, replace(FILE, daily_test=None)) == []


def test_one_that_the_fallback_had_to_send_is_an_alarm(room: ControlRoom) -> None:
    sends = outbox(room, Told("sms", raising(Temporary("no credit"))))
    for _ in range(200):
        sends.run_once(room.later(20))
    assert {channel for channel, _ in alarms(room)} == {"sms-a"}


@pytest.mark.parametrize("why", ["simulated", "incident", "hour", "off"])
def test_when_none_is_sent(tmp_path: Path, empty_database: Path, rooms: OpenRoom, why: str) -> None:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    room = rooms(file, reachable_works(simulated=why == "simulated"))
    local = datetime.fromtimestamp(room.now / 1000, room.site.zone)
    at = {"hour": f"{local:%H}:59" if local.minute < 59 else "23:59", "off": None}.get(why, "00:00")
    if why == "incident":
        room.leak()
    sms = Told("sms")
    outbox(room, sms, replace(FILE, daily_test=at)).run_once(room.now)
    assert [one for one in sms.given if "TEST" in one.title or "测试" in one.title] == []

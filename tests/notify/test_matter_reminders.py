"""Reminders of matters in the outbox: together in one message, in the morning, and never before what saves lives."""

from pathlib import Path
from typing import Any

import pytest

from command_center.notify.channels_file import ChannelsFile
from command_center.notify.outbox import Outbox
from tests.domain.matters.test_hazard import CLAMP, PHOTO
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works
from tests.support.hand_time import HandTime
from tests.support.outbox import Told, outbox_on
from tests.support.reachable_works import contacts_of
from tests.support.small_works import PARTS

PEOPLE: list[dict[str, Any]] = [
    {**one, "contacts": contacts_of(one["id"])} for one in PARTS["people"]
]


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """A real plant whose people can be reached."""
    return Works(tmp_path, HAZARD, CATEGORIES, SCORE, people=PEOPLE, simulated=False)


def outbox(works: Works, told: Told) -> Outbox:
    time = HandTime(works.clock.now)
    file = ChannelsFile(answers="https://board.example")
    return outbox_on(
        works.desk, works.journal.engine, works.clock, {"sms": told}, time=time, file=file
    )


def test_reminders_to_one_person_come_in_one_message_after_some_minutes(works: Works) -> None:
    told = Told("sms")
    sends = outbox(works, told)
    for place in ("tank", "root-valve"):
        works.opens("fay", "hazard", **{**CLAMP, "place": place})
    works.beat()
    sends.run_once(works.now)
    assert told.given == []
    works.later(301)
    sends.run_once(works.now)
    sends.run_once(works.later(1))
    [message] = told.given
    assert message.title == "2 notices wait for you"
    assert "hazard-2026-0001" in message.text
    assert "hazard-2026-0002" in message.text
    assert message.link == "https://board.example/mine"
    sends.run_once(works.later(1))
    assert len(works.facts("notification.sent")) == 2, "each is on record"


def test_a_reminder_opens_its_matter_and_is_not_sent_when_the_turn_is_over(works: Works) -> None:
    told = Told("sms")
    sends = outbox(works, told)
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    sends.run_once(works.now)
    works.moves("eva", hazard, "sign")
    works.later(301)
    sends.run_once(works.now)
    assert told.given == []
    works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
    sends.run_once(works.now)
    works.later(301)
    sends.run_once(works.now)
    [message] = told.given
    assert message.link == f"https://board.example/mine?matter={hazard}"


def test_an_evacuation_goes_before_a_hundred_reminders(works: Works) -> None:
    told = Told("sms", workers=1)
    sends = outbox(works, told)
    for _ in range(40):
        works.opens("fay", "hazard", **CLAMP)
    works.beat()
    sends.run_once(works.now)
    works.later(301)
    works.does("ann", "evacuation.order", incident=works.leak(), zones=["farm"])
    sends.run_once(works.now)
    sends.run_once(works.later(1))
    kinds = [message.urgency for message in told.given]
    assert kinds == sorted(kinds, key=["life_safety", "urgent", "normal", "routine"].index)
    assert kinds[0] == "life_safety"
    assert kinds.count("routine") <= 1, "the reminders are one message"

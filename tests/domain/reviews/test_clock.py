"""The 72-hour clock: reminders, escalation and overdue once each, over restarts, outages and time zones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from command_center.desk import Accepted, Desk
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.whole import draft_of
from command_center.domain.reviews.steps import due_times
from command_center.duties import Duties
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom, journal_at
from tests.support.rows import row_at

HOUR_S = 3_600
SAID = ("review.opened", "review.reminded", "review.escalated", "review.overdue")


class Watched:
    """A room with its duties, which can be restarted on the same journal."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.room = ControlRoom(file)
        self.incident = closed_incident(self.room)
        self.restart()

    def restart(self) -> None:
        """Another process takes over: a new desk and new duties on the same journal and clock."""
        journal = journal_at(self.file, self.room.site, self.room.clock)
        self.desk = Desk(self.room.site, journal, self.room.clock)
        self.desk.catch_up()
        self.duties = Duties(self.desk, self.room.site, self.room.clock)

    def until(self, hours: float, restarts: bool = False) -> None:
        """Let time pass to so many hours after the closing, with a beat every half hour."""
        closed_at = self.desk.state.incidents[self.incident].closed_at
        assert closed_at is not None
        target = closed_at + round(hours * HOUR_S * 1000)
        while self.room.now < target:
            self.room.later(min(1800, (target - self.room.now) / 1000))
            if restarts:
                self.restart()
            self.duties.run_once(self.room.now)

    def said(self) -> list[tuple[str, str, int]]:
        """What the clock said: kind, step, and minutes since the closing."""
        closed_at = self.desk.state.incidents[self.incident].closed_at or 0
        return [
            (f.kind.partition(".")[2], str(f.data.get("step", "")), (f.at - closed_at) // 60_000)
            for f in self.facts()
        ]

    def facts(self) -> Iterator[Fact]:
        self.room.desk.catch_up()
        return (f for f in self.room.facts() if f.kind in SAID)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "works.db")


EVERYTHING = [
    ("opened", "", 30),
    ("reminded", "hotwash", 90),
    ("escalated", "hotwash", 120),
    ("reminded", "frozen", 18 * 60),
    ("escalated", "frozen", 24 * 60),
    ("reminded", "agreed", 36 * 60),
    ("escalated", "agreed", 48 * 60),
    ("reminded", "signed", 54 * 60),
    ("escalated", "signed", 72 * 60),
    ("overdue", "", 72 * 60),
]


@pytest.mark.parametrize("restarts", [False, True])
def test_left_alone_it_says_everything_once(watched: Watched, restarts: bool) -> None:
    watched.until(80, restarts)
    assert watched.said() == EVERYTHING
    assert watched.desk.state.reviews.by_id[watched.incident].overdue_seq is not None
    told = next(f for f in watched.facts() if f.kind == "review.reminded")
    assert (told.data["to_post"], told.data["to_person"]) == ("chief", "ann")
    escalated = next(f for f in watched.facts() if f.kind == "review.escalated")
    assert escalated.data["to_post"] == "manager"


def test_after_an_outage_each_is_said_once_and_late(watched: Watched) -> None:
    watched.until(1)
    watched.room.later(79 * HOUR_S)
    watched.restart()
    for _ in range(3):
        watched.duties.run_once(watched.room.now)
    kinds = [kind for kind, _, _ in watched.said()]
    assert kinds == ["opened", *["escalated"] * 4, "overdue"]
    late = [f.data["late_ms"] // 3_600_000 for f in watched.facts() if "late_ms" in f.data]
    assert late == [78, 56, 32, 8, 8]


def test_a_step_that_was_taken_is_neither_reminded_nor_escalated(watched: Watched) -> None:
    watched.until(1)
    watched.room.desk.catch_up()
    watched.room.does("ann", "review.hotwash", review=watched.incident, present=3, notes="Here")
    watched.desk.catch_up()
    watched.until(10)
    assert [kind for kind, _, _ in watched.said()] == ["opened"]


def test_a_clock_set_back_says_nothing_twice(watched: Watched) -> None:
    watched.until(3)
    before = watched.said()
    watched.room.clock.move(-2 * HOUR_S)
    watched.duties.run_once(watched.room.now)
    watched.until(3.4)
    assert watched.said() == before


def test_two_leaders_in_turn_open_one_review(watched: Watched) -> None:
    watched.duties.run_once(watched.room.now)
    watched.restart()
    watched.duties.run_once(watched.room.now)
    assert [kind for kind, _, _ in watched.said()] == ["opened"]
    assert list(watched.room.does(DUTY_ACTOR, "review.overdue", review=watched.incident)) == []


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "UTC"])
def test_hours_are_hours_whatever_the_calendar_does(zone: str) -> None:
    """A change to winter time lies within the 72 hours: the clock on the wall shows one hour less."""
    ended = datetime(2026, 10, 24, 12, 0, tzinfo=ZoneInfo(zone))
    due = due_times(int(ended.timestamp() * 1000))["signed"]
    assert due - int(ended.timestamp() * 1000) == 72 * 3_600_000
    local = datetime.fromtimestamp(due / 1000, ZoneInfo(zone))
    shift = (ended.utcoffset() or timedelta()) - (local.utcoffset() or timedelta())
    assert local.replace(tzinfo=None) == ended.replace(tzinfo=None) + timedelta(hours=72) - shift


def test_a_lead_that_nobody_is_is_passed_over_and_named(watched: Watched) -> None:
    watched.until(1)
    watched.desk.state.roster.holders["chief"] = None
    watched.until(1.6)
    [told] = [f for f in watched.facts() if f.kind == "review.reminded"]
    assert told.data["to_person"] is not None
    assert told.data["to_post"] != "chief"
    assert told.data["skipped"][0] == "chief"


def test_where_nobody_holds_any_post_it_says_so_and_escalates_at_once(watched: Watched) -> None:
    watched.until(1)
    holders = watched.desk.state.roster.holders
    holders.update(dict.fromkeys(holders))
    watched.until(1.6)
    review = watched.desk.state.reviews.by_id[watched.incident]
    assert watched.said() == [
        ("opened", "", 30),
        ("reminded", "hotwash", 90),
        ("escalated", "hotwash", 96),
    ]
    assert [review.reached(told) for told in review.tellings] == ["nobody", "nobody"]
    assert review.unreached("hotwash")
    row = row_at(watched.desk.state, watched.desk.site, "review", watched.incident)
    assert row is not None
    assert row["unreached"] is True


def test_a_reminder_that_does_not_arrive_is_escalated_before_the_step_is_late(
    watched: Watched,
) -> None:
    """Two attempts to reach the post that led; when both fail its superior hears of it."""
    watched.until(1.55)
    desk = watched.desk
    review = desk.state.reviews.by_id[watched.incident]
    [page] = review.pages
    for channel in ("im", "sms"):
        data = {
            "delivery": f"{watched.incident}/{page.step}/{channel}",
            "subject": watched.incident,
            "step": page.step,
            "person": page.person,
            "channel": channel,
            "address_version": "v1",
            "attempt": 1,
        }
        answer = desk.submit("notification.send", data, DUTY_ACTOR)
        assert isinstance(answer, Accepted)
        [sent] = answer.facts
        assert (sent.data["review"], sent.data["directive"], sent.incident) == (
            watched.incident, None, None,
        )  # fmt: skip
        fails = {"delivery": data["delivery"], "error": "not_in_service"}
        assert isinstance(desk.submit("notification.fail", fails, DUTY_ACTOR), Accepted)
    watched.until(1.6)
    kinds = [(kind, minutes) for kind, _, minutes in watched.said()]
    assert kinds[-2:] == [("reminded", 90), ("escalated", 96)]
    assert [review.reached(told) for told in review.tellings] == ["failed", "none"]
    told = next(f for f in watched.facts() if f.kind == "review.escalated")
    assert told.data["to_post"] == "manager"


def test_a_notice_of_a_review_is_no_contact_of_the_incident(watched: Watched) -> None:
    test_a_reminder_that_does_not_arrive_is_escalated_before_the_step_is_late(watched)
    facts = list(watched.room.facts())
    draft = draft_of(facts, watched.incident, watched.room.site, watched.room.now)
    assert [p for p in draft.problems if p.kind == "dead_contact"] == []

"""What the Desk promises on every database: the same answer to the same key, and no silent doubt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from command_center.desk import MOST_TRIES, Accepted, Contended, Refused
from command_center.domain.fact import Fact
from command_center.store.journal import KeyReused
from tests.support.factories import ControlRoom, person
from tests.support.hand_clock import HandClock
from tests.support.rooms import OpenRoom

KIT = {"incident": "INC-1", "kit": "four", "place": "tank"}
REPORT = {"channel": "call", "place": "tank", "text": "It smells of almonds"}


def asks(room: ControlRoom, kind: str, data: dict[str, Any], key: str) -> Accepted | Refused:
    return room.desk.submit(kind, data, person("ann"), key=key)


def test_a_refused_attempt_is_recorded_once_and_answered_alike(night: ControlRoom) -> None:
    night.leak()
    first = asks(night, "resource.dispatch", KIT, "k1")
    again = asks(night, "resource.dispatch", KIT, "k1")
    assert isinstance(first, Refused)
    assert isinstance(again, Refused)
    assert (again.refusal.code, again.refusal.params) == (first.refusal.code, first.refusal.params)
    assert again.facts == first.facts
    assert len(night.facts("resource.refused")) == 1


def test_a_refusal_stands_under_its_key_though_it_was_lifted_meanwhile(night: ControlRoom) -> None:
    """Whoever sends again because no answer came gets that answer; a new click is a new key."""
    night.leak()
    asks(night, "resource.dispatch", KIT, "k1")
    night.does("eva", "custody.force", store="vault", reason="no key")
    assert isinstance(asks(night, "resource.dispatch", KIT, "k1"), Refused)
    assert isinstance(asks(night, "resource.dispatch", KIT, "k2"), Accepted)


def test_a_refusal_without_a_fact_is_kept_over_a_restart(
    night: ControlRoom, rooms: OpenRoom, database_url: str
) -> None:
    moon = REPORT | {"place": "moon"}
    first = asks(night, "report.receive", moon, "k1")
    head = night.journal.head()
    again = rooms(database_url, clock=night.clock, shift=None)
    second = asks(again, "report.receive", moon, "k1")
    assert first == second
    assert isinstance(second, Refused)
    assert second.refusal.code == "unknown_place"
    assert night.journal.head() == head
    with pytest.raises(KeyReused):
        asks(again, "report.receive", REPORT, "k1")


@contextmanager
def commits_whose_answer_is_lost(room: ControlRoom) -> Iterator[None]:
    """The database keeps everything, and says that the connection broke."""

    def lost(connection: Connection) -> None:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.cursor().execute("COMMIT")
        raise OperationalError("COMMIT", {}, OSError("the connection broke"))

    event.listen(room.journal.engine, "commit", lost)
    try:
        yield
    finally:
        event.remove(room.journal.engine, "commit", lost)


def test_an_append_that_was_kept_but_reported_as_failed_is_heard_of_at_once(
    night: ControlRoom,
) -> None:
    heard: list[str] = []
    night.desk.listen(lambda facts, state: heard.extend(fact.kind for fact in facts))
    with commits_whose_answer_is_lost(night), pytest.raises(OperationalError):
        asks(night, "report.receive", REPORT, "k1")
    assert heard == ["report.received"]
    assert night.desk.certain
    assert night.state.seq == night.journal.head().seq
    assert isinstance(asks(night, "report.receive", REPORT, "k1"), Accepted)
    assert len(night.facts("report.received")) == 1


def test_while_the_journal_cannot_be_read_the_desk_is_not_certain(
    night: ControlRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> list[Fact]:
        raise OperationalError("SELECT", {}, OSError("no route to the database"))

    heard: list[str] = []
    night.desk.listen(lambda facts, state: heard.extend(fact.kind for fact in facts))
    monkeypatch.setattr(night.journal, "read", away)
    with commits_whose_answer_is_lost(night), pytest.raises(OperationalError):
        night.does("ann", "report.receive", **REPORT)
    assert (night.desk.certain, heard) == (False, [])
    monkeypatch.undo()
    night.desk.catch_up()
    assert (night.desk.certain, heard) == (True, ["report.received"])


class Interrupted(HandClock):
    """Somebody else acts whenever the time is asked for: between deciding and appending."""

    def __init__(self, now: int, times: int, act: Callable[[], object]) -> None:
        super().__init__(now)
        self.left = times
        self.act = act

    def now(self) -> int:
        if self.left > 0:
            self.left -= 1
            self.act()
        return super().now()


def interrupted(night: ControlRoom, rooms: OpenRoom, database_url: str, times: int) -> ControlRoom:
    """A second desk whose every decision is too late, so many times."""
    clock = Interrupted(night.now, 0, lambda: night.does("ben", "report.receive", **REPORT))
    other = rooms(database_url, clock=clock, shift=None)
    clock.left = times
    return other


def test_a_command_goes_through_though_another_appends_first(
    night: ControlRoom, rooms: OpenRoom, database_url: str
) -> None:
    other = interrupted(night, rooms, database_url, 1)
    assert other.does("ann", "incident.open", place="tank")
    assert len(night.facts("report.received")) == 1


def test_a_command_that_never_gets_its_turn_is_given_back(rooms: OpenRoom, tmp_path: Path) -> None:
    """PostgreSQL hands out turns (`test_desk_together.py`); a file has one process, as a rule."""
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    night = rooms(url)
    other = interrupted(night, rooms, url, 10 * MOST_TRIES)
    with pytest.raises(Contended):
        asks(other, "incident.open", {"place": "tank"}, "k1")
    assert not night.facts("incident.opened")
    assert night.journal.use_of("k1") is None

"""A table that is far behind is not told of what it is not made of, and goes on where it stood."""

import gc
import weakref

import pytest
from sqlalchemy import Engine, select
from structlog.testing import capture_logs

from command_center.domain.fact import Fact
from command_center.store.journal import Journal
from command_center.store.journal import following as catching
from command_center.store.journal.following import following
from command_center.store.matters import MatterTable
from command_center.store.schema import matter_events, matter_stories_read
from command_center.store.stories import Stories, stories_of
from command_center.store.stories.story_table import CHUNK
from command_center.store.writer import read
from tests.store.facts import SITE, a_fact


def filled(engine: Engine, number: int, *kinds: str) -> Journal:
    """A journal of so many notes, with facts of these kinds beginning at the tenth."""
    journal = Journal(engine, SITE, lambda: 1)
    journal.append([a_fact(n) for n in range(9)], expected=0)
    journal.append([a_fact(kind, kind=kind) for kind in kinds], expected=9)
    done = 9 + len(kinds)
    journal.append([a_fact(n) for n in range(number - done)], expected=done)
    return journal


def seqs(found: list[Fact]) -> list[int]:
    return [fact.seq for fact in found]


def test_of_a_step_in_the_middle_only_what_may_be_wanted_and_its_last_fact(engine: Engine) -> None:
    journal = filled(engine, 30, "alarm.raised", "alarm.returned", "directive.issued")
    facts, upto = following(journal, 5, ("alarm.", "matter."), 20)
    assert (seqs(facts), upto) == ([10, 11, 25], 25)
    facts, upto = following(journal, 5, ("matter.",), 4)
    assert (seqs(facts), upto) == ([9], 9)


def test_the_end_of_the_journal_is_given_whole(engine: Engine) -> None:
    journal = filled(engine, 30, "alarm.raised")
    facts, upto = following(journal, 25, ("alarm.",), 20)
    assert (seqs(facts), upto) == ([26, 27, 28, 29, 30], 30)
    assert following(journal, 30, ("alarm.",), 20) == ([], 30)


def test_a_table_that_is_far_behind_says_in_the_log_how_far_it_is(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching, "SAID_EVERY", CHUNK)
    journal = Journal(engine, SITE, lambda: 1)
    for begin in range(0, 3 * CHUNK, 500):
        journal.append([a_fact(n) for n in range(500)], expected=begin)
    tables: dict[str, Stories | MatterTable] = {
        "stories": Stories(engine, SITE, journal), "matters": MatterTable(engine, SITE, journal)
    }  # fmt: skip
    for name, table in tables.items():
        with capture_logs() as lines:
            table.follow()
        assert [(one["event"], one["table"], one["fact"]) for one in lines] == [
            *(("a table follows the journal", name, n * CHUNK) for n in (1, 2, 3)),
            ("a table has caught up with the journal", name, journal.head().seq),
        ]
        journal.append([a_fact("more")], expected=journal.head().seq)
        with capture_logs() as lines:
            table.follow()
        assert lines == [], "one more fact is no catching up"


def test_stories_far_behind_find_all_that_they_are_made_of_and_go_on_from_their_mark(
    engine: Engine,
) -> None:
    journal = Journal(engine, SITE, lambda: 1)
    alarm = {"alarm": "LT-1:HH", "tag": "LT-1", "priority": "high"}
    raised = 0
    for begin in range(0, 3 * CHUNK, 500):
        more = [a_fact(n) for n in range(499)]
        last = a_fact(begin, kind="alarm.raised", data=alarm | {"alarm": f"LT-{begin}"})
        journal.append([*more, last], expected=begin)
        raised += 1
    journal.append([a_fact(n) for n in range(7)], expected=3 * CHUNK)
    assert Stories(engine, SITE, journal).follow() == 3 * CHUNK + 7
    events = select(matter_events.c.seq).order_by(matter_events.c.seq)
    found = list(read(engine, lambda c: c.execute(events).scalars()))
    assert found == [500 * (n + 1) for n in range(raised)]

    mark = read(engine, lambda c: c.execute(select(matter_stories_read.c.seq)).scalar())
    assert mark == 3 * CHUNK, "what no table is made of moves no mark"
    asked: list[int] = []

    class Watched(Journal):
        def read(self, after: int, limit: int) -> list[Fact]:
            asked.append(after)
            return super().read(after, limit)

    again = Watched(engine, SITE, lambda: 1)
    again.append([a_fact("last", kind="alarm.raised", data=alarm)], expected=3 * CHUNK + 7)
    assert Stories(engine, SITE, again).follow() == 3 * CHUNK + 8
    assert asked[0] == 3 * CHUNK
    assert len(read(engine, lambda c: c.execute(events).all())) == raised + 1


def test_all_who_ask_for_the_stories_of_a_journal_have_the_same(engine: Engine) -> None:
    journal = Journal(engine, SITE, lambda: 1)
    assert stories_of(journal) is stories_of(journal)
    assert stories_of(journal) is not stories_of(Journal(engine, SITE, lambda: 1))


def test_a_journal_that_ends_takes_its_stories_along(engine: Engine) -> None:
    """Its connections would stay open as long as the process."""
    journal = Journal(engine, SITE, lambda: 1)
    assert stories_of(journal) is stories_of(journal)
    journal_ends, stories_end = weakref.ref(journal), weakref.ref(stories_of(journal))
    del journal
    gc.collect()
    assert journal_ends() is None
    assert stories_end() is None

"""What the journal promises, on every database it runs on."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import pairwise

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from command_center.store.journal import (
    EMPTY,
    Head,
    HeadMoved,
    Journal,
    TermLost,
)
from command_center.store.journal.canonical import canonical, chained
from command_center.store.journal.verify import verify
from command_center.store.lease import Lease, duties_of
from tests.store.facts import SITE, a_fact, a_journal, fill, tamper
from tests.support.hand_time import HandTime
from tests.support.waiting import PATIENCE_S, eventually


def test_an_empty_journal_has_head_zero(engine: Engine) -> None:
    journal = a_journal(engine)
    assert journal.head() == EMPTY
    assert journal.read(0, 10) == []


def test_facts_are_numbered_stamped_and_chained(engine: Engine) -> None:
    journal = a_journal(engine, now=77)
    first, second = journal.append([a_fact("a"), a_fact("b")], expected=0)
    (third,) = journal.append([a_fact("c")], expected=2)
    assert [fact.seq for fact in (first, second, third)] == [1, 2, 3]
    assert {fact.recorded_at for fact in (first, second, third)} == {77}
    hashes = [EMPTY.hash, first.hash, second.hash, third.hash]
    for (before, after), fact in zip(pairwise(hashes), (first, second, third), strict=True):
        assert after == chained(before, canonical(fact))
    assert journal.head() == Head(3, third.hash, 77)


def test_what_append_returns_is_what_every_reader_reads(engine: Engine) -> None:
    journal = a_journal(engine)
    given = a_fact(
        "x",
        data={"pair": (1, 2), "half": 0.1 + 0.2, "low": -0.0, "text": "氯苯 \u0001 \U0001f6a8"},
        speaker="p-9",
        drill="D-1",
        exercise=True,
        caused_by=7,
    )
    (returned,) = journal.append([given], expected=0)
    (read,) = a_journal(engine).read(0, 1)
    assert read == returned
    assert read.hash == returned.hash
    assert read.data == {**given.data, "pair": [1, 2]}
    assert str(read.data["low"]) == "-0.0"
    assert type(read.via) is type(given.via)
    assert (read.speaker, read.drill, read.exercise, read.caused_by) == ("p-9", "D-1", True, 7)


def test_facts_are_read_in_order_from_anywhere(engine: Engine) -> None:
    journal = a_journal(engine)
    made = fill(journal, 7)
    assert journal.read(0, 100) == made
    assert journal.read(2, 3) == made[2:5]
    assert journal.read(7, 5) == []


def test_a_decision_at_an_old_head_is_not_written(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 2)
    with pytest.raises(HeadMoved) as moved:
        journal.append([a_fact()], expected=1)
    assert moved.value.head == journal.head()
    with pytest.raises(HeadMoved):
        journal.append([a_fact()], expected=3)
    assert journal.head().seq == 2


def test_the_time_of_recording_never_decreases(engine: Engine) -> None:
    clock = iter([1000, 400, 1200])
    journal = Journal(engine, SITE, lambda: next(clock))
    for seq in range(3):
        journal.append([a_fact(recorded_at=5)], expected=seq)
    assert [fact.recorded_at for fact in journal.read(0, 9)] == [1000, 1000, 1200]


def test_sites_are_numbered_apart(engine: Engine) -> None:
    north, south = a_journal(engine, "north"), a_journal(engine, "south")
    fill(north, 3)
    (one,) = fill(south, 1)
    assert (north.head().seq, south.head().seq) == (3, 1)
    assert south.read(0, 9) == [one]
    with pytest.raises(ValueError, match="another site"):
        north.append([a_fact(site="south")], expected=3)


def test_what_json_cannot_keep_is_refused_with_the_whole_batch(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 1)
    before = journal.head()
    for bad in (float("nan"), float("inf"), 2**53, "\ud800", {1: "one"}, {1, 2}):
        with pytest.raises(ValueError):
            journal.append([a_fact("good"), a_fact(bad)], expected=1, key="k", fingerprint="f")
    assert journal.head() == before
    assert journal.use_of("k") is None
    assert len(journal.read(0, 9)) == 1


def test_only_the_holder_of_the_current_term_may_append_under_it(engine: Engine) -> None:
    journal = a_journal(engine)
    time = HandTime()
    old = Lease(engine, duties_of(SITE), "first process", ttl_ms=1000, time=time)
    new = Lease(engine, duties_of(SITE), "second process", ttl_ms=1000, time=time)
    term = old.acquire()
    assert term is not None
    journal.append([a_fact()], expected=0, term=term)

    time.now = 1001
    later = new.acquire()  # the first one slept through the end of its lease
    assert later is not None
    assert later > term
    with pytest.raises(TermLost) as lost:
        journal.append([a_fact()], expected=1, term=term, key="K", fingerprint="f")
    assert lost.value.term == term
    assert journal.use_of("K") is None
    journal.append([a_fact()], expected=1, term=later)

    new.release()
    with pytest.raises(TermLost):
        journal.append([a_fact()], expected=2, term=later)
    assert journal.head().seq == 2


def test_nobody_appends_under_a_term_that_was_never_given(engine: Engine) -> None:
    with pytest.raises(TermLost):
        a_journal(engine).append([a_fact()], expected=0, term=1)


EDITS = [
    "UPDATE facts SET hash = 'x'",
    "DELETE FROM facts",
    "INSERT INTO facts (site, seq, body, hash) SELECT site, seq, '{}', hash FROM facts WHERE true"
    " ON CONFLICT (site, seq) DO UPDATE SET body = excluded.body",
]
EDITS_OF = {
    "sqlite": [
        "INSERT OR REPLACE INTO facts SELECT site, seq, '{}', hash FROM facts WHERE seq = 1",
        "REPLACE INTO facts SELECT site, seq, '{}', hash FROM facts WHERE seq = 2",
        "UPDATE OR REPLACE facts SET seq = 1 WHERE seq = 2",
    ],
    "postgresql": ["TRUNCATE facts"],
}


def test_the_database_itself_refuses_to_change_a_fact(engine: Engine) -> None:
    made = fill(a_journal(engine), 2)
    for statement in (*EDITS, *EDITS_OF[engine.dialect.name]):
        with pytest.raises(DBAPIError, match="never edited or deleted"):
            tamper(engine, statement)
    assert a_journal(engine).read(0, 9) == made
    verify(engine, SITE)


MOVES = [
    "UPDATE heads SET seq = seq - 1",
    "UPDATE heads SET seq = seq + 1",
    "UPDATE heads SET hash = 'x'",
    "UPDATE heads SET recorded_at = recorded_at + 1",
    "UPDATE heads SET site = 'another'",
    "UPDATE heads SET seq = 1, hash = (SELECT hash FROM facts WHERE seq = 1)",
    "UPDATE heads SET seq = 0, hash = :genesis, recorded_at = 0",
    "DELETE FROM heads",
    "INSERT INTO heads (site, seq, hash, recorded_at) VALUES ('another', 5, :genesis, 0)",
    "INSERT INTO heads (site, seq, hash, recorded_at) SELECT 'demo', 1, hash, 1700000000500"
    " FROM facts WHERE seq = 1 ON CONFLICT (site) DO UPDATE SET seq = 1, hash = excluded.hash",
]
MOVES_OF = {
    "sqlite": [
        "INSERT OR REPLACE INTO heads VALUES ('demo', 0, :genesis, 0)",
        "INSERT OR REPLACE INTO heads SELECT 'demo', 1, hash, 1700000000500 FROM facts"
        " WHERE seq = 1",
        "INSERT OR REPLACE INTO heads SELECT * FROM heads",
    ],
    "postgresql": ["TRUNCATE heads"],
}


def test_the_database_itself_refuses_a_head_that_is_not_the_newest_fact(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 2)
    head = journal.head()
    for statement in (*MOVES, *MOVES_OF[engine.dialect.name]):
        values = {"genesis": EMPTY.hash} if ":genesis" in statement else {}
        with pytest.raises(DBAPIError, match="only moves forward"):
            tamper(engine, statement, **values)
        assert journal.head() == head, statement
    assert verify(engine, SITE) == head
    assert fill(journal, 1)[0].seq == 3, "what the journal itself appends still moves it"


def test_a_head_does_not_jump_over_a_missing_fact(engine: Engine) -> None:
    journal = a_journal(engine)
    fill(journal, 2)
    tamper(
        engine,
        "INSERT INTO facts (site, seq, body, hash) SELECT site, 4, body, 'x' FROM facts"
        " WHERE seq = 2",
    )
    with pytest.raises(DBAPIError, match="only moves forward"):
        tamper(engine, "UPDATE heads SET seq = 4, hash = 'x'")


def took_turns(notes: list[str], names: list[str], each: int) -> bool:
    """Whether every writer got `each` facts in, and met another's between two of its own."""
    spans = {name: [at for at, note in enumerate(notes) if note[0] == name] for name in names}
    return all(len(span) >= each and span[-1] - span[0] >= len(span) for span in spans.values())


@pytest.mark.slow
def test_contending_processes_leave_no_gap_and_lose_nothing(
    engine: Engine, database_url: str
) -> None:
    each, names = 25, ["a", "b", "c"]
    with ThreadPoolExecutor(len(names)) as readers, ExitStack() as ended:
        writers, said = list[subprocess.Popen[str]](), list[Future[str]]()
        for name in names:
            command = [sys.executable, "-m", "tests.store.appender", database_url, name, "100000"]
            writer = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            ended.callback(writer.kill)
            writers.append(writer)
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            # Read all along: one whose pipe is full would wait for the test, and the test for it.
            said.append(readers.submit(writer.stdout.read))
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        # Whoever the machine starts late is waited for: nobody stops before all have contended.
        journal, notes = a_journal(engine), list[str]()

        def contended() -> bool:
            notes.extend(fact.data["note"] for fact in journal.read(len(notes), 1000))
            return took_turns(notes, names, each)

        eventually(contended)
        acknowledged = {}
        for writer in writers:
            writer.terminate()
        for name, writer, lines in zip(names, writers, said, strict=True):
            assert writer.wait(PATIENCE_S) == 0
            for number, seq in enumerate(lines.result(PATIENCE_S).split()):
                acknowledged[int(seq)] = f"{name}:{number}"
    stored = {fact.seq: fact.data["note"] for fact in journal.read(0, 1_000_000)}
    assert stored == acknowledged
    assert sorted(stored) == list(range(1, len(stored) + 1))
    assert verify(engine, SITE).seq == len(stored)


def test_facts_are_read_by_their_numbers_in_order_and_each_once(engine: Engine) -> None:
    journal = a_journal(engine)
    made = fill(journal, 7)
    fill(a_journal(engine, "other"), 7)
    assert journal.numbered([6, 2, 2, 99]) == [made[1], made[5]]
    assert journal.numbered([]) == []

"""Real senders killed by kill -9 in the middle of sending: none lost, what came twice was in flight and is marked."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from sqlalchemy import Engine, select

from command_center.store.outbox.planning import Planned, Plans
from command_center.store.outbox.reading import OutboxReader
from command_center.store.schema import delivery_tries
from tests.support.counter import Counting, counting
from tests.support.sender_process import CHANNEL, SITE, WORKERS
from tests.support.waiting import eventually


def planned(engine: Engine, count: int) -> None:
    Plans(engine, SITE).add(
        [
            Planned(
                id=f"DIR-{number}/sent/sms", channel=CHANNEL, kind="sms", person="eva",
                subject=f"DIR-{number}", step="sent", address_version="1", urgency="urgent",
                expires_in_ms=86_400_000, language="en", title="Go", text="Go there",
            )
            for number in range(count)
        ]
    )  # fmt: skip


@contextmanager
def a_sender(url: str, counter: Counting, *asks: str) -> Iterator[subprocess.Popen[str]]:
    """A sender of its own, killed by kill -9 at the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.sender_process", url, counter.url, *asks],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def at_least(counter: Counting, count: int) -> bool:
    return len(counter.taken) >= count


def killed(engine: Engine, url: str, rounds: int, each: int, *asks: str) -> tuple[int, int, int]:
    """Kill a sender `rounds` times, each after `each` more messages, and let a last one finish. Returns how many
    deliveries came twice or more, how many are marked so, and how many messages there were."""
    count = rounds * each + 20
    planned(engine, count)
    reader = OutboxReader(engine, SITE)
    with counting() as counter:
        for round_ in range(1, rounds + 1):
            with a_sender(url, counter, *asks):
                eventually(partial(at_least, counter, round_ * each))
        with a_sender(url, counter, *asks):
            eventually(lambda: not reader.waiting(1))
    rows = {row.ref: row for row in reader.recent(count + 1)}
    assert {row.state for row in rows.values()} == {"sent"}
    assert set(counter.taken) == set(rows), "none is lost"
    twice = {ref for ref, times in counter.taken.items() if times > 1}
    marked = {ref for ref, row in rows.items() if row.attempt > 1}
    assert twice <= marked
    assert len(marked) <= rounds * WORKERS, "only what was in flight"
    with engine.connect() as connection:
        lost = connection.scalars(
            select(delivery_tries.c.delivery).where(delivery_tries.c.outcome == "lost")
        ).all()
    assert {row.id for row in rows.values() if row.attempt > 1} == set(lost)
    return len(twice), len(marked), count


def test_a_sender_killed_again_and_again_loses_nothing_and_marks_what_came_twice(
    engine: Engine, database_url: str
) -> None:
    killed(engine, database_url, rounds=3, each=40)


def test_where_the_service_can_be_asked_nothing_comes_twice(
    engine: Engine, database_url: str
) -> None:
    twice, marked, _count = killed(engine, database_url, 2, 40, "asks")
    assert twice == 0
    assert marked > 0


@pytest.mark.thorough
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("asks", [(), ("asks",)])
def test_killed_two_hundred_times_within_ten_thousand_pages(
    engine: Engine,
    database_url: str,
    asks: tuple[str, ...],
    record_property: Callable[[str, object], None],
) -> None:
    twice, marked, count = killed(engine, database_url, 200, 50, *asks)
    record_property("pages, marked, came twice", (count, marked, twice))
    assert not (asks and twice)

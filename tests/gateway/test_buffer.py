"""The buffer on the disk: kept before it is told, in hours, dropped in order, and damage costs one file."""

import asyncio
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_center.clock import Clock
from command_center.domain.reading import Quality, Reading
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.item import ALARM, Event, Item
from command_center.gateway.buffer.store import Store
from command_center.gateway.buffer.stream import Ranges, runs
from tests.support.own_loop import in_own_loop

HOUR = 3_600_000
NOW = 1_800_000_000_000 // HOUR * HOUR
DAY = 24 * HOUR


def store(folder: Path, *, largest: int = 10**9, oldest: int = 7 * DAY) -> Store:
    return Store(folder, largest, oldest, {"GT"})


def samples(tag: str, times: Iterable[int]) -> list[Reading]:
    return [Reading(tag, ts, ts % 7 / 2, Quality.GOOD, "DCS") for ts in times]


def what(items: Iterable[Item]) -> list[object]:
    return [item.what for item in items]


def test_what_was_kept_is_there_after_a_new_start(tmp_path: Path) -> None:
    kept: list[Reading | Event] = [
        *samples("FT", [NOW, NOW + 1]), Reading("GT", NOW, None, Quality.BAD, "GDS"),
        Event(ALARM, NOW, '{"event":"1"}', "GDS"),
    ]  # fmt: skip
    store(tmp_path).write(kept, NOW)  # never closed: as if killed
    again = store(tmp_path)
    assert again.waiting() == 4
    assert sorted(map(repr, what(again.read(10, {})))) == sorted(map(repr, kept))


def test_the_file_is_synced_before_a_write_returns(tmp_path: Path) -> None:
    made = store(tmp_path)
    made.write(samples("FT", [NOW]), NOW)
    db = made.streams["rest"].segments[0].connection()
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_what_the_board_has_taken_is_not_read_again_and_its_file_is_deleted(tmp_path: Path) -> None:
    made = store(tmp_path)
    first = made.write(samples("FT", range(NOW, NOW + 10)), NOW)
    later = made.write(samples("FT", range(NOW + HOUR, NOW + HOUR + 5)), NOW + HOUR)
    made.finish(first[::2], NOW + HOUR)
    assert what(made.read(100, {})) == what([*first[1::2], *later])
    assert what(made.read(100, {"rest": {item.seq for item in first}})) == what(later)
    made.finish(first[1::2], NOW + HOUR)
    assert len(made.streams["rest"].segments) == 1
    assert made.waiting() == 5
    made.close()
    again = store(tmp_path)
    assert what(again.read(100, {})) == what(later)
    again.finish(later, NOW + HOUR)
    again.tidy(NOW + 3 * HOUR)
    assert not list(tmp_path.glob("*.sqlite"))
    again.close()
    third = store(tmp_path)
    assert third.waiting() == 0
    assert what(third.write(samples("FT", [NOW + 4 * HOUR]), NOW + 4 * HOUR))
    assert third.waiting() == 1


def test_the_oldest_that_waits_is_of_either_stream(tmp_path: Path) -> None:
    made = store(tmp_path)
    assert made.oldest_waiting() is None
    late = made.write(samples("FT", [NOW]), NOW)
    made.write(samples("GT", [NOW + 5]), NOW)
    assert made.oldest_waiting() == NOW
    made.finish(late, NOW)
    assert made.oldest_waiting() == NOW + 5


def test_progress_that_is_lost_or_unreadable_only_means_posting_again(tmp_path: Path) -> None:
    made = store(tmp_path)
    made.finish(made.write(samples("FT", range(NOW, NOW + 5)), NOW)[:3], NOW)
    made.close()
    (tmp_path / "progress.json").write_text("{torn")
    assert store(tmp_path).waiting() == 5


def test_a_full_disk_drops_the_oldest_hours_and_gas_last(tmp_path: Path) -> None:
    made = store(tmp_path)
    for hour in range(3):
        at = NOW + hour * HOUR
        made.write(samples("FT", range(at, at + 2000)) + samples("GT", range(at, at + 10)), at)
    made.tidy(NOW + 2 * HOUR)
    small = store(tmp_path, largest=made.size() - 1)
    made.close()
    small.tidy(NOW + 2 * HOUR)
    assert small.streams["rest"].evicted == 2000
    assert small.streams["first"].evicted == 0
    left = small.read(10_000, {})
    assert sum(item.stream == "first" for item in left) == 30
    assert min(item.what.ts for item in left if item.stream == "rest") == NOW + HOUR
    tiny = store(tmp_path, largest=1)
    tiny.tidy(NOW + 2 * HOUR)  # all but the newest hour of each
    assert (tiny.streams["rest"].evicted, tiny.streams["first"].evicted) == (2000, 20)


def test_what_is_too_old_for_the_board_is_dropped_and_counted(tmp_path: Path) -> None:
    made = store(tmp_path, oldest=DAY)
    made.write(samples("FT", range(NOW, NOW + 4)), NOW)
    made.write(samples("FT", [NOW + 2 * DAY]), NOW + 2 * DAY)
    made.tidy(NOW + 2 * DAY)
    assert made.streams["rest"].evicted == 4
    assert made.waiting() == 1


def test_a_damaged_file_costs_its_own_items_only(tmp_path: Path) -> None:
    made = store(tmp_path)
    for hour in range(3):
        made.write(samples("FT", [NOW + hour * HOUR]), NOW + hour * HOUR)
    made.close()
    files = sorted(tmp_path.glob("rest-*.sqlite"))
    for file in (files[0], files[-1]):
        file.write_bytes(b"no database at all, but as long as one" * 200)
    again = store(tmp_path)
    assert [item.what.ts for item in again.read(10, {})] == [NOW + HOUR]
    assert again.streams["rest"].damaged == 2
    assert len(list(tmp_path.glob("*.damaged"))) == 2
    kept = again.write(samples("FT", [NOW + 2 * HOUR + 1]), NOW + 2 * HOUR)
    assert [item.what.ts for item in again.read(10, {})][-1] == kept[0].what.ts
    assert again.waiting() == 2


def test_a_group_is_acknowledged_after_it_is_on_the_disk(tmp_path: Path) -> None:
    told: list[int] = []

    async def story() -> None:
        made = Buffer(lambda: store(tmp_path), Clock())
        await made.start()

        def then() -> None:
            with sqlite3.connect(next(tmp_path.glob("rest-*.sqlite"))) as other:
                told.append(other.execute("SELECT count(*) FROM item").fetchone()[0])

        made.keep(samples("FT", [NOW, NOW + 1]), then)
        made.keep(samples("FT", [NOW + 2]), then)
        await made.commit()
        await made.close()

    in_own_loop(story())
    assert told == [3, 3]


def test_a_disk_that_refuses_loses_nothing_and_makes_connections_wait(tmp_path: Path) -> None:
    async def story() -> None:
        made = Buffer(lambda: store(tmp_path), Clock())
        await made.start()
        acknowledged: list[int] = []
        write = made.store.write

        def refuses(*given: object) -> list[Item]:
            raise sqlite3.OperationalError("disk I/O error")

        made.store.write = refuses  # type: ignore[method-assign, assignment]
        made.keep(samples("FT", [NOW]), lambda: acknowledged.append(1))
        await made.commit()
        assert not acknowledged
        waits = asyncio.ensure_future(made.room())
        await asyncio.sleep(0)
        assert not waits.done()
        made.store.write = write  # type: ignore[method-assign]
        await made.commit()
        await waits
        assert acknowledged == [1]
        assert made.waiting == 1
        await made.close()

    in_own_loop(story())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=12))
def test_ranges_are_the_set_of_their_numbers(pairs: list[tuple[int, int]]) -> None:
    made, numbers = Ranges(), set[int]()
    for first, more in pairs:
        made.add(first, first + more)
        numbers |= set(range(first, first + more + 1))
    assert list(made) == list(runs(numbers))
    assert made.count == len(numbers)
    for number in range(50):
        assert (number in made) == (number in numbers)
        assert made.next_absent(number) == min(set(range(number, 100)) - numbers)
        assert made.count_in(3, number) == len(numbers & set(range(3, number + 1)))


def test_what_found_no_room_is_never_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sender keeps it, and sends it again."""
    monkeypatch.setattr("command_center.gateway.buffer.buffer.MOST_HELD", 5)
    told: list[str] = []

    async def story() -> None:
        buffer = Buffer(lambda: store(tmp_path), Clock())
        await buffer.start()
        for name, first in (("lost", 0), ("half lost", 3), ("kept", 6)):
            times = range(NOW + first, NOW + first + 3)
            buffer.keep(samples("FT", times), lambda name=name: told.append(name))  # type: ignore[misc]  # binds a loop's variable
        assert buffer.dropped == 4
        await buffer.commit()
        await buffer.close()

    in_own_loop(story())
    assert told == ["kept"]

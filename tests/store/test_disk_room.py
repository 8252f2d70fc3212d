"""A database that can store nothing more says so until it takes a megabyte again; little room is told before."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from command_center.domain.verdicts.disk_verdict import FULL_BYTES, GOOD, MIB, disk_now
from command_center.store.database.damage import damage_of
from command_center.store.database.disk_room import PROBE_S, DiskRoom
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.people.erasing import empty_log
from command_center.store.reference import read_meta, write_meta

NOW = 1_790_000_000_000


@pytest.mark.parametrize(
    ("free", "failing", "state"),
    [
        (10_000 * MIB, None, "good"), (None, None, "good"), (500 * MIB, None, "low"),
        (FULL_BYTES - 1, None, "full"), (10_000 * MIB, NOW - 5, "full"), (None, NOW - 5, "full"),
    ],
)  # fmt: skip
def test_how_much_room_there_is(free: int | None, failing: int | None, state: str) -> None:
    found = disk_now(free, 2_048 * MIB, failing, NOW)
    assert found["state"] == state
    assert found["since"] == (None if state != "full" else failing or NOW)
    assert (found == GOOD) == (state == "good")


@pytest.mark.parametrize(("free", "told"), [(FULL_BYTES, 30), (45 * MIB, 40), (499 * MIB, 490)])
def test_little_room_is_told_as_what_it_is_and_never_as_none(free: int, told: int) -> None:
    assert disk_now(free, 2_048 * MIB, None, NOW)["free_mb"] == told


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    migrate(made)
    return made


class Time:
    s = 0.0

    def now(self) -> int:
        return NOW + round(self.s * 1000)

    def elapsed(self) -> float:
        return self.s


def bounded(engine: Engine, pages: int) -> None:
    """No more room than so many pages, as on a full disk (SQLITE_FULL), whoever connects from now on."""
    event.listen(engine, "connect", lambda made, _: made.execute(f"PRAGMA max_page_count={pages}"))
    engine.dispose()


def test_a_write_that_finds_no_room_is_red_until_a_megabyte_is_taken_again(
    engine: Engine, tmp_path: Path
) -> None:
    time = Time()
    room = DiskRoom(tmp_path, [engine, engine], 64 * MIB, time.now, time.elapsed)
    assert room.look() == GOOD
    bounded(engine, 1)
    with pytest.raises(DBAPIError, match="full"):
        write_meta(engine, "large", "x" * 400_000)
    assert not write_fails(engine), "a small write still fits, and proves nothing"
    assert room.look() == {**room.found, "state": "full", "since": NOW, "damaged": None}
    assert not room.takes_writes
    time.s += PROBE_S - 0.1
    bounded(engine, 1_000_000)
    assert room.look()["state"] == "full", "it is tried every few seconds, not at each look"
    time.s += 0.2
    assert room.look() == GOOD
    assert read_meta(engine, "disk_probe") is None, "nothing of the try stays"


def write_fails(engine: Engine) -> bool:
    try:
        write_meta(engine, "small", "x")
    except DBAPIError:
        return True
    return False


def test_an_error_that_is_not_the_disks_is_not_told_as_one(engine: Engine, tmp_path: Path) -> None:
    time = Time()
    room = DiskRoom(tmp_path, [engine], 64 * MIB, time.now, time.elapsed)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.exec_driver_sql("insert into no_such_table values (1)")
    assert room.look() == GOOD


def test_nothing_is_written_while_there_is_room(engine: Engine, tmp_path: Path) -> None:
    time = Time()
    room = DiskRoom(tmp_path, [engine], 64 * MIB, time.now, time.elapsed)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    for _ in range(30):
        time.s += 1
        room.look()
    assert asked == []


def test_a_page_that_is_not_what_was_written_is_told_of_when_it_is_met(
    engine: Engine, tmp_path: Path
) -> None:
    for n in range(200):
        write_meta(engine, f"key-{n}", "x" * 900)
    assert empty_log(engine)
    engine.dispose()
    file = tmp_path / "journal.db"
    raw = bytearray(file.read_bytes())
    at = raw.rindex(b"x" * 400) // 4096 * 4096
    raw[at : at + 4096] = b"\xff" * 4096
    file.write_bytes(raw)
    time = Time()
    room = DiskRoom(tmp_path, [engine], 64 * MIB, time.now, time.elapsed)
    assert read_meta(engine, "key-0") is not None, "what is not on the page is read as ever"
    assert room.look() == GOOD
    room.examine(damage_of)
    assert not room.sound
    assert room.look()["damaged"] == "journal.db"
    fresh = DiskRoom(tmp_path, [engine], 64 * MIB, time.now, time.elapsed)
    with pytest.raises(DBAPIError), engine.connect() as connection:
        connection.exec_driver_sql("select max(length(value)) from meta").all()
    assert not fresh.sound, "whoever meets it first tells of it"


def test_another_database_that_fails_while_one_is_tried_is_kept_too(
    engine: Engine, tmp_path: Path
) -> None:
    """As when the thread of the readings meets the full disk while the journal is tried."""
    time = Time()
    other = open_engine(f"sqlite:///{tmp_path / 'readings.db'}")
    migrate(other)
    room = DiskRoom(tmp_path, [engine, other], 64 * MIB, time.now, time.elapsed)
    bounded(engine, 1)
    bounded(other, 1)
    with pytest.raises(DBAPIError, match="full"):
        write_meta(engine, "large", "x" * 400_000)

    def fails_too(*_: object) -> None:
        with pytest.raises(DBAPIError, match="full"):
            write_meta(other, "large", "x" * 400_000)

    event.listen(engine, "before_cursor_execute", fails_too, once=True)
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA max_page_count=1000000")
    raw.close()
    time.s += PROBE_S
    assert room.look()["state"] == "full"
    bounded(other, 1_000_000)
    time.s += PROBE_S
    assert room.look() == GOOD

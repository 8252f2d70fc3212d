"""How a database is opened, and what is no database of ours."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from command_center.store.database import engine as engine_module
from command_center.store.database.engine import Synchronous, open_engine
from command_center.store.writer import read, write


@pytest.mark.parametrize(("synchronous", "code"), [("FULL", 2), ("NORMAL", 1)])
def test_sqlite_is_opened_to_survive_a_power_cut(
    tmp_path: Path, synchronous: Synchronous, code: int
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/folder/c.db", synchronous=synchronous)
    with engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {
        "journal_mode": "wal", "synchronous": code, "foreign_keys": 1, "busy_timeout": 5000,
    }  # fmt: skip


def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'c.db'}")
    write(engine, lambda connection: connection.execute(text("CREATE TABLE t (x)")))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    engine.dispose()
    assert modes == {"c.db": 0o600, "c.db-wal": 0o600, "c.db-shm": 0o600}


def test_a_reader_does_not_wait_for_a_writer_and_sees_only_what_is_committed(
    tmp_path: Path,
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'c.db'}")
    write(engine, lambda connection: connection.execute(text("CREATE TABLE t (x)")))

    def count() -> int:
        query = text("SELECT count(*) FROM t")
        return read(engine, lambda connection: int(connection.execute(query).scalar_one()))

    with engine.begin() as writing:
        writing.execute(text("INSERT INTO t VALUES (1)"))
        assert count() == 0
    assert count() == 1
    engine.dispose()


def test_an_error_undoes_the_whole_transaction(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'c.db'}")
    write(engine, lambda connection: connection.execute(text("CREATE TABLE t (x)")))

    def half(connection: Connection) -> None:
        connection.execute(text("INSERT INTO t VALUES (1)"))
        raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        write(engine, half)
    query = text("SELECT count(*) FROM t")
    assert read(engine, lambda connection: connection.execute(query).scalar_one()) == 0
    engine.dispose()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root:secret@h/x"])
def test_another_kind_of_database_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///FILE or postgresql://") as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


def test_an_error_of_the_database_tells_no_value(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'c.db'}")
    query = text("INSERT INTO nowhere VALUES (:hash)")
    with pytest.raises(DBAPIError) as met, engine.begin() as connection:
        connection.execute(query, {"hash": "a-secret"})
    engine.dispose()
    assert "nowhere" in str(met.value)
    assert "a-secret" not in str(met.value)


def test_whoever_opens_a_new_file_waits_for_another_that_opens_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself does not wait for the lock with which it turns the write-ahead log on."""
    file = tmp_path / "c.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(engine_module, "_pause", lambda: other.execute("COMMIT"), raising=False)
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    engine.dispose()
    other.close()


def test_a_file_that_stays_locked_is_told_and_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "c.db"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(engine_module, "SQLITE_BUSY_MS", 0)
    engine = open_engine(f"sqlite:///{file}")
    with pytest.raises(DBAPIError, match="locked"):
        engine.connect()
    engine.dispose()
    other.close()

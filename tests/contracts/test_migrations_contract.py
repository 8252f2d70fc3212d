"""The migrations make exactly the tables that the code works with."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, inspect, text

from command_center.domain.actor import COMMAND_LINE, Role
from command_center.store.accounts.account_changes import AccountChanges, Signature
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.second_factors import SecondFactors
from command_center.store.database import engine as opening
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import (
    ADVISORY_LOCK,
    TURN_MS,
    UnknownSchema,
    is_current,
    migrate,
)
from command_center.store.journal import KeyUse
from command_center.store.journal.verify import verify
from command_center.store.schema import metadata
from tests.store.facts import SITE, a_fact, a_journal, fill, guards, tamper
from tests.support.waiting import PATIENCE_S, eventually


def test_migrated_is_what_the_schema_says(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_database_is_current_once_migrated_and_not_before(bare_url: str) -> None:
    engine = open_engine(bare_url)
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    assert not is_current(engine)
    engine.dispose()


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    made = fill(a_journal(engine), 2)
    migrate(engine)
    assert a_journal(engine).read(0, 9) == made


def to_version(engine: Engine, version: str) -> None:
    migrate(engine, version)


def schema_differs(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


VERSIONS = ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009"]


@pytest.mark.parametrize("down", VERSIONS)
def test_up_down_and_up_again_keeps_every_fact_and_account(bare_url: str, down: str) -> None:
    engine = open_engine(bare_url)
    migrate(engine)
    journal, accounts = a_journal(engine), Accounts(engine)
    made = fill(journal, 3)
    li = accounts.add_user("li", "its hash", Role.VIEWER, now=5)
    journal.append([], expected=3, key="li/kept", fingerprint="f")
    guarded = guards(engine)
    migrate(engine, down)
    assert not is_current(engine)
    assert journal.read(0, 9) == made, "what is below can still read it"
    assert "facts" in guards(engine).values(), "facts were guarded from the first schema on"
    migrate(engine)
    assert guards(engine) == guarded
    assert is_current(engine)
    assert schema_differs(engine) == []
    assert journal.read(0, 9) == made
    assert verify(engine, SITE) == journal.head()
    assert accounts.find_user("li") == li
    assert journal.use_of("li/kept") == KeyUse(4, 3, "f")
    assert journal.forget_keys(1_700_000_000_000) is False
    assert journal.use_of("li/kept") is not None, "its time counts from the last upgrade"
    engine.dispose()


def test_below_0003_a_refused_command_left_its_key_free(bare_url: str) -> None:
    engine = open_engine(bare_url)
    migrate(engine)
    journal = a_journal(engine)
    journal.append([], expected=0, key="refused", fingerprint="f", refusal="{}")
    journal.append([a_fact()], expected=0, key="recorded", fingerprint="f", refusal="{}")
    migrate(engine, "0002")
    migrate(engine)
    assert journal.use_of("refused") is None
    assert journal.use_of("recorded") == KeyUse(1, 1, "f")
    engine.dispose()


@pytest.mark.parametrize("version", ["0099", "", "tomorrow", "base", "-1"])
def test_no_schema_but_a_known_one_is_gone_to_and_none_below_the_first(
    engine: Engine, version: str
) -> None:
    made = fill(a_journal(engine), 2)
    with pytest.raises(UnknownSchema):
        migrate(engine, version)
    assert is_current(engine)
    assert a_journal(engine).read(0, 9) == made


def test_a_database_of_the_first_version_goes_on_with_everything_in_it(bare_url: str) -> None:
    engine = open_engine(bare_url)
    to_version(engine, "0001")
    journal, accounts = a_journal(engine), Accounts(engine)
    made = fill(journal, 3)
    li = accounts.add_user("li", "its hash", Role.VIEWER, now=5)
    cookie, session = accounts.sessions.open(li, now=6, expires_at=99)
    tamper(
        engine,
        "INSERT INTO command_keys (site, key, fingerprint, first_seq, last_seq)"
        " VALUES (:site, 'an old key', 'which command', 2, 3)",
        site=SITE,
    )
    migrate(engine)
    assert is_current(engine)
    assert journal.read(0, 9) == made
    assert journal.use_of("an old key") == KeyUse(2, 3, "which command")
    assert verify(engine, SITE) == journal.head()
    assert accounts.sessions.find(cookie, now=7) == session
    by = Signature(COMMAND_LINE, at=8)
    assert accounts.set_role(li.id, Role.COMMANDER, by=by) == [session.id]
    assert [note.data["account"] for note in AccountChanges(engine).untold()] == ["li"]
    engine.dispose()


def test_secrets_of_authenticator_apps_are_sealed_by_the_migration_and_opened_by_its_way_back(
    bare_url: str,
) -> None:
    engine = open_engine(bare_url)
    to_version(engine, "0014")
    user = Accounts(engine).add_user("eve", "its hash", Role.ADMINISTRATOR, now=5).id
    plain = text("INSERT INTO second_factors VALUES (:user, 'JBSWY3DPEHPK3PXP', 1, 2, 3, 0)")
    stored = text("SELECT secret FROM second_factors")
    with engine.begin() as connection:
        connection.execute(plain, {"user": user})
    migrate(engine)
    found = SecondFactors(engine).of(user)
    assert found is not None
    assert (found.secret, found.confirmed, found.last_step) == ("JBSWY3DPEHPK3PXP", True, 3)
    with engine.connect() as connection:
        assert "JBSWY" not in str(connection.scalar(stored))
    to_version(engine, "0014")
    with engine.connect() as connection:
        assert connection.scalar(stored) == "JBSWY3DPEHPK3PXP"
    engine.dispose()


def test_two_processes_may_migrate_at_once(bare_url: str) -> None:
    program = (
        "import sys\n"
        "from command_center.store.database.engine import open_engine\n"
        "from command_center.store.database.migrate import migrate\n"
        "engine = open_engine(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "migrate(engine)\n"
    )
    start = [sys.executable, "-c", program, bare_url]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(start, **pipes) for _ in range(3)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=PATIENCE_S)
    assert [process.returncode for process in processes] == [0, 0, 0]
    engine = open_engine(bare_url)
    assert is_current(engine)
    engine.dispose()


def test_whoever_comes_second_waits_longer_than_for_any_other_lock(
    bare_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration of years of facts takes minutes; a lock is given up after seconds."""
    monkeypatch.setattr(opening, "POSTGRES_OPTIONS", "-c lock_timeout=20ms")
    monkeypatch.setattr(opening, "SQLITE_BUSY_MS", 20)
    engine = open_engine(bare_url)
    if engine.dialect.name == "sqlite":
        _waits_its_turn_on_sqlite(engine)
    else:
        _waits_its_turn_on_postgres(engine)
    assert is_current(engine)
    engine.dispose()


def _waits_its_turn_on_sqlite(engine: Engine) -> None:
    """SQLite shows nobody who waits: so it is asked how long it would."""
    waits: list[int] = []

    @event.listens_for(engine, "begin")
    def ask(connection: Connection) -> None:
        waits.append(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())

    migrate(engine)
    assert waits == [TURN_MS]
    with engine.begin():
        pass
    assert waits == [TURN_MS, 20]


def _waits_its_turn_on_postgres(engine: Engine) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        " AND now() - waitstart > interval '200 ms'"
    )
    with ThreadPoolExecutor(1) as pool, engine.connect() as other:
        other.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        second = pool.submit(migrate, engine)
        with engine.connect() as look:
            looking = look.execution_options(isolation_level="AUTOCOMMIT")
            eventually(lambda: second.done() or looking.execute(waiting).scalar_one())
        assert not second.done(), second.exception()
        other.rollback()
        second.result(PATIENCE_S)

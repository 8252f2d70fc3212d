"""The migrations make exactly the tables that the code works with."""

import subprocess
import sys
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from command_center.store.engine import open_engine
from command_center.store.migrate import is_current, migrate
from command_center.store.schema import metadata
from tests.store.facts import a_journal, fill
from tests.support.waiting import PATIENCE_S


def test_migrated_is_what_the_schema_says(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_database_is_current_once_migrated_and_not_before(database_url: str) -> None:
    engine = open_engine(database_url)
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


def test_two_processes_may_migrate_at_once(database_url: str) -> None:
    program = (
        "import sys\n"
        "from command_center.store.engine import open_engine\n"
        "from command_center.store.migrate import migrate\n"
        "engine = open_engine(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "migrate(engine)\n"
    )
    command = [sys.executable, "-c", program, database_url]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=PATIENCE_S)
    assert [process.returncode for process in processes] == [0, 0, 0]
    engine = open_engine(database_url)
    assert is_current(engine)
    engine.dispose()

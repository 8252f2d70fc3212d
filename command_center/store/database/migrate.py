"""Migrates a database to the schema of this program version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from command_center.store.writer import read, run
from command_center.words.worded_error import Said

MIGRATIONS = Path(__file__).parents[1] / "migrations"
# Any constant will do that nobody else locks: "ECC" in ASCII.
ADVISORY_LOCK = 0x454343
TURN_MS = 600_000
"""So long one process waits for another that migrates (ours): years of facts are copied in minutes, and what
else waits for a lock gives up after seconds."""
NEWEST = "head"
"""Alembic's name for the schema of this version of the program."""


class UnknownSchema(Said):
    """No version of the schema has that number."""

    def __init__(self, version: str, known: list[str]) -> None:
        super().__init__("store.unknown_schema", version=version, known=known)


class OtherSchema(Said):
    """The database has a schema unknown to this release."""

    def __init__(self, version: str) -> None:
        super().__init__("store.other_schema", version=version)


def migrate(engine: Engine, version: str = NEWEST) -> None:
    """Create every table, or migrate up or down to that schema version, in one transaction. Two processes may try at
    once: the second waits for the first, at most `TURN_MS`.

    Downgrades are for returning to an older release. They keep every fact and account, and drop only what the older
    release does not know. Raises UnknownSchema, also for a version below the first: no migration deletes a journal.
    Raises OtherSchema for a database of a newer release.
    """
    scripts = ScriptDirectory.from_config(_config())
    numbers = [one.revision for one in scripts.walk_revisions()]
    if version not in (NEWEST, *numbers):
        raise UnknownSchema(version, sorted(numbers))

    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            _turn(connection)
        now = MigrationContext.configure(connection).get_current_revision()
        if now is not None and now not in numbers:
            raise OtherSchema(now)
        config = _config()
        config.attributes["connection"] = connection
        # `numbers` are newest first: what comes after today's is older.
        older = numbers[numbers.index(now) + 1 :] if now in numbers else []
        (command.downgrade if version in older else command.upgrade)(config, version)

    def transaction() -> None:
        with engine.connect() as opened:
            patient = opened.execution_options(waits_ms=TURN_MS)
            try:
                with patient.begin():
                    work(patient)
            finally:
                patient.invalidate()  # nobody else who gets it from the pool waits as long

    run(engine, transaction)


def _turn(connection: Connection) -> None:
    """Wait until no other process migrates; what is locked after that is waited for as usual."""
    usual = connection.execute(text("SHOW lock_timeout")).scalar_one()
    connection.execute(text(f"SET LOCAL lock_timeout = {TURN_MS}"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
    connection.execute(text("SELECT set_config('lock_timeout', :usual, true)"), {"usual": usual})


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly the schema of this version."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()

    def revision(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    return read(engine, revision) == newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config

"""Bringing a database to the schema this version of the program works with."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from command_center.store.writer import read, write

MIGRATIONS = Path(__file__).with_name("migrations")
# Any constant will do that nobody else locks: "ECC" in ASCII.
ADVISORY_LOCK = 0x454343


def migrate(engine: Engine) -> None:
    """Create or upgrade every table, in one transaction. Two processes may try at once."""

    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    write(engine, work)


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

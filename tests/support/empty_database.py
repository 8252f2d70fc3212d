"""A migrated SQLite database without facts, made once in a test process: migrating takes longer than most stories."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate


@cache
def empty_database() -> bytes:
    """The file's content; nothing of it is left in a log beside it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        engine = open_engine(f"sqlite:///{file}")
        migrate(engine)
        engine.dispose()
        return file.read_bytes()


def empty_at(file: Path) -> Path:
    """A new database at this place; returns the place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)  # as the product makes one
    file.write_bytes(empty_database())
    return file

"""The databases of one process: PostgreSQL for many processes, or two SQLite files for one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from command_center.settings import Settings
from command_center.store.engine import open_engine
from command_center.store.lock import DatabaseInUse, hold
from command_center.store.migrate import is_current, migrate
from command_center.words.said import Said

POSTGRES_ADDRESS = "postgresql://USER:PASSWORD@HOST:5432/NAME"
REDIS_ADDRESS = "redis://HOST:6379/0"


class NotMigrated(Said):
    """The shared database has another schema than this version of the program."""

    def __init__(self) -> None:
        super().__init__("store.not_migrated")


class BadAddress(Said):
    """A setting that should be an address is none; it may hold a password and is not repeated."""

    def __init__(self, setting: str, wanted: str) -> None:
        super().__init__("store.bad_address", setting=setting, wanted=wanted)


def first_line(error: OperationalError) -> str:
    """What the database said, without the statement and SQLAlchemy's own links."""
    return str(error.orig).strip().partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Databases:
    """`journal` holds facts, accounts and sites; `feeds` readings and positions."""

    journal: Engine
    feeds: Engine
    shared: bool


@contextmanager
def databases(
    settings: Settings, *, migrating: bool = False, reading: bool = False, lasting: bool = True
) -> Iterator[Databases]:
    """Open them for the block. The embedded default is locked to this process and migrated; whoever
    is only `reading` may do so beside the server that has it, since a journal is proved and exported
    each day and the board never stops for it. What need not be `lasting` may lose its last commits to a
    power cut.

    A shared database is migrated only by `migrating` (the command of that name).
    Raises DatabaseInUse when another process has the embedded one, NotMigrated or BadAddress for
    a shared one.
    """
    if settings.database_url:
        engine = _shared_engine(settings.database_url)
        try:
            if migrating:
                migrate(engine)
            elif not is_current(engine):
                raise NotMigrated
            yield Databases(engine, engine, shared=True)
        finally:
            engine.dispose()
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / "journal.db"
    with ExitStack() as block:
        in_use: DatabaseInUse | None = None
        try:
            block.enter_context(hold(path))
        except DatabaseInUse as error:
            if not reading:
                raise
            in_use = error
        journal = open_engine(f"sqlite:///{path}", synchronous="FULL" if lasting else "NORMAL")
        # Readings come by the thousand and can be sent again: one fsync less for each batch.
        feeds = open_engine(f"sqlite:///{settings.data_dir / 'readings.db'}", synchronous="NORMAL")
        try:
            if in_use is None:
                migrate(journal)
                migrate(feeds)
            elif not (is_current(journal) and is_current(feeds)):
                raise in_use  # another release has it
            yield Databases(journal, feeds, shared=False)
        finally:
            journal.dispose()
            feeds.dispose()


def _shared_engine(url: str) -> Engine:
    try:
        if make_url(url).get_backend_name() != "postgresql":
            # An SQLite file has one process, and its lock; opening would make it.
            raise BadAddress("CC_DATABASE_URL", POSTGRES_ADDRESS)
        return open_engine(url)
    except (ValueError, ArgumentError):
        raise BadAddress("CC_DATABASE_URL", POSTGRES_ADDRESS) from None

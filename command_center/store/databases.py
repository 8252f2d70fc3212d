"""The databases of one process: PostgreSQL for many processes, or two SQLite files for one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from command_center.settings import Settings
from command_center.store.damage import (
    FEEDS,
    JOURNAL,
    opening,
    refuse_half_pair,
    telling_damage_of_files,
    telling_damage_of_shared,
)
from command_center.store.engine import Synchronous, open_engine
from command_center.store.lock import DatabaseInUse, hold
from command_center.store.migrate import is_current, migrate
from command_center.words.worded_error import Said

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
    a shared one; DamagedDatabase and CannotOpen, also for what the block meets.
    """
    if settings.database_url:
        engine = _shared_engine(settings.database_url)
        try:
            with telling_damage_of_shared(engine):
                if migrating:
                    migrate(engine)
                elif not is_current(engine):
                    raise NotMigrated
                yield Databases(engine, engine, shared=True)
        finally:
            engine.dispose()
        return
    folder = settings.data_dir
    with ExitStack() as block:
        in_use: DatabaseInUse | None = None
        with opening(folder / JOURNAL):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                block.enter_context(hold(folder / JOURNAL))
            except DatabaseInUse as error:
                if not reading:
                    raise
                in_use = error
        journal = _embedded_engine(folder / JOURNAL, "FULL" if lasting else "NORMAL")
        block.callback(journal.dispose)
        # Readings come by the thousand and can be sent again: one fsync less for each batch.
        feeds = _embedded_engine(folder / FEEDS, "NORMAL")
        block.callback(feeds.dispose)
        with telling_damage_of_files(folder, journal):
            if in_use is None:
                migrate(journal)
                migrate(feeds)
            elif not (is_current(journal) and is_current(feeds)):
                raise in_use  # another release has it
            yield Databases(journal, feeds, shared=False)


def _embedded_engine(path: Path, synchronous: Synchronous) -> Engine:
    with opening(path):
        refuse_half_pair(path)
        return open_engine(f"sqlite:///{path}", synchronous=synchronous)


def _shared_engine(url: str) -> Engine:
    try:
        if make_url(url).get_backend_name() != "postgresql":
            # An SQLite file has one process, and its lock; opening would make it.
            raise BadAddress("CC_DATABASE_URL", POSTGRES_ADDRESS)
        return open_engine(url)
    except (ValueError, ArgumentError):
        raise BadAddress("CC_DATABASE_URL", POSTGRES_ADDRESS) from None

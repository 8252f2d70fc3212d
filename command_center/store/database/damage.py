"""Diagnoses a database error: which file is damaged, how it shows, and what to do.

It runs only after a failure, so that starts and other commands cost nothing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, OperationalError

from command_center.domain.refusal import Phrase
from command_center.settings import JOURNAL
from command_center.store.journal.verify import BrokenChain, verify
from command_center.store.schema import facts, heads, metadata
from command_center.store.writer import read
from command_center.words.system import why as why_of
from command_center.words.worded_error import Said

FEEDS = "readings.db"
"""Beside JOURNAL the other file of the embedded database."""
BY_CONTENT = (ValueError, TypeError, LookupError, AttributeError)
"""What a text raises that is not what was once written: a role, a time, a fact."""


class DamagedDatabase(Said):
    """A file, or a shared database, cannot be read as it was written. `why` says how the damage shows."""

    def __init__(self, key: str, why: Phrase | str, path: Path | None = None) -> None:
        if isinstance(why, str):  # SQLite quotes whole statements, over several lines
            why = " ".join(why.split())
        where = {} if path is None else {"path": str(path)}
        super().__init__(key, why=why, **where)


class CannotOpen(Said):
    """The operating system denies access to a database file."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__("store.cannot_open", path=str(path), why=why_of(error))


def first_line(error: DBAPIError) -> str:
    """Return the database's message, without the statement and SQLAlchemy's links."""
    return str(error.orig).strip().partition("\n")[0]


def refuse_half_pair(path: Path) -> None:
    """Raise DamagedDatabase for an empty file with a non-empty write-ahead log: opening the two would make SQLite
    delete the log, and with it the newest facts.
    """
    log = path.with_name(path.name + "-wal")
    if log.is_file() and log.stat().st_size and not (path.exists() and path.stat().st_size):
        raise _of_file(path, Phrase("store.damage.only_log", {"log": log.name}))


def refuse_damaged(path: Path) -> None:
    """Raise DamagedDatabase for a file with any damaged page."""
    if found := damage_of(path):
        raise _of_file(path, found)


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Name the file in an error about denied access."""
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "Is a directory", str(path))
        yield
    except OSError as error:
        raise CannotOpen(Path(error.filename or path), error) from error


@contextmanager
def telling_damage_of_files(folder: Path, journal: Engine) -> Iterator[None]:
    """Raise DamagedDatabase in place of an error caused by damage to the embedded files."""
    try:
        yield
    except (DBAPIError, *BY_CONTENT) as error:
        if found := damage_of(folder / JOURNAL):
            raise _of_file(folder / JOURNAL, found) from error
        if isinstance(error, DBAPIError):
            if found := damage_of(folder / FEEDS):
                raise _of_file(folder / FEEDS, found) from error
            if isinstance(error, OperationalError):
                raise  # a full disk, a lock: nothing is damaged
            raise _of_file(folder / JOURNAL, first_line(error)) from error
        if broken := _broken(journal):
            raise _of_file(folder / JOURNAL, broken.phrase) from error
        raise


@contextmanager
def telling_damage_of_shared(engine: Engine) -> Iterator[None]:
    """Raise DamagedDatabase in place of an error that says a shared database is not as written."""
    try:
        yield
    except OperationalError:
        raise  # it is away
    except DBAPIError as error:
        raise DamagedDatabase("store.damaged_shared", first_line(error)) from error
    except BY_CONTENT as error:
        if broken := _broken(engine):
            raise DamagedDatabase("store.damaged_shared", broken.phrase) from error
        raise


def damage_of(path: Path) -> Phrase | str | None:
    """Return how a file of the embedded database is damaged; None for a sound one.

    Every page is checked (SQLite's quick_check), and whether each table exists.
    """
    wanted = {*metadata.tables, "alembic_version"}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            [(said,)] = database.execute("PRAGMA quick_check(1)")
            names = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    except sqlite3.OperationalError as error:
        # Busy, or no access: that is not damage. A page that cannot be read is.
        return str(error) if error.sqlite_errorname.startswith("SQLITE_IOERR") else None
    except sqlite3.DatabaseError as error:
        return str(error)
    except UnicodeDecodeError:  # SQLite quotes what it stumbles over
        return Phrase("store.damage.unreadable")
    if said != "ok":
        return str(said)
    missing = sorted(wanted - names)
    return Phrase("store.damage.no_table", {"tables": missing}) if missing else None


def _of_file(path: Path, found: Phrase | str) -> DamagedDatabase:
    key = "store.damaged_feeds" if path.name == FEEDS else "store.damaged"
    return DamagedDatabase(key, found, path)


class Altered(ValueError):
    """A fact differs from what was written, so no rule can interpret it."""


def refuse_altered(engine: Engine) -> None:
    """Raise Altered if the journal differs from what was written; called when facts could not be folded. Such damage
    is repaired only from a backup; it is not a fact on which a rule fails.
    """
    if broken := _broken(engine):
        raise Altered(str(broken.phrase))


def _broken(engine: Engine) -> BrokenChain | None:
    """The first fact that is not as it was written, of any site."""
    try:
        sites = read(
            engine,
            lambda c: {*c.scalars(select(heads.c.site)), *c.scalars(select(facts.c.site).limit(1))},
        )
        for site in sorted(sites):
            verify(engine, site)
    except BrokenChain as broken:
        return broken
    except (DBAPIError, *BY_CONTENT):
        return None
    return None

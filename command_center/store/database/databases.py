"""The databases of one process: PostgreSQL for many processes, or two SQLite files for one."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from command_center.settings import JOURNAL, Settings, data_folders, plant_folder
from command_center.store.database.damage import (
    FEEDS,
    opening,
    refuse_half_pair,
    telling_damage_of_files,
    telling_damage_of_shared,
)
from command_center.store.database.engine import Synchronous, open_engine
from command_center.store.database.lock import DatabaseInUse, hold
from command_center.store.database.migrate import is_current, migrate
from command_center.words.worded_error import Said

POSTGRES_ADDRESS = "postgresql://USER:PASSWORD@HOST:5432/NAME"
REDIS_ADDRESS = "redis://HOST:6379/0"


class NotMigrated(Said):
    """The shared database has a different schema than this program version."""

    def __init__(self) -> None:
        super().__init__("store.not_migrated")


class BadAddress(Said):
    """A setting is not a valid address; it may contain a password and is not repeated."""

    def __init__(self, setting: str, wanted: str) -> None:
        super().__init__("store.bad_address", setting=setting, wanted=wanted)


class Elsewhere(Said):
    """Nobody has said where the plant's databases are, and they are not in the default place, or they are in two
    places, or those in `var` are another plant's: a new, empty database or a foreign one would be used instead.
    """


@dataclass(frozen=True, slots=True)
class Databases:
    """`journal` holds facts, accounts and sites; `feeds` readings and positions."""

    journal: Engine
    feeds: Engine
    shared: bool


@contextmanager
def databases(
    settings: Settings,
    *,
    migrating: bool = False,
    reading: bool = False,
    lasting: bool = True,
    beside: bool = False,
    beginning: bool = True,
) -> Iterator[Databases]:
    """Open the databases for the block. The embedded default is locked to this process and migrated. A caller that is
    only `reading` may run beside the server that holds the lock, because the journal is verified and exported each
    day and the board never stops for it. `beside` may also write beside it: changes of accounts, which the server
    looks for each second. Without `lasting`, a power cut may lose the last commits. Without `beginning`, no database
    is created for a plant that has none, nor the folder that CC_DATA_DIR names.

    A shared database is migrated only by `migrating` (the command of that name). Raises Elsewhere if it is not known
    which database is meant; DatabaseInUse if another process holds the embedded one; NotMigrated or BadAddress for a
    shared one; DamagedDatabase and CannotOpen, also for errors within the block.
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
    _refuse_elsewhere(settings, beginning=beginning and not reading)
    folder = settings.data_dir
    with ExitStack() as block:
        in_use: DatabaseInUse | None = None
        with opening(folder / JOURNAL):
            folder.mkdir(parents=True, exist_ok=True)
            try:
                block.enter_context(hold(folder / JOURNAL))
            except DatabaseInUse as error:
                if not (reading or beside):
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


def _refuse_elsewhere(settings: Settings, *, beginning: bool) -> None:
    """Raises Elsewhere, with what would mend it."""
    if settings.site is not None and not settings.site.exists():
        raise Elsewhere("store.no_site", path=str(settings.site))
    if settings.data_dir_given:
        if not beginning and not settings.data_dir.exists():
            raise Elsewhere("store.no_database", folders=[str(settings.data_dir.absolute())])
        return
    folders = data_folders(settings.site)
    found = [folder for folder in folders if (folder / JOURNAL).exists()]
    if len(found) > 1:
        raise Elsewhere("store.two_places", folders=[str(folder.absolute()) for folder in found])
    if found:
        if found[0] != folders[0]:
            _refuse_foreign(found[0] / JOURNAL, settings.site)
        return
    looked = [str(folder.absolute()) for folder in folders]
    if plant_folder(settings.site) is None:
        below = sorted(str(path.parent.parent) for path in Path().glob(f"*/data/{JOURNAL}"))
        if below:
            raise Elsewhere("store.plant_below", folders=looked, plants=below)
        raise Elsewhere("store.no_plant", folders=looked)
    if not beginning:
        raise Elsewhere("store.no_database", folders=looked)


def _refuse_foreign(journal: Path, site: Path | None) -> None:
    """Raises Elsewhere if the journal in `var` holds facts, and none of the plant that is meant. A file that cannot be
    read is told where it is opened.
    """
    folder = plant_folder(site) or Path()
    file = folder / "site.yaml" if site is None or site.is_dir() else site
    try:
        described = yaml.safe_load(file.read_text(encoding="utf-8"))
        with closing(sqlite3.connect(f"{journal.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            held = sorted(site for (site,) in opened.execute("SELECT DISTINCT site FROM facts"))
    except (OSError, ValueError, yaml.YAMLError, sqlite3.Error):
        return
    plant = described.get("id") if isinstance(described, dict) else None
    if held and isinstance(plant, str) and plant not in held:
        raise Elsewhere(
            "store.foreign", folder=str(journal.parent.absolute()), plants=held, plant=plant
        )


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

"""Fixtures: control rooms on real databases, closed again after the test."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.store.database.engine import open_engine
from tests.support.empty_database import empty_at
from tests.support.factories import ControlRoom

OpenRoom = Callable[..., ControlRoom]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating takes longer than most stories."""
    return empty_at(tmp_path_factory.mktemp("template") / "journal.sqlite")


@pytest.fixture
def quick_engine(empty_database: Path, tmp_path: Path) -> Iterator[Engine]:
    """A journal's database that waits for no disk: for tests that kill nothing."""
    file = tmp_path / "journal.sqlite"
    shutil.copyfile(empty_database, file)
    engine = open_engine(f"sqlite:///{file}", synchronous="NORMAL")
    yield engine
    engine.dispose()


@pytest.fixture
def rooms() -> Iterator[OpenRoom]:
    """Opens control rooms: a file or URL, then what `ControlRoom` takes."""
    opened: list[ControlRoom] = []

    def open_room(where: Path | str, *args: Any, **kwargs: Any) -> ControlRoom:
        opened.append(ControlRoom(where, *args, **kwargs))
        return opened[-1]

    yield open_room
    for room in opened:
        room.journal.engine.dispose()


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of the small works, nothing wrong yet."""
    return rooms(Path(shutil.copy(empty_database, tmp_path / "journal.sqlite")))


@pytest.fixture
def room_of(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> Callable[..., ControlRoom]:
    """Opens the night shift of a works that a test describes, each time on an empty journal."""
    opened = count()

    def open_room(site: Any) -> ControlRoom:
        file = tmp_path / f"room-{next(opened)}.sqlite"
        return rooms(Path(shutil.copy(empty_database, file)), site)

    return open_room

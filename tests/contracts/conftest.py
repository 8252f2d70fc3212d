"""Every test here that asks for `engine` runs twice: on an SQLite file and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from command_center.store.database.engine import open_engine
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'center.db'}"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> str:
    """A new, migrated database."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(empty_database, tmp_path / 'center.db')}"
    return str(request.getfixturevalue("migrated_postgres"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """That database, opened."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def night(engine: Engine, database_url: str, rooms: OpenRoom) -> ControlRoom:
    """The night shift of the small works on that database."""
    return rooms(database_url)

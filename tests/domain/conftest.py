"""The control room that the stories of the domain are told in."""

import shutil
from pathlib import Path

import pytest

from command_center.store.engine import open_engine
from command_center.store.migrate import migrate
from tests.support.factories import ControlRoom


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy: migrating takes longer than most of these stories."""
    file = tmp_path_factory.mktemp("template") / "journal.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def room(tmp_path: Path, empty_database: Path) -> ControlRoom:
    """The night shift of the small works, nothing wrong yet."""
    return ControlRoom(Path(shutil.copy(empty_database, tmp_path / "journal.sqlite")))

"""A journal on a real file, and one process over it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from command_center.store.database.engine import open_engine
from tests.domain.watched_site import watched_site
from tests.duties.center import Center


@pytest.fixture
def engine(tmp_path: Path, empty_database: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{shutil.copy(empty_database, tmp_path / 'center.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def center(engine: Engine) -> Center:
    center = Center(engine, watched_site(h=6.0, on_delay_s=2))
    center.beat(0)
    return center

"""Whole servers, one after the other on one folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills_tried.whole import Folder, folder


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Folder]:
    """Where servers run; nothing runs yet."""
    with folder(tmp_path) as made:
        yield made

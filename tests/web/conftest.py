"""A center for every test of the doors."""

from pathlib import Path

import pytest

from tests.web.center import Center


@pytest.fixture
def center(tmp_path: Path) -> Center:
    """As an ordinary site runs it: no demonstration, on loopback."""
    return Center(tmp_path)


@pytest.fixture
def demo(tmp_path: Path) -> Center:
    """As `command-center demo` runs it."""
    return Center(tmp_path, demo=True)

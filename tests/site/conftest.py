"""The sites that come with the product, read on a fixed day."""

from datetime import date
from pathlib import Path

import pytest

from command_center import site_file
from command_center.domain.site.model import Site

SITES = Path(__file__).parents[2] / "sites"
TODAY = date(2026, 11, 25)


@pytest.fixture(scope="session")
def demo() -> Site:
    return site_file.load(SITES / "demo", today=TODAY)


@pytest.fixture(scope="session")
def fixed() -> Site:
    return site_file.load(SITES / "demo-fixed", today=TODAY)


@pytest.fixture(scope="session")
def net3() -> Site:
    return site_file.load(SITES / "net3", today=TODAY)


@pytest.fixture(scope="session")
def demo_text() -> str:
    return (SITES / "demo" / "site.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def net3_text() -> str:
    return (SITES / "net3" / "site.yaml").read_text(encoding="utf-8")

"""The two tickets, the handover and the contractors, played by hand in browsers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.works_by_hand import Plant, played
from tests.plays import loops as loops  # noqa: PLC0414 - declares the stories
from tests.plays.story import STORIES

pytestmark = pytest.mark.e2e
NAMES = [
    "operation-ticket",
    "work-ticket",
    "handover",
    "periodic-test",
    "violation",
    "readmission",
    "contractor-entry",
    "certificate",
]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    return Plant(tmp_path_factory.mktemp("plant"))


@pytest.mark.parametrize(
    ("name", "n"), [(one, n) for one in NAMES for n in range(len(STORIES[one]))]
)
def test_it_is_played_by_hand_from_its_first_state_to_an_end(
    name: str, n: int, known: Plant, browser: Browser, tmp_path: Path
) -> None:
    played(browser, known, tmp_path, STORIES[name][n], name)

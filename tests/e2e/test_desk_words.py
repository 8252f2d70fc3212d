"""No word of a desk page is smaller than 14 px, on a control room's screen or on a laptop's."""

import pytest
from playwright.sync_api import Browser

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.e2e.test_accessibility import opened
from tests.e2e.test_phone import FINE_PRINT
from tests.support.pages import watched_page
from tests.support.staged_night import StagedNight

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
def test_every_word_of_a_desk_can_be_read(
    crisis: StagedNight, browser: Browser, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    with watched_page(browser, crisis.center.url, Role.COMMANDER, viewport=viewport) as watched:
        for path in PAGES:
            if path != "/":
                assert opened(watched, crisis, path).evaluate(FINE_PRINT) == [], path

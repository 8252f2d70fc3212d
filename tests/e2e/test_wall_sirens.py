"""The wall's word on a siren that could not be told to stop, or could not be told at all: under Outside, with an open
incident and without one, at 1080p and 4K, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.test_wall_drawn import SIZES, misdrawn, the_wall
from tests.support.pages import command, watched_page
from tests.support.staged_night import StagedNight, staged_night

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(300)]

CRISIS_S = 420.0
SIRENS = ("public-address-north", "siren-tank-farm")


def enrol(night: StagedNight) -> None:
    sirens = [{"id": one, "exercises": True} for one in SIRENS]
    body = {"gateway": "gw-1", "sirens": sirens}
    assert night.center.post("sirens", night.secrets["plant"], body).status_code == 202


def tell(night: StagedNight, incident: str, outcome: str) -> None:
    """What became of the newest message of an incident at every siren."""
    for siren in SIRENS:
        asked = f"warnings?siren={siren}"
        listed = night.center.get(asked, night.secrets["plant"])
        [one] = [one for one in listed["warnings"] if one["incident"] == incident]
        told = {
            "incident": incident, "message": one["message"], "outcome": outcome,
            "happened_at": listed["now"], "tries": 3, "why": "connection refused",
        }  # fmt: skip
        body = {"siren": siren, "outcomes": [told]}
        answer = night.center.post("siren-outcomes", night.secrets["plant"], body)
        assert answer.json()["rejected"] == []


def left_sounding(browser: Browser, night: StagedNight) -> None:
    """An incident is opened and withdrawn; its alert reaches every siren, its end none."""
    url = night.center.url
    with watched_page(browser, url, Role.COMMANDER) as watched:
        opened = command(watched, url, "incident.open", place="W3", title="Smell")
        incident = opened["facts"][0]["incident"]
        tell(night, incident, "taken")
        command(watched, url, "incident.withdraw", incident=incident, reason="nothing there")
        tell(night, incident, "failing")


@pytest.fixture(scope="module")
def quiet(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with staged_night(tmp_path_factory.mktemp("quiet"), None) as night:
        enrol(night)
        left_sounding(browser, night)
        yield night.center.url


@pytest.fixture(scope="module")
def crisis(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The night's own incident, whose alert reached no siren, and another one's that is over."""
    with staged_night(tmp_path_factory.mktemp("crisis"), CRISIS_S) as night:
        enrol(night)
        tell(night, "INC-1", "failing")
        left_sounding(browser, night)
        yield night.center.url


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", ["quiet", "crisis"])
def test_the_wall_says_under_outside_which_siren_may_still_sound(
    request: pytest.FixtureRequest, browser: Browser, state: str, language: str
) -> None:
    url: str = request.getfixturevalue(state)
    over = say(language, "siren.all.short.unended", n=len(SIRENS))
    with watched_page(browser, url, Role.VIEWER, language=language) as watched:
        page = the_wall(watched, url)
        outside = page.get_by_label(say(language, "cell.outside"), exact=True)
        for width, height in SIZES.values():
            page.set_viewport_size({"width": width, "height": height})
            expect(outside).to_contain_text(over, use_inner_text=True)
            if state == "quiet":
                expect(outside).to_contain_text(", ".join(SIRENS), use_inner_text=True)
            else:
                alert = say(language, "siren.all.short.unreached", n=len(SIRENS))
                expect(outside).to_contain_text(alert, use_inner_text=True)
            assert misdrawn(page) == []

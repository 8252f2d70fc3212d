"""From an observer's photograph to the pass that closes an action: the pages of a drill and its review."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, FilePayload, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import SITE, night
from tests.support.pages import Watched, watched_page
from tests.support.pictures import HERE, a_camera_picture
from tests.support.running_center import RunningCenter
from tests.support.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.e2e

WIDE, PHONE = {"width": 1920, "height": 1080}, {"width": 390, "height": 844}
DAY_MS = 86_400_000


def told(key: str, **params: Any) -> str:
    return say("en", key, **params)


class Desk:
    """A role's own desk, away from the page that is looked at."""

    def __init__(self, center: RunningCenter, role: Role) -> None:
        self.url = center.url
        self.session = requests.Session()
        self.session.headers["Origin"] = center.url
        role_asked = {"role": role.value}
        assert self.session.post(
            f"{self.url}/api/v1/session", json=role_asked, timeout=PATIENCE_S
        ).ok

    def post(self, path: str, body: Any) -> Any:
        answer = self.session.post(f"{self.url}/api/v1/{path}", json=body, timeout=PATIENCE_S)
        assert answer.ok, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        return self.session.get(f"{self.url}/api/v1/{path}", timeout=PATIENCE_S)

    def does(self, kind: str, **data: Any) -> Any:
        return self.post("commands", {"kind": kind, "data": data})["facts"][0]["data"]


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("lineage")) as started:
        yield started


@pytest.fixture(scope="module")
def controller(center: RunningCenter) -> Desk:
    return Desk(center, Role.CONTROLLER)


def begun(controller: Desk) -> str:
    asked = {"name": "Night leak", "scenario": "night-toxic-leak", "seed": 7}
    drill = str(controller.post("drills/surprise", asked)["drill"])
    controller.does("drill.start", drill=drill)
    return drill


def over(controller: Desk, drill: str) -> None:
    """Ended; the duties reveal it and begin its review."""
    controller.does("drill.end", drill=drill)
    eventually(lambda: controller.get(f"drills/{drill}").json()["revealed"])
    eventually(lambda: controller.get(f"reviews/{drill}").status_code == requests.codes.ok)


@pytest.fixture(scope="module")
def seen_drill(center: RunningCenter, controller: Desk, browser: Browser) -> str:
    """A drill of which an evaluator noted something on the console, with a photograph."""
    drill = begun(controller)
    with watched_page(browser, center.url, Role.EVALUATOR, viewport=WIDE) as seen:
        page = at(seen, center, "/drills")
        page.get_by_role("button", name=told("drills.note_add"), exact=True).click()
        page.locator(".note-form select").select_option(index=1)
        page.locator(".note-form input[type=radio]").nth(3).check()
        page.locator(".note-form textarea").fill("C2 locked")
        picture: FilePayload = {
            "name": "c2.jpg",
            "mimeType": "image/jpeg",
            "buffer": a_camera_picture("JPEG", (640, 480)),
        }
        page.locator(".note-form input[type=file]").set_input_files([picture])
        expect(page.locator(".photograph-field li[data-state='kept'] img")).to_be_visible()
        page.get_by_role("button", name=told("drills.note_send"), exact=True).click()
        drawn(page, ".notes .photographs img")
    over(controller, drill)
    return drill


def at(seen: Watched, center: RunningCenter, address: str) -> Page:
    seen.page.goto(f"{center.url}{address}")
    seen.is_live()
    return seen.page


def drawn(page: Page, where: str) -> None:
    """A picture is there, and it is one."""
    picture = page.locator(where).first
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "(where) => (document.querySelector(where) || {}).naturalWidth === 640", arg=where
    )


def test_a_photograph_stands_beside_its_note_in_review_and_replay(
    center: RunningCenter, browser: Browser, seen_drill: str
) -> None:
    with watched_page(browser, center.url, Role.VIEWER, viewport=WIDE) as seen:
        page = at(seen, center, f"/reviews/{seen_drill}")
        expect(page.locator("[data-observation]")).to_contain_text("C2 locked")
        drawn(page, "[data-observation] .photographs img")
        address = page.locator("[data-observation] .photographs a").get_attribute("href")
        whole = page.context.request.get(f"{center.url}{address}")
        assert whole.headers["content-type"] == "image/jpeg"
        assert HERE not in whole.body()
        note = page.locator("[data-observation]").get_attribute("data-observation")
        page.goto(f"{center.url}/replay/{seen_drill}?fact={note}")
        expect(page.locator(f".replay-note[data-note='{note}']")).to_contain_text("C2 locked")
        drawn(page, ".replay-note img")
        page.get_by_label(told("replay.as_commander")).check()
        expect(page.locator(".replay-note")).to_have_count(0)  # a commander could not see it


@pytest.fixture(scope="module")
def actions(center: RunningCenter, controller: Desk, seen_drill: str) -> tuple[str, str]:
    """Two actions of its review: one that a drill can observe, late, and one that none can."""
    chief = Desk(center, Role.COMMANDER)
    fact = controller.get(f"reviews/{seen_drill}").json()["clock"]["ended_seq"]
    found = []
    for problem, days in (("water:EP", 0), ("The radio is dead", 9)):
        more = {"problem": problem} if ":" in problem else {}
        finding = chief.does(
            "finding.add", review=seen_drill, text=f"About {problem}", facts=[fact], **more
        )["finding"]
        action = str(chief.does("action.open", finding=finding, text="Mend it")["action"])
        due = int(center.clock.now()) + days * DAY_MS + 1_500
        chief.does("action.assign", action=action, owner=SITE.people[0].id, due_at=due)
        found.append(action)
    return found[0], found[1]


def test_every_action_has_its_line_and_stands_where_it_does(
    center: RunningCenter, controller: Desk, browser: Browser, actions: tuple[str, str]
) -> None:
    pool, radio = actions
    second = begun(controller)
    over(controller, second)
    eventually(lambda: controller.get("reviews/lineage?standing=late").json()["actions"])
    with watched_page(browser, center.url, Role.VIEWER, viewport=WIDE) as seen:
        page = at(seen, center, "/reviews/lineage")
        lines = page.locator(".lineage-line")
        expect(lines).to_have_count(2)
        line = page.locator(f"[data-action='{pool}']")
        expect(line).to_have_attribute("data-standing", "late")
        expect(line.locator("[data-stage='drill']")).to_contain_text(told("lineage.never_fired"))
        expect(line.locator("[data-stage='pass']")).to_contain_text(
            told("action.needs_pass", who="controller or evaluator")
        )
        expect(line.locator("[data-stage='finding'] a[href^='/replay/']")).to_have_count(1)
        expect(page.locator(f"[data-action='{radio}'] [data-stage='drill']")).to_contain_text(
            told("lineage.not_asked", why="")[:12]
        )
        for shown, count in (("late", 1), ("closed", 0), ("open", 2), ("all", 2)):
            page.locator(f"[data-shown='{shown}']").click()
            expect(lines).to_have_count(count)
        page.goto(f"{center.url}/reviews/lineage?action={radio}")
        expect(lines).to_have_count(1)
        expect(lines).to_have_attribute("data-action", radio)


def test_a_third_drill_shows_a_pass_and_a_person_puts_it_on_record(
    center: RunningCenter, controller: Desk, browser: Browser, actions: tuple[str, str]
) -> None:
    pool, _ = actions
    third = begun(controller)
    plan = controller.get(f"drills/{third}/plan").json()["plan"]
    tested = next(one for one in plan["tested"] if one["action"] == pool)
    chief = Desk(center, Role.COMMANDER)
    place = SITE.plans[0].places[0]
    opened = {"kind": "incident.open", "drill": third, "data": {"place": place}}
    incident = chief.post("commands", opened)["facts"][0]["incident"]
    controller.does("inject.fire", drill=third, inject=tested["inject"], reason="Now")
    outfall = next(pool.outfall for pool in SITE.pools if pool.outfall)
    shut = {"incident": incident, "element": outfall, "state": "shut"}
    chief.post("commands", {"kind": "valve.report", "drill": third, "data": shut})
    row = f"board.row('drill', '{third}:direction')"
    with watched_page(browser, center.url, Role.EVALUATOR, viewport=WIDE) as seen:
        page = at(seen, center, "/drills")
        page.wait_for_function(
            f"(id) => center.{row}?.expectations?.[id]?.state === 'met'",
            arg=tested["expectation"],
        )
        over(controller, third)
        page = at(seen, center, f"/reviews/{third}")
        line = page.locator(f"[data-tested='{pool}']")
        expect(line).to_have_attribute("data-result", "pass")
        line.get_by_role("button", name=told("lineage.record_pass")).click()
        expect(line).to_contain_text(told("lineage.sure_pass", action=pool))
        line.locator(".sure button").first.click()
        expect(line).to_contain_text(told("action.state.closed"))
    with watched_page(browser, center.url, Role.VIEWER, viewport=PHONE) as seen:
        page = at(seen, center, "/reviews/lineage")
        line = page.locator(f"[data-action='{pool}']")
        expect(line).to_have_attribute("data-standing", "closed")
        passed = line.locator("[data-stage='pass']")
        expect(passed).to_contain_text(f"passed in {third}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

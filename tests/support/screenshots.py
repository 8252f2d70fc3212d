"""Pictures of the screens: `python -m tests.support.screenshots` fills docs/images.

A real center stands in the middle of the simulated night (`staged_night`), first in the quiet, then in
the crisis; in a drill (`staged_drill`), first in its middle, then after it; after two drills
(`staged_lineage`), with the first's report; and in the demonstration after its half year
(`staged_half_year`). In the quiet a scenario is edited too.
`--all FOLDER` takes every page of the night in both languages, both themes and three sizes too.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from command_center.domain.actor import Role
from layouts.pages import PAGES
from tests.support.chromium import find_chromium, flags
from tests.support.pages import Watched, watched_page
from tests.support.running_center import REPOSITORY
from tests.support.staged_drill import SCENARIO, staged_drill
from tests.support.staged_half_year import staged_half_year
from tests.support.staged_lineage import FIRST, staged_lineage
from tests.support.staged_night import staged_night

IMAGES = REPOSITORY / "docs" / "images"
LANGUAGES = ("en", "zh-CN")
THEMES = ("dark", "light")
FULL_HD = (1920, 1080)
SIZES = (FULL_HD, (3840, 2160), (390, 844))
CRISIS_S = 300.0
"""From the leak: the incident is led, the first kit was refused, the first directives are late."""
DRAWN_MS = 4000
"""Shapes, charts and grids are drawn after the first rows."""
DRAWN = """() => !document.querySelector('.panel-waiting, main [aria-busy="true"]:not(ol)')
  && [...document.querySelectorAll('main .drawn-figure')].every((one) => one.querySelector('.main-svg'))"""
"""No part of the page waits for its figures any more, and each of them is drawn."""
ENGLISH_ONLY = frozenset({"drills", "lineage"})
"""Pictures of documents that have no Chinese twin."""
SIGN_IN = "/sign-in"
TRIES = 5
LIVE = "!window.center?.link || center.link.state() === 'live'"
DRILL_S = 328.0
"""From a drill's start: some of what is expected was met, some was missed, and most is to come."""
CHOSEN = {
    "quiet": ("/", "/resources", "/people", "/help"),
    "crisis": ("/command", "/alarms", "/tanks", "/log", "/"),
}
"""What the documentation shows, by state; the wall is the only page shown in both. In the crisis it
comes last: a level has a rate once the center has heard it for a while."""


LINEAGE = "lineage"
PAPER_DPI, GAP_PX = 88, 14
"""Two sheets of A4 beside each other are as wide as a page of the documentation."""
MISTAKES = (("inject: onset\n", "inject: onsett\n"), ("by_s: 195", "by_s: 3:15"))
"""What is written in a scenario, and what somebody mistyped: the first of them twice."""
LIVED = "lived"
LIVED_PAGES = {
    "cockpit": ("/cockpit", Role.COMMANDER),
    "heat": ("/heat?across=kind", Role.COMMANDER),
    "matter": ("/matters/{permit}", Role.COMMANDER),
    "feeds": ("/feeds", Role.CONTROLLER),
    "templates": ("/templates?template=hazard", Role.CONTROLLER),
}
"""Of the lived half year, each page's address and who looks at it; `{permit}` is work that was paused tonight."""
ROUND = (390, 844)
HEARD_MS = 20_000
"""Until the gateway has read every tag and told about itself."""
DRILLED = {"drills": ("/drills", DRILL_S), "review": ("/reviews/DRL-1", None)}
"""Of a drill, its console and its review: the address, and how long after the drill's start."""


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str = "en"
    theme: str = "dark"
    size: tuple[int, int] = FULL_HD


def name_of(path: str) -> str:
    """The page's name in a file's."""
    return PAGES[path].name if path in PAGES else path.strip("/")


def languages_of(name: str) -> tuple[str, ...]:
    """The languages in which a document shows that picture."""
    return ("en",) if name in ENGLISH_ONLY else LANGUAGES


@contextmanager
def looking(
    browser: Browser, url: str, look: Look, role: Role | None = Role.COMMANDER
) -> Iterator[Watched]:
    """Somebody's browser of that size, language and theme; fails if a page complained."""
    viewport = {"width": look.size[0], "height": look.size[1]}
    with watched_page(browser, url, role, language=look.language, viewport=viewport) as seen:
        seen.page.add_init_script(f"localStorage.setItem('theme', '{look.theme}')")
        yield seen


def show(seen: Watched, url: str, path: str) -> None:
    """The page at `path`, with its first rows; not yet its shapes, charts and grids."""
    seen.page.goto(f"{url}{path}")
    if path == SIGN_IN:
        seen.page.locator("form").wait_for()
    else:
        seen.is_live()


def picture(seen: Watched, file: Path) -> None:
    """One picture of what is shown. A phone's is as long as the page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if seen.page.locator("main").count():
        seen.page.wait_for_function(DRAWN)
    narrow = (seen.page.viewport_size or {"width": 0})["width"] < 600
    for _ in range(TRIES):
        before = seen.page.evaluate(LIVE)
        seen.page.screenshot(path=file, full_page=narrow)
        if before and seen.page.evaluate(LIVE):
            break
        seen.is_live()  # a busy machine lost the link for a moment, and the picture is grey
    print(f"[screenshots] {file}", flush=True)


def take(seen: Watched, url: str, path: str, file: Path) -> None:
    """The page at `path`, drawn whole, as one picture."""
    show(seen, url, path)
    seen.page.wait_for_timeout(DRAWN_MS)
    picture(seen, file)


def chosen(browser: Browser, url: str, state: str) -> None:
    """The few pictures of a state that the documentation shows."""
    for language in LANGUAGES:
        with looking(browser, url, Look(language)) as seen:
            for path in CHOSEN[state]:
                of_wall = f"-{state}" if path == "/" else ""
                file = IMAGES / f"{name_of(path)}{of_wall}-{language}.png"
                take(seen, url, path + leaking(seen) if path == "/tanks" else path, file)


def drilled(browser: Browser, name: str) -> None:
    """The picture of that name of a drill, in both languages."""
    path, until_s = DRILLED[name]
    with tempfile.TemporaryDirectory() as folder, staged_drill(Path(folder), until_s) as center:
        for language in languages_of(name):
            with looking(browser, center.url, Look(language), Role.CONTROLLER) as seen:
                take(seen, center.url, path, IMAGES / f"{name}-{language}.png")


def descended(browser: Browser) -> None:
    """From the findings of one drill to the passes of the next, in both languages."""
    with tempfile.TemporaryDirectory() as folder, staged_lineage(Path(folder)) as center:
        for language in LANGUAGES:
            with looking(browser, center.url, Look(language), Role.VIEWER) as seen:
                show(seen, center.url, "/reviews/lineage")
                seen.page.locator(".lineage-line").last.wait_for()
                if language in languages_of(LINEAGE):
                    picture(seen, IMAGES / f"{LINEAGE}-{language}.png")
                printed(seen, center.url, language)


def lived(browser: Browser) -> None:
    """Pages of matters and feeds after the half year, in both languages; what somebody owes, also on a phone."""
    for language in LANGUAGES:
        with (
            tempfile.TemporaryDirectory() as folder,
            staged_half_year(Path(folder), language) as plant,
        ):
            for name, (path, role) in LIVED_PAGES.items():
                with looking(browser, plant.url, Look(language), role) as seen:
                    at = path.format(permit=_paused(seen, plant.url))
                    show(seen, plant.url, at)
                    seen.page.wait_for_timeout(HEARD_MS if name == "feeds" else DRAWN_MS)
                    picture(seen, IMAGES / f"{name}-{language}.png")
            for name, size in (("mine", FULL_HD), ("round", ROUND)):
                with looking(browser, plant.url, Look(language, size=size), None) as seen:
                    asked = seen.page.context.request
                    assert asked.post(f"{plant.url}/api/v1/session", data={"token": plant.token}).ok
                    wanted = {"mine": "hazard", "round": "inspection-round"}[name]
                    take(
                        seen, plant.url, f"/mine?matter={_owed(seen, plant.url, wanted)}",
                        IMAGES / f"{name}-{language}.png",
                    )  # fmt: skip


def _paused(seen: Watched, url: str) -> str:
    """The work that was paused tonight."""
    told = seen.page.context.request.get(f"{url}/api/v1/matters").json()["matters"]
    return str(next(one["id"] for one in told if one["state"] == "paused"))


def _owed(seen: Watched, url: str, template: str) -> str:
    """The first matter of a template that waits for who is signed in."""
    asked = seen.page.context.request
    lines = asked.get(f"{url}/api/v1/mine").json()["owed"]
    matters = (asked.get(f"{url}/api/v1/mine/{one['id']}").json() for one in lines)
    return str(next(one["id"] for one in matters if one["template"] == template))


def printed(seen: Watched, url: str, language: str) -> None:
    """The first two pages of the first drill's signed report, where a word processor is at hand."""
    programs = [shutil.which(name) for name in ("soffice", "pdftoppm")]
    if None in programs:
        print("[screenshots] no report: it takes soffice (LibreOffice) and pdftoppm", flush=True)
        return
    writer, painter = map(str, programs)
    with tempfile.TemporaryDirectory() as folder:
        word = Path(folder) / "report.docx"
        answer = seen.page.context.request.get(f"{url}/api/v1/reviews/{FIRST}.docx?lang={language}")
        word.write_bytes(answer.body())
        subprocess.run([writer, "--headless", "--convert-to", "pdf", word], cwd=folder, check=True)
        subprocess.run(
            [painter, "-png", "-r", str(PAPER_DPI), "-l", "2", "report.pdf", "page"],
            cwd=folder, check=True,
        )  # fmt: skip
        pages = [Image.open(file).convert("RGB") for file in sorted(Path(folder).glob("page*.png"))]
    wide, high = pages[0].size
    both = Image.new("RGB", (2 * wide + GAP_PX, high), "gray")
    for n, page in enumerate(pages):
        both.paste(page, (n * (wide + GAP_PX), 0))
    file = IMAGES / f"report-{language}.png"
    both.save(file, optimize=True)
    print(f"[screenshots] {file}", flush=True)


def edited(browser: Browser, url: str) -> None:
    """A copy of the leak's scenario with three mistakes, the first of them looked at."""
    with looking(browser, url, Look(), Role.CONTROLLER) as seen:
        page = seen.page
        page.goto(f"{url}/drills?scenario={SCENARIO}")
        page.locator(".edit-scenario").click()
        page.locator(".scenario-editor[data-checked='true']").wait_for()
        text = page.locator(".yaml textarea")
        for right, wrong in MISTAKES:
            text.fill(text.input_value().replace(right, wrong, 2))
        found = page.locator(".mistakes li")
        found.nth(2).wait_for()
        found.first.get_by_role("button").click()
        page.wait_for_timeout(DRAWN_MS)
        picture(seen, IMAGES / "scenario-editor-en.png")


def leaking(seen: Watched) -> str:
    """The rest of the tanks page's address that shows the tank of the incident."""
    tag = seen.page.evaluate(
        """() => {
          const [incident] = center.openIncidents(center.board.rows("incident"));
          return center.site().by.tanks[incident.source.tank].level;
        }"""
    )
    return f"?tag={tag}"


def everything(folder: Path) -> Callable[[Browser, str, str], None]:
    """Takes every page in every look, into `folder/STATE/`."""

    def take_all(browser: Browser, url: str, state: str) -> None:
        for size in SIZES:
            looks = [Look(*each, size) for each in product(LANGUAGES, THEMES)]
            with ExitStack() as opened:
                shown = [
                    (look, opened.enter_context(looking(browser, url, look))) for look in looks
                ]
                for path in (*PAGES, SIGN_IN):
                    for _, seen in shown:
                        show(seen, url, path)
                    shown[-1][1].page.wait_for_timeout(DRAWN_MS)
                    for look, seen in shown:
                        told = f"{name_of(path)}-{look.language}-{look.theme}-{size[0]}x{size[1]}"
                        picture(seen, folder / state / f"{told}.png")

    return take_all


def main() -> None:
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument(
        "--all", type=Path, metavar="FOLDER", help="every page in every look, there"
    )
    parser.add_argument(
        "--state", choices=(*CHOSEN, *DRILLED, LINEAGE, LIVED), help="only this state"
    )
    given = parser.parse_args()
    takers = [chosen, *([everything(given.all)] if given.all else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags())
        for state, after_leak_s in (("quiet", None), ("crisis", CRISIS_S)):
            if given.state not in (None, state):
                continue
            with (
                tempfile.TemporaryDirectory() as folder,
                staged_night(Path(folder), after_leak_s) as night,
            ):
                for take_them in takers:
                    take_them(browser, night.center.url, state)
                if state == "quiet":
                    edited(browser, night.center.url)
        for name in DRILLED:
            if given.state in (None, name):
                drilled(browser, name)
        if given.state in (None, LINEAGE):
            descended(browser)
        if given.state in (None, LIVED):
            lived(browser)
        browser.close()


if __name__ == "__main__":
    main()

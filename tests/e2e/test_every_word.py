"""Nothing on any page was forgotten by the translators: all of it is read in a language nobody speaks.

The center speaks `tests.support.pseudo`, the plant's own words are ‹marked›; a plain letter that is
left, and is no id and no unit of the plant, is a text that came from no catalogue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import BaseModel

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.domain.site.model import Site
from command_center.site_file import load
from command_center.template_file import library
from command_center.words import catalogue
from layouts.pages import PAGES
from tests.support.crisis_story import tell
from tests.support.leaking import leak_readings
from tests.support.page_texts import PageText, texts
from tests.support.pages import Watched, watched_page
from tests.support.pseudo import CLOSE, OPEN, marked, marked_site, pseudo, without_data
from tests.support.running_center import DEMO, RunningCenter, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

EVERYWHERE = (*PAGES, "/nowhere")
MOVED_BY_A_CRISIS = ("/", "/command", "/resources", "/people", "/alarms", "/log", "/m")
"""The others say in a crisis what they say in the quiet."""
LETTERS = re.compile("[A-Za-z\u3400-\u9fff]")
KEY = re.compile(r"\b[a-z_]+\.[a-z_]+(\.[A-Za-z_]+)*\b")
SYMBOLS = {"m", "km", "m³", "m³/h", "HH", "H", "L", "LL"}
"""Of SI and of ISA-18.2, written alike in every language; so is the scale's `100 m`, Leaflet's own."""
NAMES = re.compile(r"(?<![\w-])(?:(?:INC|DIR|DSP|PAGE)-\d+|(?:Ctrl|Alt|Shift)-[A-Z]|Esc)(?![\w-])")
"""Of records, and of keys as the keyboard has them."""
TYPED = " > pre"
"""The end of where a command line or a file's lines stand, to be typed as they are."""


@dataclass
class Speaking:
    """The center and its plant, and what may stand on a page in plain letters."""

    center: RunningCenter
    site: Site
    plant: str
    refused: list[dict[str, Any]] = field(default_factory=list)
    composed: set[str] = field(default_factory=set)
    """Directives that a rule has worded in both languages: they are facts, and no screen's words."""

    @property
    def url(self) -> str:
        return self.center.url

    def plain(self) -> re.Pattern[str]:
        """Ids, parts of ids, units, sources, addresses and the time zone of the plant, as whole words."""
        ids = {*_ids(self.site), *self.site.gate_of_reader}
        words = ids | {part for one in ids for part in one.split("-")} | SYMBOLS
        words |= {tag.unit for tag in self.site.tags} | {tag.source for tag in self.site.tags}
        words |= {self.site.time_zone, "UTC"}  # names that are alike in every language
        words |= {
            one.address for person in self.site.people for one in person.contacts if one.address
        }
        longest_first = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
        return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])")


def _of_the_library() -> Iterator[str]:
    """What the library's templates say, in every language: texts of a plant, which no catalogue says."""

    def texts(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            told = {key: value for key, value in part.items() if key in ("zh", "en")}
            if told and all(isinstance(value, str) for value in told.values()):
                yield from told.values()
            else:
                yield from (
                    value for key, value in part.items() if key == "of" and isinstance(value, str)
                )
                for value in part.values():
                    yield from texts(value)
        elif isinstance(part, list):
            for value in part:
                yield from texts(value)

    for one in library().values():
        yield from texts(one.model_dump(mode="json"))


def _ids(part: BaseModel) -> Iterator[str]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "id":
            yield value
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                yield from _ids(item)


@pytest.fixture(scope="module")
def speaking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaking]:
    folder = tmp_path_factory.mktemp("pseudo")
    site = marked_site(DEMO, folder / "site")
    offset = str(night_offset(load(site), None, Clock().now()))  # who is on shift is who was asked
    with running(folder, site, program="tests.support.pseudo", CC_CLOCK_OFFSET_MS=offset) as center:
        plant = center.token("plant", Role.GATEWAY)
        center.start()
        yield Speaking(center, load(site), plant)


LIBRARY = sorted({one for one in _of_the_library() if len(one) > 3}, key=len, reverse=True)


def untranslated(speaking: Speaking, found: list[PageText]) -> set[PageText]:
    """The texts in which something is left that no catalogue said."""
    plain = speaking.plain()

    def rest(text: str) -> str:
        for composed in (*speaking.composed, *LIBRARY):
            text = text.replace(composed, "")
        return NAMES.sub("", plain.sub("", without_data(text)))

    return {
        one for one in found if LETTERS.search(rest(one.text)) and not one.where.endswith(TYPED)
    }


def read_all(seen: Watched) -> list[PageText]:
    """What the page holds once it is drawn, every drawer open, every choice unfolded once. It needed no other sentences
    than those it was sent (`command_center/page_server/page_words.py`)."""
    page = seen.page
    eventually(lambda: sum(OPEN in one.text for one in texts(page)) > 5)
    expect(page.locator(".panel-waiting")).to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = texts(page)
    for choice in page.locator(".dash-dropdown").all():
        if not choice.is_visible():  # of a panel that rests folded until something needs it
            continue
        choice.click()
        page.locator(".dash-dropdown-content").wait_for()
        found += texts(page)
        page.keyboard.press("Escape")
        page.locator(".dash-dropdown-content").wait_for(state="detached")
    assert asked_for_all(page) == 0, (
        "it met a key that it was not sent: which, tells `page_words.py`"
    )
    return found


def asked_for_all(page: Page) -> int:
    """How often the page asked for the whole catalogue."""
    loaded = (
        "performance.getEntriesByType('resource').filter((e) => e.name.includes('/api/v1/words/'))"
    )
    return int(page.evaluate(f"{loaded}.length"))


def test_a_page_that_meets_a_key_it_was_not_sent_asks_once_for_all(
    speaking: Speaking, administrator: Watched
) -> None:
    """No code is shown meanwhile; what is in no catalogue is known to be in none."""
    page = administrator.page
    page.goto(speaking.url + "/log")
    administrator.is_live()
    other, another = "plant.title", "templates.close"
    assert page.evaluate(f"[center.say('fact.of_nothing'), center.has('{other}')]") == [
        "fact.of_nothing",
        False,
    ]
    assert page.evaluate(f"center.say('{another}')") in ("…", pseudo(catalogue("en")[another]))
    eventually(lambda: page.evaluate(f"center.has('{other}')"))
    assert page.evaluate(f"center.say('{another}')") == pseudo(catalogue("en")[another])
    assert page.evaluate("center.say('not.in_any')") == "not.in_any"
    assert asked_for_all(page) == 1


def check(speaking: Speaking, found: list[PageText], least: int) -> None:
    """All of it is translated, and there was enough of it for that to mean something."""
    said = [one for one in found if OPEN in one.text]
    assert len(said) > least, f"only {len(said)} sentences: was the page drawn?"
    none_of(untranslated(speaking, found), "from no catalogue")
    shown = {one for one in found if not one.where.endswith(TYPED)}
    none_of({one for one in shown if KEY.search(without_data(one.text))}, "a catalogue's key")
    cut = {one for one in found if one.text.count(OPEN) != one.text.count(CLOSE)}
    none_of(cut, "a sentence that was cut")


def none_of(wrong: set[PageText], what: str) -> None:
    """Fail with every one of them on a line of its own."""
    listed = "\n".join(f"  {kind}: {text!r} in {where}" for kind, text, where in sorted(wrong))
    if wrong:
        pytest.fail(f"{what}:\n{listed}", pytrace=False)


@pytest.fixture(scope="module")
def administrator(speaking: Speaking, browser: Browser) -> Iterator[Watched]:
    """One page for every path: what it has loaded once it need not load again."""
    with watched_page(browser, speaking.url, Role.ADMINISTRATOR, outage=True) as seen:
        yield seen


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_quiet_plant_is_translated(
    speaking: Speaking, administrator: Watched, path: str
) -> None:
    administrator.page.goto(speaking.url + path)
    administrator.is_live()
    check(speaking, read_all(administrator), 5)


def test_signing_in_is_translated_and_so_is_being_turned_away(
    speaking: Speaking, browser: Browser
) -> None:
    with watched_page(browser, speaking.url, outage=True) as seen:
        page = seen.page
        page.goto(f"{speaking.url}/sign-in")
        page.locator("[name=username]").fill("nobody")
        page.locator("[name=password]").fill("not the password")
        page.locator("form button.act[type=submit]").click()
        page.locator(".answer.refused").wait_for()
        check(speaking, texts(page), 10)
        seen.complaints[:] = [c for c in seen.complaints if "401" not in c]


@pytest.fixture(scope="module")
def crisis(speaking: Speaking, browser: Browser) -> Speaking:
    """Everything has happened to the plant; what was refused on the way is kept."""
    site = speaking.site
    planned = {place for plan in site.plans for place in plan.places}
    tank = next(tank.id for tank in site.tanks if tank.id in planned)
    for body in leak_readings(site, tank, speaking.center.clock.now()):
        assert speaking.center.post("readings", speaking.plant, body).json()["rejected"] == []
    with watched_page(browser, speaking.url, Role.COMMANDER) as desk:

        def give(kind: str, **data: Any) -> Any:
            answer = desk.page.context.request.post(
                f"{speaking.url}/api/v1/commands",
                data={"kind": kind, "data": data},
                headers={"Origin": speaking.url},
            )
            told = answer.json()
            if not answer.ok:
                speaking.refused.append(told)
                return []
            return told["facts"]

        tell(site, tank, give, marked)
        board = desk.page.context.request.get(f"{speaking.url}/api/v1/board").json()
    worded = [row["text"] for row in board["rows"]["directives"].values()]
    speaking.composed |= {text["en"] for text in worded if text["en"] != text["zh"]}
    return speaking


@pytest.fixture(
    scope="module",
    params=[Role.COMMANDER, pytest.param(Role.RESPONDER, marks=pytest.mark.thorough)],
)
def concerned(
    crisis: Speaking, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Watched]:
    """One page of somebody whom it concerns."""
    with watched_page(browser, crisis.url, request.param, outage=True) as seen:
        yield seen


@pytest.mark.parametrize(
    "path",
    [
        *MOVED_BY_A_CRISIS,
        *(
            pytest.param(path, marks=pytest.mark.thorough)
            for path in EVERYWHERE
            if path not in MOVED_BY_A_CRISIS
        ),
    ],
)
def test_the_crisis_is_translated(crisis: Speaking, concerned: Watched, path: str) -> None:
    concerned.page.goto(crisis.url + path)
    concerned.is_live()
    expect(concerned.page.locator("html")).to_have_attribute("data-state", "crisis")
    check(crisis, read_all(concerned), 5)


def test_every_refusal_of_the_story_is_translated(crisis: Speaking) -> None:
    assert len({told["code"] for told in crisis.refused}) > 7
    said = [
        PageText(told["code"], told[name], name)
        for told in crisis.refused
        for name in ("title", "detail", "mend")
    ]
    check(crisis, said, 20)


def test_a_person_is_told_in_words_that_the_link_is_lost(
    crisis: Speaking, browser: Browser
) -> None:
    with watched_page(browser, crisis.url, Role.VIEWER, outage=True) as seen:
        seen.page.goto(crisis.url)
        seen.is_live()
        seen.is_whole()
        crisis.center.kill()
        try:
            seen.link_is("lost")
            seen.page.locator(".lost").wait_for()
            check(crisis, texts(seen.page), 10)
        finally:
            crisis.center.start()


def test_the_language_of_the_tests_is_no_other() -> None:
    """Or a text that was forgotten could pass for a translated one."""
    made = pseudo("Wait {seconds} seconds 模拟")
    assert made == "⟦Ŵáíţ {seconds} šéçóñđš øø⟧"
    assert not LETTERS.search(made.replace("{seconds}", ""))
    assert without_data("⟦‹Zhang Wei› T-1⟧") == "⟦ T-1⟧"
    assert KEY.search("wall.levels")

"""What each key of /help does when it is pressed: a probe for every one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.support.pages import Watched, command
from tests.support.running_center import demo_site

SITE = demo_site()
TANK = next(tank for tank in SITE.tanks if tank.net_loss)


@dataclass
class Desk:
    """A commander's page over an open incident with one directive and standing alarms."""

    seen: Watched
    url: str
    incident: str

    @property
    def page(self) -> Page:
        return self.seen.page

    def at(self, path: str) -> Page:
        self.page.goto(self.url + path)
        self.seen.is_live()
        # The page itself comes after the strip: it is read once something of it stands.
        self.page.locator("#page > * > *").first.wait_for(state="attached")
        expect(self.page.locator(".panel-waiting")).to_have_count(0)
        return self.page

    def rows(self, topic: str) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("topic => center.board.rows(topic)", topic)
        return found

    def directive(self, *until: str) -> Locator:
        """A new directive, brought as far as the given commands bring it; its row, chosen."""
        told = command(
            self.seen, self.url, "directive.issue", incident=self.incident,
            to=SITE.people[0].id, text="look", urgency="normal", category="source",
        )  # fmt: skip
        name = next(f["data"]["id"] for f in told["facts"] if f["kind"] == "directive.issued")
        for kind in until:
            spoken = {"via": "radio", "speaker": SITE.people[0].id}
            command(self.seen, self.url, kind, directive=name, **spoken)
        row = self.page.locator(f".directive-row[data-directive='{name}']")
        row.focus()
        return row


OF_THE_CONSOLE = (
    "inject.fire", "inject.hold", "inject.skip", "inject.neighbour", "note.open", "note.rate",
)  # fmt: skip
"""Keys of a drill that runs: `test_drills_console.py` presses them in one."""

Probe = Callable[[Desk, list[str]], None]
PROBES: dict[str, Probe] = {}


def presses(name: str) -> Callable[[Probe], Probe]:
    def known(probe: Probe) -> Probe:
        PROBES[name] = probe
        return probe

    return known


def written(key: str) -> str:
    """A key of the registry as Playwright presses it."""
    return key.replace("Ctrl+", "Control+").replace(" ", "Space")


@presses("find")
def _(desk: Desk, keys: list[str]) -> None:
    desk.at("/log").keyboard.press(written(keys[0]))
    expect(desk.page.locator("dialog.command-bar input")).to_be_focused()


@presses("leave")
def _(desk: Desk, keys: list[str]) -> None:
    desk.at("/log").keyboard.press("Control+k")
    expect(desk.page.locator("dialog.command-bar input")).to_be_focused()
    desk.page.keyboard.press(written(keys[0]))
    expect(desk.page.locator("dialog.command-bar")).to_have_count(0)


@presses("full_screen")
def _(desk: Desk, keys: list[str]) -> None:
    page = desk.at("/log")
    page.keyboard.press(written(keys[0]))
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press(written(keys[0]))
    page.wait_for_function("() => document.fullscreenElement === null")


@presses("sos_hold")
def _(desk: Desk, keys: list[str]) -> None:
    page = desk.at("/m")
    for key in keys:
        page.locator(".sos-hold").focus()
        page.keyboard.down(written(key))
        expect(page.locator(".phone-sos.standing")).to_be_visible()
        page.keyboard.up(written(key))
        person = page.evaluate("center.page.person")
        command(desk.seen, desk.url, "person.sos_end", person=person, reason="only tried")
        expect(page.locator(".sos-hold")).to_be_visible()


@presses("done_hold")
def _(desk: Desk, keys: list[str]) -> None:
    """A held key says done; the commander who tries it is the recipient here."""
    page = desk.at("/m")
    person = page.evaluate("center.page.person")
    for key in keys:
        told = command(
            desk.seen, desk.url, "directive.issue", incident=desk.incident, to=person,
            text=f"hold {key}", urgency="normal", category="source",
        )  # fmt: skip
        name = next(f["data"]["id"] for f in told["facts"] if f["kind"] == "directive.issued")
        command(desk.seen, desk.url, "directive.ack", directive=name)
        held = page.locator(f".phone-directive[data-directive='{name}'] .to-hold")
        expect(held).to_be_enabled()
        held.focus()
        page.keyboard.down(written(key))
        page.wait_for_function(
            "name => center.board.rows('directives')[name].state === 'done'", arg=name
        )
        page.keyboard.up(written(key))


@presses("to_directive")
def _(desk: Desk, keys: list[str]) -> None:
    page = desk.at("/command")
    for _ in keys:
        desk.directive()
    for number in range(1, len(keys) + 1):
        for key in str(number):
            assert key in keys
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        expect(page.locator(f".directive-row[data-number='{number}']")).to_be_focused()


@presses("to_due")
def _(desk: Desk, keys: list[str]) -> None:
    page = desk.at("/command")
    all_due = page.locator(".issue-due button")
    all_due.wait_for()
    page.locator("body").press(keys[0])
    expect(all_due).to_be_focused()


@presses("to_alarms")
def _(desk: Desk, keys: list[str]) -> None:
    page = desk.at("/command")
    page.locator(".alarm-row").first.wait_for()
    page.locator("body").press(keys[0])
    row = page.locator(".alarm-row").first
    expect(row).to_be_focused()
    waiting = page.locator(".alarm-row[data-waits]").count()
    row.press("a")
    expect(page.locator(".alarm-row[data-waits]")).to_have_count(max(0, waiting - 1))
    if waiting > 1:
        page.keyboard.press(keys[0])
        expect(page.locator(".alarm-row[data-waits]").first).to_be_focused()


@presses("neighbour")
def _(desk: Desk, keys: list[str]) -> None:
    page = desk.at("/command")
    desk.directive()
    desk.directive()
    rows = page.locator(".directive-row")
    rows.nth(1).focus()
    page.keyboard.press(keys[0])
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press(keys[1])
    expect(rows.nth(1)).to_be_focused()


def _becomes(state: str, *before: str) -> Probe:
    def probe(desk: Desk, keys: list[str]) -> None:
        desk.at("/command")
        row = desk.directive(*before)
        had = [d["id"] for d in desk.rows("directives").values() if d["state"] == state]
        row.press(keys[0])
        desk.page.wait_for_function(
            """([state, n]) => Object.values(center.board.rows("directives"))
              .filter(d => d.state === state).length > n""",
            arg=[state, len(had)],
        )

    return probe


PROBES["directive.ack"] = _becomes("acknowledged")
PROBES["directive.start"] = _becomes("in_progress", "directive.ack")
PROBES["directive.done"] = _becomes("done", "directive.ack", "directive.start")
PROBES["directive.verify"] = _becomes(
    "verified", "directive.ack", "directive.start", "directive.done"
)


@presses("directive.progress")
def _(desk: Desk, keys: list[str]) -> None:
    desk.at("/command")
    desk.directive("directive.ack", "directive.start").press(keys[0])
    desk.page.wait_for_function(
        "() => Object.values(center.board.rows('directives')).some(d => d.progress > 0)"
    )


@presses("directive.tell")
def _(desk: Desk, keys: list[str]) -> None:
    desk.at("/command")
    desk.directive().press(keys[0])
    expect(desk.page.locator(".radio-entry")).to_be_visible()


def _all_alarms(desk: Desk) -> Page:
    """The list of alarms, with those that a burst holds together."""
    page = desk.at("/alarms")
    page.locator(".standing-row, .standing-burst").first.wait_for()
    for burst in page.locator(".standing-burst [aria-expanded=false]").all():
        burst.click()
    return page


def _alarm(desk: Desk, having: str) -> Locator:
    """The first such row, and that one still when another alarm has come above it."""
    page = _all_alarms(desk)
    name = page.locator(f"li.standing-row{having}").first.get_attribute("data-alarm")
    row = page.locator(f"li.standing-row[data-alarm='{name}']")
    row.focus()
    return row


@presses("alarm.ack")
def _(desk: Desk, keys: list[str]) -> None:
    row = _alarm(desk, "[data-state=UNACK]")
    name = row.get_attribute("data-alarm")
    row.press(keys[0])
    expect(desk.page.locator(f"li[data-alarm='{name}'][data-state=ACKED]")).to_be_visible()


@presses("alarm.shelve")
def _(desk: Desk, keys: list[str]) -> None:
    row = _alarm(desk, ":has(button.act:not(.strong, .faint))")  # one that is no emergency
    row.press(keys[0])
    expect(row.locator(".shelving")).to_be_visible()


@presses("alarm.history")
def _(desk: Desk, keys: list[str]) -> None:
    _alarm(desk, ":has(a[href^='/tanks'])").press(keys[0])
    desk.page.wait_for_url("**/tanks?*")


def _steps(path: str, row: str) -> Probe:
    """From the second of the rows to the first, and back."""

    def probe(desk: Desk, keys: list[str]) -> None:
        page = _all_alarms(desk) if path == "/alarms" else desk.at(path)
        rows = page.locator(row)
        expect(rows.nth(1)).to_be_visible()
        second = rows.nth(1).element_handle()
        second.focus()
        for key, beside in zip(keys, (-1, 0), strict=True):
            desk.page.keyboard.press(key)
            desk.page.wait_for_function(
                """([second, row, beside]) => {
                  const all = [...document.querySelectorAll(row)];
                  return document.activeElement === all[all.indexOf(second) + beside];
                }""",
                arg=[second, row, beside],
            )

    return probe


PROBES["alarm.neighbour"] = _steps("/alarms", "li.standing-row")
PROBES["vessel"] = _steps("/tanks", ".vessel-row")


@presses("row")
def _(desk: Desk, keys: list[str]) -> None:
    for key in keys:
        cell = desk.at("/resources").locator(".ag-row .ag-cell").first
        cell.wait_for()
        before = desk.page.url
        cell.focus()
        desk.page.keyboard.press(written(key))
        desk.page.wait_for_function("before => location.href !== before", arg=before)


def _moves(chosen: str) -> Probe:
    def probe(desk: Desk, keys: list[str]) -> None:
        for key in keys:
            page = desk.at("/tanks")
            chart = page.locator(".history-chart")
            chart.focus()
            page.keyboard.press("ArrowLeft")
            page.wait_for_function("() => new URLSearchParams(location.search).has('from')")
            before = page.url
            chart.focus()
            page.keyboard.press(key)
            page.wait_for_function(chosen, arg=before)

    return probe


_SPAN = "const q = url => { const s = new URL(url).searchParams; return [+s.get('from'), +s.get('to')]; };"
PROBES["earlier"] = _moves(f"before => {{ {_SPAN} return q(location.href)[0] < q(before)[0]; }}")
PROBES["later"] = _moves("before => location.href !== before")
PROBES["closer"] = _moves(
    f"before => {{ {_SPAN} const [a, b] = q(location.href), [c, d] = q(before); return b - a < d - c; }}"
)
PROBES["wider"] = _moves(
    f"before => {{ {_SPAN} const [a, b] = q(location.href), [c, d] = q(before); return b - a > d - c; }}"
)
PROBES["now"] = _moves("() => !new URLSearchParams(location.search).has('from')")

"""Every number on the wall is the one of `GET /board`: quiet, in the crisis, with the plant silent,
and with the server gone.

What it must say is worked out in `tests/support/wall_expected.py`. Board, moment and words are taken
in one turn of the page; rows that moved in between are looked at again.
"""

import re
from collections.abc import Callable, Iterator
from math import floor
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from command_center.domain.actor import Role
from command_center.domain.verdicts.turns import turn_taken
from tests.support import wall_expected as expected
from tests.support.board_read import Board, number, say, span
from tests.support.pages import Watched, watched_page
from tests.support.staged_night import StagedNight, staged_night
from tests.support.waiting import PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]

CRISIS_S = 420.0

SAID = """async () => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true });
  const of = (selector, within = document) =>
    [...within.querySelectorAll(selector)].filter(shown).map((one) => one.innerText.trim());
  const each = (selector, parts) => [...document.querySelectorAll(selector)].filter(shown)
    .map((one) => Object.fromEntries(parts.map((part) => [part, of(part, one).join("|")])));
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const answer = await fetch("/api/v1/board").catch(() => null);
  const board = answer && answer.ok ? await answer.json() : null;
  await frame();
  await frame();
  return {
    board, now: center.clock.second(),
    same: !board || (board.epoch === center.board.at().epoch && board.rev === center.board.at().rev),
    strip: of(".strip .title, .strip .facts, .strip .level, .elapsed, .wall-time"),
    strip_all: of(".strip .title, .strip .elapsed"),
    cells: [...document.querySelectorAll(".cell")].map((one) => of(".big, .sub", one)),
    beside: [...document.querySelectorAll(".cell")].map((one) => of(".aside b", one)),
    where: of(".cell h2 > b"), who: of(".directive .who > span"),
    levels: each(".level-row:not(.empty)", [".name b", ".name > span", ".value", ".note"]),
    directives: each(".directive", [".what > b", ".who em", ".clock"]),
    bars: [...document.querySelectorAll(".directive .progress i")].map((i) => parseFloat(i.style.width)),
    alarms: each(".alarms-panel .item", ["b", ".detail", "em"]),
    short: each(".short-panel .item", ["b", ".detail", "em"]),
    heads: of(".panel h2 b"), more: of(".more"),
    gaps: each(".item.gap", ["b", ".lacks", "em", ".detail"]), huge: of(".huge"),
    lines: each(".side-panel .line", ["b", ".detail", "em"]),
    map: of(".pool-name > span, .zone-name > span, .sensor > span, .weather .wind, .weather .rain"),
  };
}"""


def one_of(ways: Any) -> list[str]:
    return [" ".join(way.split()) for way in ([ways] if isinstance(ways, str) else ways)]


def is_said(told: list[str], lines: list[Any], where: str) -> Iterator[str]:
    """Each line in one of its ways, in order; a later one may have had no room."""
    for n, ways in enumerate(lines):
        if n >= len(told):
            if n < 2:
                yield f"{where}: nothing where {ways} should stand"
        elif " ".join(told[n].split()) not in one_of(ways):
            yield f"{where}: {told[n]!r} instead of {ways}"


def strip(said: dict[str, Any], board: Board) -> Iterator[str]:
    told = said["strip"]
    count = board.rows["people"]["count"]
    if not [i for i in board.topic("incident").values() if i.get("status") == "open"]:
        shift = board.part("shifts", count["shift"])["name"]["en"]
        on_site = expected.on_site(board.rows["people"])
        yield from is_said(
            told, [say("incident.none"), f"{shift} · {on_site}", board.wall_time()], "strip"
        )
        return
    incident = board.incident
    level = board.part("levels", incident["level"])["name"]["en"].split("(")[0].strip()
    who = board.named(incident["commander"]["post"])
    name = board.named(incident["commander"]["person"])
    lines = [
        level,
        incident["title"]["en"],
        [say("incident.commands", who=f"{who} · {name}"), say("incident.commands", who=who), who],
        say("clock.t_plus") + span(board.now - incident["t0"]),
        board.wall_time(),
    ]
    yield from is_said(told, lines, "strip")


def levels(said: dict[str, Any], board: Board) -> Iterator[str]:
    assert said["levels"]
    for row in said["levels"]:
        detail, share, note = expected.level(board, row[".name b"])
        told = row[".name > span"]
        if told and told not in detail:
            yield f"level: {told!r} instead of {detail}"
        if row[".value"] != share:
            yield f"level: {row} instead of {share!r}"
        if row[".note"].removeprefix("◌").strip() != note:
            yield f"level: {row} instead of {note!r}"


def alarms(said: dict[str, Any], board: Board) -> Iterator[str]:
    lines = expected.alarms(board)
    told = said["alarms"]
    if lines and not told:
        yield "no alarm"
    for row, (names, values, state) in zip(told, lines, strict=False):
        if row["b"] not in names or row["em"] != state or row[".detail"] not in (*values, ""):
            yield f"alarm: {row} instead of {names, values, state}"
    rows = [row for row in board.topic("alarms").values() if "bursts" not in row]
    hidden = len(rows) - len(told)
    if hidden and say("list.more", n=hidden) not in said["more"]:
        yield f"alarms: not told that {hidden} more stand but {said['more']}"
    waiting = sum(a["state"] != "ACKED" for a in rows)
    head = say("wall.alarms_waiting" if waiting else "alarm.standing", waiting=waiting, n=len(rows))
    if rows and head not in said["heads"]:
        yield f"alarms: {said['heads']} instead of {head!r}"


def on_the_map(said: dict[str, Any], board: Board) -> Iterator[str]:
    told = set(said["map"])
    known = {f"{say('map.wind', dir=direction, speed=speed)}" for direction, speed in winds(board)}
    for pool in board.site["pools"]:
        share = 100 * board.level(pool["level"])["value"] / pool["to_weir_m3"]
        known.add(f"{pool['name']['en']} {number(share, 0)} %")
    for tag in board.site["tags"]:
        row = board.rows["levels"].get(tag["id"])
        if row and tag["kind"] == "gas":
            known.add(f"{number(row['value'], 0)} {tag['unit']}")
        if row and tag["kind"] == "rain":
            known |= {say("map.rain", n=number(row["value"], 0)), ""}
    for incident in board.topic("incident").values():
        if "hot_zone_m" not in incident:
            continue  # a report that no incident has used
        known.add(say("map.hot_zone", n=f"{incident['hot_zone_m']:g}"))
    # its age, and others of its kind that are counted on it
    ages = re.compile(r"( · \d+ (s|min|h))?( \+\d+)?$")
    wrong = {words for words in told if ages.sub("", words) not in known}
    if wrong:
        yield f"map: {wrong} of {known}"


def winds(board: Board) -> Iterator[tuple[str, str]]:
    by_kind = {t["kind"]: board.rows["levels"].get(t["id"]) for t in board.site["tags"]}
    from_, speed = by_kind["wind_from"], by_kind["wind_speed"]
    if from_ and speed:
        point = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"][int(from_["value"] / 45 + 0.5) % 8]
        yield say(f"map.wind.{point}"), number(speed["value"], 1)


def in_crisis(said: dict[str, Any], board: Board) -> Iterator[str]:
    cells = (expected.people, expected.source, expected.water, expected.outside)
    for told, cell in zip(said["cells"], cells, strict=True):
        yield from is_said(told, cell(board), cell.__name__)
    for told, cell in zip(said["beside"], cells, strict=True):
        late = expected.late_beside(board, cell.__name__)
        if told != [late] * bool(late):
            yield f"beside {cell.__name__}: {told} instead of {late!r}"
    given = expected.directives(board)
    told = [tuple(" ".join(part.split()) for part in row.values()) for row in said["directives"]]
    if not 0 < len(told) <= 5:
        yield f"{len(told)} directives drawn"
    for (text, state, clock, bar), drawn, width in zip(given, told, said["bars"], strict=False):
        whole = drawn[0].removesuffix(" …")
        named = drawn[1] == state or (
            state == say("directive.state.disputed") and drawn[1].startswith(f"{state} · ")
        )
        if not text.startswith(whole) or not named or drawn[2] != clock or bar != width:
            yield f"directive: {drawn, width} instead of {text, state, clock, bar}"
    head = expected.directives_answer(board)
    if head not in said["heads"]:
        yield f"directives: {said['heads']} instead of {head!r}"
    short = expected.shortages(board)
    source = " ".join(said["cells"][1])
    for row in said["short"]:
        if f" {row['b']} " in source and row["em"] not in source:
            yield f"short: {row} where the source says {source!r}"
        if short.get(row["b"]) != row["em"]:
            yield f"short: {row} instead of {short}"


def in_quiet(said: dict[str, Any], board: Board) -> Iterator[str]:
    hidden = int(said["huge"][0]) - len(said["gaps"])
    if hidden and say("list.more", n=hidden) not in said["more"]:
        yield f"{said['huge']} gaps, but {len(said['gaps'])} lines and {said['more']}"
    told = " ".join(" ".join(gap.values()) for gap in said["gaps"])
    key = board.rows["readiness"]["contacts"]["contacts"]
    taken = [(c, turn_taken(c["turns"], board.now)) for c in key]
    bad = [one for one, turn in taken if turn and turn[2] == "unproven"]
    numbers = set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", told))
    pool = board.site["pools"][0]
    have, need = pool["to_weir_m3"], pool["required_m3"]
    known = {number(n, 0) for n in (have, need, need - have)}
    waits = [ms for one in bad for ms in one["waits_ms"]]
    known |= {str(ms // 60_000) for ms in waits if ms} | {str(waits.count(None))}
    room = have - board.level(pool["level"])["value"]
    known.add(number(floor(room / pool["design_inflow_m3_min"]), 0))
    missing = known - numbers
    if missing:
        yield f"gaps: {missing} not among {numbers}"
    if say("ready.unproven", n=len(bad)) not in {gap[".lacks"] for gap in said["gaps"]}:
        yield f"contacts: {len(bad)} not in {told!r}"
    feeds = {say("feeds.tags", n=feed["tags"]) for feed in board.rows["feeds"].values()}
    if not feeds <= {line[".detail"] for line in said["lines"]}:
        yield f"feeds: {said['lines']}"


Check = Callable[[dict[str, Any], Board], Iterator[str]]


def agrees(page: Page, site: dict[str, Any], *checks: Check, kept: Any = None) -> Any:
    """Wait until what is said is what the board says; returns that board. `kept` is used when there
    is no server to ask any more."""
    deadline = monotonic() + PATIENCE_S
    wrong = ["the page and the board were never at the same revision"]
    while wrong and monotonic() < deadline:
        said = page.evaluate(SAID)
        if not said["same"] or not (said["board"] or kept):
            continue
        rows = (said["board"] or kept)["rows"]
        board = Board(rows, site, said["now"])
        wrong = [problem for check in checks for problem in check(said, board)]
        if not wrong:
            return said["board"] or kept
    raise AssertionError("\n".join(wrong))


def wall_of(watched: Watched, night: StagedNight) -> tuple[Page, dict[str, Any]]:
    page = watched.page
    page.goto(f"{night.center.url}/")
    watched.is_live()
    page.locator(".level-row .value").first.wait_for()
    page.locator(".leaflet-container .mark").first.wait_for(state="attached")
    site = page.context.request.get(f"{night.center.url}/api/v1/site").json()
    return page, site


VIEWPORT = {"width": 1920, "height": 1080}


def test_in_quiet_every_number_is_the_boards(browser: Browser, quiet: StagedNight) -> None:
    with watched_page(browser, quiet.center.url, Role.VIEWER, viewport=VIEWPORT) as watched:
        page, site = wall_of(watched, quiet)
        agrees(page, site, strip, levels, alarms, on_the_map, in_quiet)


def test_a_quiet_command_page_lists_the_same_gaps_each_with_a_page_and_the_plans(
    browser: Browser, quiet: StagedNight
) -> None:
    gap = """() => [...document.querySelectorAll(".item.gap, .calm-gap")].map((one) =>
      [one.querySelector("b").textContent.split(" · ")[0], one.querySelector("em").textContent])"""
    with watched_page(browser, quiet.center.url, Role.COMMANDER, viewport=VIEWPORT) as watched:
        page, site = wall_of(watched, quiet)
        page.locator(".item.gap").first.wait_for()
        on_the_wall = [name for name, _ in page.evaluate(gap)]
        page.goto(f"{quiet.center.url}/command")
        page.locator(".calm-gap").first.wait_for()
        assert [name for name, _ in page.evaluate(gap)] == on_the_wall
        assert all(end for _, end in page.evaluate(gap))
        for href in page.locator(".calm-gap").evaluate_all("all => all.map((a) => a.pathname)"):
            assert href == "/readiness"
        steps = page.locator(".calm-plan li").count()
        assert steps == sum(len(plan["steps"]) for plan in site["plans"])


def test_a_silent_source_is_a_gap_on_the_wall_and_no_feed_is_called_live(
    browser: Browser, quiet: StagedNight
) -> None:
    with watched_page(browser, quiet.center.url, Role.VIEWER, viewport=VIEWPORT) as watched:
        page, _ = wall_of(watched, quiet)
        gap = page.locator(".item.gap").filter(has_text="sends no data")
        live = page.locator(".strip .link").filter(has_text="feeds live")
        live.wait_for()
        assert gap.count() == 0
        quiet.silence()
        gap.first.wait_for()
        live.wait_for(state="detached")
        page.locator(".strip .link").filter(has_text="silent").wait_for()
        quiet.go_on()
        gap.first.wait_for(state="detached")
        live.wait_for()


def test_in_crisis_live_silent_and_lost_every_number_is_the_boards(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        staged_night(tmp_path, CRISIS_S) as night,
        watched_page(
            browser, night.center.url, Role.VIEWER, outage=True, viewport=VIEWPORT
        ) as watched,
    ):
        page, site = wall_of(watched, night)
        checks = (strip, levels, on_the_map, in_crisis)
        agrees(page, site, *checks, alarms)

        night.silence()
        page.locator(".level-row.stale").first.wait_for()
        page.locator(".level-row:not(.stale):not(.empty)").first.wait_for(state="detached")
        kept = agrees(page, site, *checks, alarms)

        night.center.kill()
        watched.link_is("lost")
        watched.is_greyed()
        agrees(page, site, *checks, kept=kept)
        told = page.locator(".lost").inner_text()
        assert re.search(r"Nothing heard for \d+:\d\d", told), told
        assert re.search(r"as of \d\d:\d\d:\d\d", told), told

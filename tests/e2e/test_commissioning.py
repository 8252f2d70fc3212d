"""From an instrument to the wall, by hand: what `gateway browse` lists of a server of another make is opened on /feeds,
a tag is made of it, and the gateway reads it by the line that the page gives."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from ruamel.yaml import YAML

from command_center.domain.actor import ActorKind, Role
from command_center.words import say
from tests.cli.command_line import command_center
from tests.gateway.files import written
from tests.gateway.test_killed import RunningGateway
from tests.support.node_opcua import NodeOpcua
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.unavailable import Unavailable

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

WALL = {"width": 1920, "height": 1080}
SHOTS = os.environ.get("CC_TEST_SHOTS")
TAG = "LT-301-NEW"


@pytest.fixture
def server() -> Iterator[NodeOpcua]:
    try:
        made = NodeOpcua()
    except Unavailable as reason:
        pytest.skip(str(reason))
    made.start()
    yield made
    made.stop()


UNIT = say("en", "plant.field.unit")


def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, where somebody wants to look at it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def put(page: Page, label: str, value: str) -> None:
    """Type or choose a value of the wizard's form."""
    control = page.locator(".wizard-form .loop-field", has_text=label).locator("input, select")
    if control.evaluate("one => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def offered(folder: Path, server: NodeOpcua) -> Path:
    """The lines of `gateway browse` of a connection that has no tags yet."""
    given = {"id": "dcs", "type": "opcua", "url": server.url}
    ended = command_center(folder, "gateway", "browse", written(folder, [given]), "--json")
    assert ended.returncode == 0, ended.stderr
    path = folder / "offered.jsonl"
    path.write_text(ended.stdout)
    return path


def added(page: Page, center: RunningCenter, lines: Path) -> tuple[str, str]:
    """Make a tag of a node in the wizard; the line for the gateway's file, and the plant's file."""
    pool = demo_site().pools[0]
    page.goto(f"{center.url}/feeds")
    page.get_by_role("button", name=say("en", "feeds.add")).click()
    page.locator(".feeds-wizard input[type='file']").set_input_files(lines)
    page.locator(".wizard-row", has_text="TK206/LT").click()
    put(page, say("en", "plant.field.tag"), pool.level)
    expect(page.locator(".wizard-form .added")).to_be_visible()  # such a tag there is
    put(page, say("en", "plant.field.tag"), TAG)
    put(page, say("en", "plant.field.kind"), "level")
    put(page, say("en", "feeds.unit_there"), "l")
    page.locator(".wizard-form .loop-field").get_by_label(UNIT, exact=True).fill("m3")
    put(page, say("en", "plant.field.high"), "320")
    put(page, say("en", "feeds.level_of"), f"pools:{pool.id}")
    picture(page, "wizard")
    page.get_by_role("button", name=say("en", "feeds.add_tag", tag=TAG)).click()
    told = page.locator(".wizard-form .added")
    expect(told).to_contain_text(TAG)
    picture(page, "wizard-added")
    line = page.locator(".wizard-form pre").inner_text()
    with page.expect_download() as download:
        told.get_by_role("link").click()
    return line, download.value.path().read_text("utf-8")


def test_a_node_of_a_server_becomes_a_level_on_the_wall(
    tmp_path: Path, server: NodeOpcua, browser: Browser
) -> None:
    (tmp_path / "gateway").mkdir()
    lines = offered(tmp_path / "gateway", server)
    assert any(json.loads(line)["name"] == "TK206/LT" for line in lines.read_text().splitlines())
    with running(tmp_path) as center:
        secret = center.token("gw", Role.GATEWAY, kind=ActorKind.GATEWAY)
        center.start()
        with watched_page(browser, center.url, Role.ADMINISTRATOR, viewport=WALL) as watched:
            page = watched.page
            line, plant = added(page, center, lines)
            own = tmp_path / "gateway"
            (own / "site.yaml").write_text(plant, "utf-8")
            given = {
                "id": "dcs", "type": "opcua", "url": server.url, "tags": dict(YAML().load(f"{{{line}}}")),
            }  # fmt: skip
            file = written(own, [given], gateway={"site": "site.yaml", "board": center.url})
            (own / "token").write_text(secret)
            checked = command_center(own, "gateway", "check", file)
            assert checked.returncode == 0, checked.stderr
            gateway = RunningGateway(file)
            gateway.start()
            try:
                row = page.locator(".feed-table tr", has_text=TAG)
                expect(row).to_contain_text("3.25 m")
                server.say(120_000)
                expect(row).to_contain_text("120")
                picture(page, "feeds-added")
                page.goto(f"{center.url}/")

                level = page.locator(".level-row", has_text=demo_site().pools[0].name.en)
                expect(level.locator(".value")).to_have_text("40.0 %")  # 120 of 300 m3
                server.say(150_000)
                expect(level.locator(".value")).to_have_text("50.0 %")
                picture(page, "wall-added")
            finally:
                gateway.end(signal.SIGTERM)

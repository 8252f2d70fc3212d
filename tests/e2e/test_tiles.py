"""Tiles of a real server lie where the plant's own drawing says, also those that are displaced."""

import re
from math import asinh, pi, radians, tan
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.domain.site.map.gcj02 import to_gcj02
from tests.support.pages import watched_page
from tests.support.running_center import running
from tests.support.tile_server import TILE_PX, TileServer, tile_server

pytestmark = pytest.mark.e2e

DESK = {"width": 1920, "height": 1080}
NEAR_PX = 3.0
TILE = re.compile(r"/(\d+)/(\d+)/(\d+)\.png")
SEEN = """() => {
  const tiles = [...document.querySelectorAll("img.leaflet-tile-loaded")].map((img) => {
    const { left, top, width } = img.getBoundingClientRect();
    return { src: img.src, left, top, width };
  });
  const names = [...document.querySelectorAll(".area-name")].map((mark) => {
    const { left, top } = mark.getBoundingClientRect();
    return { id: mark.querySelector("span").dataset.area, left, top };
  });
  const site = center.site();
  const place = (area) => ({ ...site.places[area.id], id: area.id });
  return { tiles, names, areas: site.areas.map(place) };
}"""


def on_the_world(lat: float, lon: float, zoom: int) -> tuple[float, float]:
    """Pixels from the north-west corner of the world at that zoom (Web Mercator)."""
    size = TILE_PX * 2**zoom
    return (lon + 180) / 360 * size, (1 - asinh(tan(radians(lat))) / pi) / 2 * size


def misses(seen: dict[str, Any], system: str) -> list[float]:
    """How far, in px, each building's name is from its place on the tile that it lies on."""
    places = {area["id"]: (area["lat"], area["lon"]) for area in seen["areas"]}
    found = []
    for name in seen["names"]:
        lat, lon = places[name["id"]]
        if system == "gcj02":
            lat, lon = to_gcj02(lat, lon)
        for tile in seen["tiles"]:
            named = TILE.search(tile["src"])
            assert named is not None
            zoom, column, row = map(int, named.groups())
            x, y = on_the_world(lat, lon, zoom)
            across, down = x - column * TILE_PX, y - row * TILE_PX
            if 0 <= across < TILE_PX and 0 <= down < TILE_PX:
                scale = tile["width"] / TILE_PX
                found.append(
                    max(
                        abs(tile["left"] + across * scale - name["left"]),
                        abs(tile["top"] + down * scale - name["top"]),
                    )
                )
    return found


@pytest.mark.parametrize("system", ["wgs84", "gcj02"])
def test_tiles_lie_under_the_plant_where_it_is(
    tmp_path: Path, browser: Browser, system: str
) -> None:
    with (
        tile_server() as tiles,
        running(
            tmp_path,
            CC_TILES=tiles.url,
            CC_TILES_SYSTEM=system,
            CC_TILES_ATTRIBUTION="Plant survey office",
        ) as center,
    ):
        center.start()
        with watched_page(browser, center.url, Role.COMMANDER, viewport=DESK) as watched:
            page = watched.page
            page.goto(f"{center.url}/command")
            watched.is_live()
            page.locator("img.leaflet-tile-loaded").first.wait_for()
            page.wait_for_function(
                "() => [...document.querySelectorAll('img.leaflet-tile')]"
                ".every((img) => img.classList.contains('leaflet-tile-loaded'))"
            )
            expect(page.get_by_text("Plant survey office")).to_be_visible()
            seen = page.evaluate(SEEN)
            found = misses(seen, system)
            assert len(found) >= 2
            assert max(found) < NEAR_PX
            assert covers_the_map(tiles)
            page.locator(".layers summary").click()
            page.locator(".layers input[value=tiles]").uncheck()
            expect(page.locator("img.leaflet-tile").first).to_be_hidden()


def covers_the_map(tiles: TileServer) -> bool:
    """Every tile between the outermost ones was asked for."""
    asked = {tuple(map(int, found.groups())) for path in tiles.asked if (found := TILE.match(path))}
    deepest = max(zoom for zoom, _, _ in asked)
    columns = {column for zoom, column, _ in asked if zoom == deepest}
    rows = {row for zoom, _, row in asked if zoom == deepest}
    return {(deepest, c, r) for c in columns for r in rows} <= asked

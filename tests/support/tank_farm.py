"""The demo plant with a dense farm of 40 tanks, some of whose levels are in alarm."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests
from ruamel.yaml import YAML

from command_center.domain.actor import Role
from command_center.site_file import load
from tests.support.running_center import RunningCenter, demo_site, running

TANKS = 40
PITCH_M = 10.0
PERIOD_S = 2.0
ALARMED = 8
"""So many tanks stand above their highest limit once `alarmed` has sent their levels."""


def _places(area: dict[str, Any], taken: list[dict[str, Any]]) -> Iterator[tuple[float, float]]:
    """Places of the yard, row by row, that are not one of the tanks that stand there."""
    columns, rows = int(area["width"] // PITCH_M), int(area["height"] // PITCH_M)
    for row in range(rows):
        for column in range(columns):
            x = area["x"] - area["width"] / 2 + PITCH_M * (column + 0.5)
            y = area["y"] + area["height"] / 2 - PITCH_M * (row + 0.5)
            if all(abs(x - tank["x"]) + abs(y - tank["y"]) > PITCH_M for tank in taken):
                yield x, y


def tank_farm(folder: Path) -> Path:
    """The plant, written into `folder`; returns the path of its site."""
    site: dict[str, Any] = demo_site().model_dump(mode="json", exclude_none=True)
    tanks, tags = site["tanks"], site["tags"]
    yard = next(area for area in site["areas"] if area["id"] == tanks[0]["area"])
    like = tanks[0]
    level = next(tag for tag in tags if tag["id"] == like["level"])
    places = list(_places(yard, tanks))[: TANKS - len(tanks)]
    assert len(places) == TANKS - len(tanks), "the yard is too small"
    for number, (x, y) in enumerate(places, 301):
        tags.append(level | {"id": f"LT-{number + 300}"})
        name = {"zh": f"T{number}储罐", "en": f"T{number} tank"}
        tanks.append(
            like
            | {"id": f"T{number}", "name": name, "level": f"LT-{number + 300}", "x": x, "y": y}
            | {"inflows": [], "outflows": [], "bund": None}
        )
    own = folder / "farm"
    own.mkdir(parents=True)
    with (own / "site.yaml").open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(site, out)
    return own


def _send(center: RunningCenter, secret: str, high: set[str]) -> None:
    """Every measurement, in the middle of its range; the levels of `high` at its end."""
    site, now = load(center.site), center.clock.now()
    for source in site.sources:
        readings = [
            {
                "tag": tag.id,
                "ts": now,
                "value": tag.high if tag.id in high else (tag.low + tag.high) / 2,
            }
            for tag in site.tags
            if tag.source == source.id
        ]
        body = {"source": source.id, "readings": readings}
        assert center.post("readings", secret, body).ok


@contextmanager
def running_farm(folder: Path, *, alarmed: bool) -> Iterator[RunningCenter]:
    """A center of the farm whose measurements go on. If `alarmed`, the levels of neighbouring tanks
    stand above their limits and an incident is open at the first of them."""
    path = tank_farm(folder)
    added = [tank for tank in load(path).tanks if tank.id.startswith("T3")]
    high = {tank.level for tank in added[4 : 4 + ALARMED]} if alarmed else set()
    ended = threading.Event()
    with running(folder, path) as center:
        secret = center.token("plant", Role.GATEWAY)
        human = center.token("leader", Role.COMMANDER, person="shift-leader")
        center.start()

        def feed() -> None:
            while not ended.wait(PERIOD_S):
                with suppress(requests.RequestException):
                    _send(center, secret, high)

        feeds = threading.Thread(target=feed, daemon=True)
        feeds.start()
        if alarmed:
            center.command(human, "incident.open", place=added[4].id)
        try:
            yield center
        finally:
            ended.set()
            feeds.join(10)

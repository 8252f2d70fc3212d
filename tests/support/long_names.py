"""The demo plant with names as long as people give them, in an incident with a directive as long."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from command_center.domain.actor import Role
from command_center.site_file import load
from tests.support.running_center import DEMO, running

MORE = {"en": " of the north-eastern process block", "zh": "（东北片区生产装置）"}
PARTS = ("areas", "tanks", "pools", "valves", "stores", "resources", "kits", "posts", "teams")
OUTSIDE = ("outside", "tags", "sources", "musters")
TEXT = (
    "Close the hand valve at the root of the tank, then the two drain valves behind the bund, and "
    "report every one of them by radio as soon as it is shut"
)


def _lengthened(site: dict[str, Any]) -> None:
    for part in (part for name in (*PARTS, *OUTSIDE) for part in site[name]):
        for language, words in MORE.items():
            if part.get("name"):
                part["name"][language] += words


@contextmanager
def long_named(folder: Path) -> Iterator[str]:
    """A running center's address: everything has a long name, and an incident is open."""
    yaml = YAML()
    site = yaml.load(DEMO / "site.yaml")
    _lengthened(site)
    own = folder / "site"
    own.mkdir()
    yaml.dump(site, own / "site.yaml")
    plant = load(own)
    tank = plant.plans[0].places[0]
    posts = {post.id for post in plant.posts if post.commands}
    holders = {p: {entry.person for entry in plant.roster if entry.post == p} for p in posts}
    post, (leader,) = next((p, held) for p, held in holders.items() if len(held) == 1)  # any hour
    with running(folder, own) as center:
        human = center.token("leader", Role.COMMANDER, person=leader)
        feeds = center.token("plant", Role.GATEWAY)
        center.start()
        level = next(t.level for t in plant.tanks if t.id == tank)
        now = center.clock.now()
        for source in plant.sources:
            readings = [
                {"tag": tag.id, "ts": now, "value": (tag.low + tag.high) / 2}
                for tag in plant.tags
                if tag.source == source.id and (tag.id == level or tag.kind != "level")
            ]
            body = {"source": source.id, "readings": readings}
            assert center.post("readings", feeds, body).ok
        opened = center.command(human, "incident.open", place=tank)
        incident = opened["facts"][0]["incident"]
        text = {
            "en": TEXT,
            "zh": "先关储罐根部手动阀，再关防火堤后的两个排水阀，每关一个立即用对讲机报告",
        }
        for urgency in ("urgent", "normal"):
            center.command(
                human,
                "directive.issue",
                incident=incident,
                text=text,
                to=post,
                urgency=urgency,
                category="source",
            )
        center.command(human, "evacuation.order", incident=incident, zones=[plant.areas[0].id])
        yield center.url

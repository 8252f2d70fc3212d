"""A change of the plant's description makes the rows again: the board is that of a process that starts now."""

from typing import Any

import orjson

from command_center.domain.actor import Actor, Role
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.nouns import NOUNS, hash_of
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.hub import Hub
from tests.support.factories import ControlRoom, person

ROOT = Actor("root", Role.ADMINISTRATOR)
SCREEN = Audience(Role.ADMINISTRATOR)


def rows(hub: Hub) -> dict[str, Any]:
    hub.flush()
    found: dict[str, Any] = orjson.loads(hub.board(SCREEN).plain)["rows"]
    return {
        topic: {key: row for key, row in of.items() if row is not None}
        for topic, of in found.items()
    }


class Watched:
    def __init__(self, room: ControlRoom) -> None:
        self.room = room
        self.latest: dict[str, Reading] = {}
        self.hub, self.board = self.begun()
        room.desk.listen(self.board.take_facts)

    def begun(self) -> tuple[Hub, Board]:
        hub = Hub("run", lambda: self.room.now)
        board = Board(self.room.desk.site, hub, latest=lambda: self.latest)
        board.start(self.room.state, self.room.facts(), self.latest, {})
        return hub, board

    def reads(self, *readings: Reading) -> None:
        self.latest |= {one.tag: one for one in readings}
        self.board.take_readings(readings)

    def change(self, *changes: tuple[str, str, dict[str, Any] | None]) -> None:
        told: list[dict[str, Any]] = []
        for noun, key, other in changes:
            kind = NOUNS[noun]
            part = kind.parts(self.room.state.site).get(key)
            old = None if part is None else kind.row_of(part)
            row = None if other is None else (old or {}) | other
            told.append(
                {"noun": noun, "key": key, "row": row, "was": None if old is None else hash_of(old)}
            )
        self.room.does(ROOT, "site.change", changes=told)

    def is_that_of_a_start(self) -> None:
        assert self.board.complete
        told, anew = rows(self.hub), rows(self.begun()[0])
        for topic in told.keys() | anew.keys():
            if topic != "levels":  # windows are read from the store
                assert told.get(topic, {}) == anew.get(topic, {}), topic
        assert told["levels"].keys() == anew["levels"].keys()


def test_rows_follow_people_posts_stock_and_kits(room: ControlRoom) -> None:
    watched = Watched(room)
    site = room.state.site
    line = site.stock[0]
    watched.change(
        ("people", site.people[0].id, {"name": {"zh": "新人", "en": "Somebody new"}}),
        ("stores", "st-new", {"id": "st-new", "name": {"en": "New"}, "x": 1, "y": 1, "custody": {"kind": "open"}}),
        ("stock", f"{line.resource}/{line.store}", {"quantity": 1.0, "minimum": 50.0}),
        ("stock", f"{line.resource}/st-new", {"resource": line.resource, "store": "st-new", "quantity": 7.0}),
    )  # fmt: skip
    watched.is_that_of_a_start()
    assert rows(watched.hub)["center"]["plant"]["changed_seq"] == room.state.plant.revision
    stock = room.state.ledger.lines
    assert stock[line.resource, line.store].quantity == 1.0
    assert stock[line.resource, "st-new"].quantity == 7.0
    assert room.replayed() == room.state


def test_rows_follow_tags_and_tanks_and_those_of_a_removed_one_go(room: ControlRoom) -> None:
    watched = Watched(room)
    tank = room.state.site.tanks[0]
    watched.reads(Reading(tank.level, room.now, 2.0, Quality.GOOD, "plc"))
    tag = room.state.site.tag_by_id[tank.level].model_dump(mode="json")
    watched.change(("tags", "LT-NEW", {**tag, "id": "LT-NEW"}))
    watched.reads(Reading("LT-NEW", room.now, 1.0, Quality.GOOD, tag["source"]))
    watched.is_that_of_a_start()
    assert "LT-NEW" in rows(watched.hub)["levels"]
    watched.change(("tags", "LT-NEW", None))
    assert "LT-NEW" not in rows(watched.hub)["levels"]
    assert tank.level in rows(watched.hub)["levels"]


def test_what_waited_for_an_incident_is_shown_when_it_is_over(room: ControlRoom) -> None:
    watched = Watched(room)
    plan = room.state.site.plans[0]
    ann = person("ann")
    room.does(ann, "incident.open", place=plan.places[0], plan=plan.id)
    watched.change(
        ("plans", plan.id, {"steps": [one.model_dump(mode="json") for one in plan.steps[:1]]})
    )
    watched.is_that_of_a_start()
    assert rows(watched.hub)["center"]["plant"]["held_by"] == "INC-1"
    room.does(ann, "incident.withdraw", incident="INC-1", reason="nothing was there")
    watched.is_that_of_a_start()
    assert rows(watched.hub)["center"]["plant"]["held_by"] is None

"""A change of the plant's description makes the rows again: the board is that of a process that starts now."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from command_center.domain.actor import Actor, Role
from command_center.domain.reading import Quality, Reading
from command_center.domain.resources.due import kit_due
from command_center.domain.site.changing.nouns import NOUNS, hash_of
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


def test_the_ledgers_rows_follow_stock_kits_and_outside_units(room: ControlRoom) -> None:
    """What is overdue, whose work it is and which agreement ends, as after a start."""
    watched = Watched(room)
    foam = "foam/hall"
    changes: list[tuple[str, str, dict[str, Any] | None]] = [
        ("stock", foam, {"count_every_days": 30, "expires": "2026-11-01"}),
        ("stock", "suit/hall", {"inspect_every_days": 90, "inspected": "2026-11-01"}),
        ("stock", foam, {"batches": [{"batch": "A", "quantity": 0.1, "expires": "2026-12-20"}]}),
        ("stock", foam, {"expires": None, "count_every_days": None}),
        ("kits", "pair", {"inspect_every_days": 30, "keeper": "farm-hand"}),
        ("stores", "hall", {"keeper": "farm-hand"}),
        ("outside", "brigade", {"agreement_expires": "2026-12-24"}),
        ("outside", "brigade", {"agreement_expires": None}),
        ("kits", "hoses", None),
        ("stock", "hose/shed", None),
    ]
    seen: set[str] = set()
    for change in changes:
        before = rows(watched.hub)
        watched.change(change)
        watched.is_that_of_a_start()
        now = rows(watched.hub)
        for topic in ("readiness", "resources"):
            was, told = before[topic], now[topic]
            moved = {key for key in was.keys() | told.keys() if was.get(key) != told.get(key)}
            seen |= {key.partition(":")[0] for key in moved}
    assert seen >= {"stock", "upkeep", "tasks", "agreement", "kit"}
    assert room.replayed() == room.state


def test_rows_of_locked_lines_follow_who_brings_the_key(room: ControlRoom) -> None:
    """When a lock opens, how far its key is away and which lines lie behind it, as after a start."""
    watched = Watched(room)
    site = room.state.site
    keyed = next(store for store in site.stores if store.custody.kind == "keyed")
    post = site.post_by_id[keyed.custody.key_post or ""]
    entries = [one for one in site.roster if one.post == post.id]
    elsewhere = next(area.id for area in site.areas if area.id != post.area)
    other = next(one.id for one in site.people if one.id not in {e.person for e in entries})
    changes: list[tuple[str, str, dict[str, Any] | None]] = [
        ("posts", post.id, {"area": elsewhere}),
        ("areas", elsewhere, {"x": 7.0}),
        *(("people", one.person, {"home": elsewhere}) for one in entries),
        ("posts", post.id, {"area": None}),
        *(("roster", f"{one.post}/{one.shift}", {"on_site": not one.on_site}) for one in entries),
        *(("roster", f"{one.post}/{one.shift}", {"person": other}) for one in entries),
        *(("shifts", one.id, {"name": {"en": "Other"}}) for one in site.shifts),
        ("stores", keyed.id, {"custody": {"kind": "open"}}),
        *(("roster", f"{one.post}/{one.shift}", None) for one in entries),
    ]
    for change in changes:
        watched.change(change)
        watched.is_that_of_a_start()


def test_rows_of_people_follow_namesakes_teams_and_key_posts(room: ControlRoom) -> None:
    watched = Watched(room)
    site = room.state.site
    first, second = site.people[:2]
    same = {"name": first.name.model_dump()}
    team, entry = site.teams[0], site.roster[0]
    changes: list[tuple[str, str, dict[str, Any] | None]] = [
        ("people", second.id, same),
        ("people", first.id, {"name": {"zh": "别人", "en": "Another"}}),
        ("teams", team.id, {"members": [second.id]}),
        ("posts", entry.post, {"key": not site.post_by_id[entry.post].key}),
        ("roster", f"{entry.post}/{entry.shift}", {"person": second.id}),
        ("people", "newcomer", {"id": "newcomer", **same}),
        ("people", "newcomer", None),
        ("teams", team.id, None),
    ]
    for change in changes:
        watched.change(change)
        watched.is_that_of_a_start()


def test_a_stock_row_takes_nothing_back_that_was_found_brought_or_sent_since(
    room: ControlRoom,
) -> None:
    watched = Watched(room)
    incident = room.leak()
    room.does("ann", "resource.dispatch", incident=incident, kit="pair", place="tank")
    room.does("ann", "resource.count", resource="mask", store="hall", quantity=1)
    hose = {"resource": "hose", "store": "shed"}
    room.does("eva", "resource.inspect", result="fit", evidence="a" * 64, **hose)
    batch = {"batch": "B", "expires": "2027-06-01", "quantity": 0.2}
    room.does("ann", "resource.put_in", resource="foam", store="hall", **batch)
    lines = room.state.ledger.lines
    before = {
        key: deepcopy(lines[key, place]) for key, place in (("mask", "hall"), ("hose", "shed"))
    }
    watched.change(("stock", "mask/hall", {"minimum": 2}), ("stock", "hose/shed", {"minimum": 2}))
    for key, place in (("mask", "hall"), ("hose", "shed")):
        line = replace(lines[key, place], changed_at=before[key].changed_at)
        assert line == before[key]
    assert lines["hose", "shed"].serviceable
    first = {"batch": "A", "quantity": 0.1, "expires": "2026-12-20"}
    watched.change(("stock", "foam/hall", {"batches": [first]}))
    foam = lines["foam", "hall"]
    assert {name: one.quantity for name, one in foam.batches.items()} == {"A": 0.1, "B": 0.2}
    assert (foam.quantity, foam.rest.quantity) == (0.5, 0.2)
    watched.change(("stock", "foam/hall", {"batches": []}))
    assert list(foam.batches) == ["B"]
    assert room.replayed() == room.state


def test_a_kit_of_the_id_of_one_that_was_taken_out_has_no_inspection(room: ControlRoom) -> None:
    watched = Watched(room)
    row = NOUNS["kits"].row_of(room.site.kit_by_id["hoses"])
    room.does("eva", "kit.inspect", kit="hoses", result="unfit", evidence="a" * 64)
    watched.change(("kits", "hoses", None))
    watched.change(("kits", "hoses", row | {"inspect_every_days": 30, "inspected": "2026-11-30"}))
    watched.is_that_of_a_start()
    assert not room.state.ledger.kits_unfit
    due = kit_due(room.state, room.state.site, room.state.site.kit_by_id["hoses"])
    assert due is not None
    assert due.day == date(2026, 12, 30)


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

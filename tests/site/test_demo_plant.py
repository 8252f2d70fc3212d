"""The demo plant has the figures it was described with."""

from datetime import time
from math import hypot, pi

import networkx as nx
import pytest

from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site

PLACES = {
    "TF": (235, 190), "W1": (345, 240), "W2": (240, 125), "W3": (95, 190), "CR": (225, 65),
    "FS": (90, 60), "WH": (120, 125), "EP": (365, 50), "V-7": (395, 45), "V-8": (350, 80),
    "M-A": (60, 35), "M-B": (120, 285), "C2": (260, 150),
}  # fmt: skip
HOT_ZONE_M = 50


def test_things_stand_where_they_were_described(demo: Site) -> None:
    assert (demo.width, demo.height) == (420, 300)
    assert {name: demo.places[name][1] for name in PLACES} == PLACES


def test_tanks_hold_what_they_were_said_to(demo: Site) -> None:
    assert len(demo.tanks) == 9
    big = demo.tank_by_id["T206"]
    assert big.product.en == "chlorobenzene"
    assert big.m3_per_m == pytest.approx(28.3, abs=0.05)
    for tank in demo.tanks:
        nominal = 150 if tank.id in ("T204", "T207") else 200
        assert nominal <= tank.m3_per_m * tank.height_m <= nominal * 1.07


def test_limits_are_8_15_85_90_per_cent_and_an_empty_spare_has_no_low_ones(demo: Site) -> None:
    for tank in demo.tanks:
        limits = demo.tag_by_id[tank.level].limits
        assert limits is not None
        wanted = [85, 90] if tank.id == "T209" else [8, 15, 85, 90]
        assert [100 * v / tank.height_m for v in limits.given] == pytest.approx(wanted)


def test_bunds_hold_their_net_volume_and_their_tanks(demo: Site) -> None:
    bunds = {b.id: b for b in demo.bunds}
    sizes = {"B1": (34.5, 24, 570), "B2": (24, 13.5, 235), "B3": (14, 14, 155), "B4": (14, 14, 155)}
    assert {i: (b.width, b.height, b.net_m3) for i, b in bunds.items() if b.kind == "bund"} == sizes
    for name, bund in bunds.items():
        inside = [t for t in demo.tanks if t.bund == name]
        footprints = sum(pi * t.diameter_m**2 / 4 for t in inside[1:])
        depth = 0.15 if bund.kind == "kerb" else 0.8
        geometric = depth * (bund.width * bund.height - footprints)
        assert bund.net_m3 == pytest.approx(geometric, rel=0.02)
        for tank in inside:
            assert abs(tank.x - bund.x) + tank.diameter_m / 2 <= bund.width / 2
            assert abs(tank.y - bund.y) + tank.diameter_m / 2 <= bund.height / 2


def test_the_pad_lies_outside_the_bund_and_the_root_valve_inside(demo: Site) -> None:
    bunds = {b.id: b for b in demo.bunds}
    b1, pad = bunds["B1"], bunds["PAD-206"]
    assert pad.y + pad.height / 2 < b1.y - b1.height / 2
    root, leak = demo.valve_by_id["HV-2060"], demo.valve_by_id["XV-2061"]
    assert root.operation == "manual"
    assert leak.operation == "remote"
    assert abs(root.x - b1.x) < b1.width / 2
    assert abs(root.y - b1.y) < b1.height / 2
    assert abs(leak.x - pad.x) < pad.width / 2
    assert abs(leak.y - pad.y) < pad.height / 2


def test_cabinet_c2_and_the_staging_point_lie_outside_the_hot_zone(demo: Site) -> None:
    leak = demo.valve_by_id["XV-2061"]
    for place in ("C2", "ST", "WV-1", "WV-2", "C1", "C3"):
        x, y = demo.places[place][1]
        assert hypot(x - leak.x, y - leak.y) > HOT_ZONE_M


def test_the_night_has_49_people_on_site(demo: Site) -> None:
    night = next(s for s in demo.shifts if s.covers(time(2, 10)))
    on_site = manning(demo, night.id)["on_site"]
    kinds = [demo.person_by_id[p].employer for p in on_site]
    assert (len(kinds), kinds.count("site")) == (49, 46)
    assert (kinds.count("contractor"), kinds.count("driver")) == (2, 1)
    homes = [demo.person_by_id[p].home for p in on_site if demo.person_by_id[p].employer == "site"]
    crew = {"CR": 3, "W1": 9, "W2": 11, "W3": 8, "UT": 5, "FS": 5, "LAB": 1, "EL": 2, "GH": 2}
    assert {home: homes.count(home) for home in set(homes)} == crew


def test_every_post_but_the_keeper_is_held_at_night(demo: Site) -> None:
    holders = manning(demo, "SH-N")["holders"]
    assert [post for post, holder in holders.items() if holder is None] == ["warehouse-keeper"]


def test_the_on_call_three_are_in_by_day_only(demo: Site) -> None:
    three = {"luo-wenhua", "liang-xuemei", "song-zhiyuan"}
    assert three <= set(manning(demo, "SH-D")["on_site"])
    assert not three & set(manning(demo, "SH-N")["on_site"])


def test_every_minute_of_the_day_has_one_shift(demo: Site) -> None:
    for minute in range(1440):
        now = time(minute // 60, minute % 60)
        assert sum(s.covers(now) for s in demo.shifts) == 1


def test_38_people_have_contacts_of_their_own(demo: Site) -> None:
    assert sum(bool(p.contacts) for p in demo.people) == 38
    addresses = [c.address for p in demo.people for c in p.contacts]
    assert len(addresses) == len(set(addresses))


def test_teams_have_their_strength_and_are_there_at_night(demo: Site) -> None:
    on_site = set(manning(demo, "SH-N")["on_site"])
    assert {t.id: len(t.members) for t in demo.teams} == {
        "TEAM-A": 5, "TEAM-B": 4, "TEAM-C": 4, "TEAM-D": 3, "TEAM-AID": 2
    }  # fmt: skip
    everybody = [p for t in demo.teams for p in t.members]
    assert set(everybody) <= on_site
    assert len(everybody) == len(set(everybody))


def test_the_ledger_counts_what_was_described(demo: Site) -> None:
    total: dict[str, float] = {}
    for line in demo.stock:
        total[line.resource] = total.get(line.resource, 0) + line.quantity
    assert total == {
        "heavy-suit": 6, "scba": 18, "splash-suit": 6, "foam": 3.0, "mobile-pump": 3,
        "storm-plug": 4, "absorbent": 40, "clamp-dn80": 2, "gas-detector": 8, "ex-radio": 16,
    }  # fmt: skip
    entry = {line.resource: line.quantity for line in demo.kit_by_id["KIT-ENTRY"].lines}
    assert entry == {"heavy-suit": 4, "scba": 4}


def test_outside_units_take_their_minutes(demo: Site) -> None:
    minutes = {u.id: (u.minutes_day, u.minutes_night) for u in demo.outside if u.people}
    assert minutes == {
        "EXT-NEIGHBOUR": (6, 6), "EXT-FIRE": (9, 9), "EXT-MEDICAL": (12, 12),
        "EXT-TRUCKS": (35, 70), "EXT-HAZMAT": (38, 38), "EXT-POISON": (45, 45),
        "EXT-MONITOR": (50, 50),
    }  # fmt: skip
    neighbour = demo.outside_by_id["EXT-NEIGHBOUR"]
    assert neighbour.people == 4
    assert [(b.resource, b.quantity) for b in neighbour.brings] == [("heavy-suit", 2)]


def test_the_plan_has_its_steps_at_their_seconds(demo: Site) -> None:
    due = {s.id.removeprefix("step-"): s.due_s for s in demo.plan_by_id["PLAN-CB"].steps}
    assert due == {
        "confirm": 60, "announce": 90, "close": 100, "command": 120, "reach-gm": 180,
        "reach-ehs": 180, "reach-utilities": 180, "call": 240, "evacuate": 240, "divert": 300,
        "outfall": 300, "stage": 300, "support": 300, "gas": 360, "gas-downwind": 900,
        "cover": 1200, "curtain": 420, "don": 480,
        "headcount": 600, "isolate": 720, "transfer": 1200, "trucks": 1800, "sample": 1800,
        "report": 3600,
    }  # fmt: skip
    assert demo.plan_by_id["PLAN-CB"].hot_zone_m == HOT_ZONE_M


def test_a_step_is_never_due_before_one_it_waits_for(demo: Site) -> None:
    for plan in demo.plans:
        due = {s.id: s.due_s for s in plan.steps}
        for step in plan.steps:
            assert all(due[other] <= step.due_s for other in step.requires)


def test_every_road_and_every_place_inside_the_fence_is_within_a_walk(demo: Site) -> None:
    roads: nx.Graph[tuple[float, float]] = nx.Graph()
    for road in demo.roads:
        roads.add_edges_from(zip(road.points, road.points[1:], strict=False))
    assert nx.is_connected(roads)
    for name, (_, (x, y)) in demo.places.items():
        if name == "VIL":
            continue
        nearest = min(hypot(x - a, y - b) for a, b in roads.nodes)
        assert nearest <= 40, f"{name} is {nearest:.0f} m from any road"
        if name in demo.area_by_id and name not in ("NB", "TF"):
            assert nearest <= 1, f"no road leads into {name}"


def test_names_stand_in_both_languages(demo: Site) -> None:
    for name, _ in demo.places.values():
        assert any("\u4e00" <= c <= "\u9fff" for c in name.zh)
        assert not any("\u4e00" <= c <= "\u9fff" for c in name.en)

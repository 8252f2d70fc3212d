"""What every client gets of the plant: enough to draw it, and nothing that is not everybody's."""

import json
from typing import Any

import pytest

from command_center.domain.site.map.geography import to_local
from command_center.domain.site.model import Site
from command_center.domain.site.view import SHOWN, public_site

LAYERS = {
    "areas": "Polygon", "roads": "LineString", "waters": "LineString", "bunds": "Polygon",
    "tanks": "Polygon", "pools": "Polygon", "valves": "Point", "pumps": "Point", "stores": "Point",
    "musters": "Point", "measuring_points": "Point", "gates": "Point", "sensors": "Point",
}  # fmt: skip


@pytest.fixture(scope="module")
def view(demo: Site) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(json.dumps(public_site(demo), allow_nan=False))
    return shown


def test_it_is_plain_json_with_what_a_screen_needs(view: dict[str, Any]) -> None:
    assert {
        "id", "name", "simulated", "time_zone", "language", "levels", "areas", "geojson", "tags",
        "tanks", "pools", "valves", "pumps", "stores", "resources", "kits", "posts", "people",
        "outside", "plans", "musters", "gates", "width", "height", "anchor", "places", "bounds",
    } <= view.keys()  # fmt: skip
    assert view["simulated"] is True
    assert view["pools"][0]["required_m3"] == 716
    assert view["places"]["T206"]["name"]["en"] == "T206 chlorobenzene"


def test_each_layer_has_every_part_with_its_id_and_name(view: dict[str, Any], demo: Site) -> None:
    assert view["geojson"].keys() == LAYERS.keys()
    for layer, kind in LAYERS.items():
        collection = view["geojson"][layer]
        assert collection["type"] == "FeatureCollection"
        assert {f["geometry"]["type"] for f in collection["features"]} == {kind}
        if layer != "sensors":
            shown = [f["properties"]["id"] for f in collection["features"]]
            assert shown == [part.id for part in getattr(demo, layer)]


def test_a_tank_is_a_ring_of_48_corners_of_its_own_radius(view: dict[str, Any], demo: Site) -> None:
    for feature, tank in zip(view["geojson"]["tanks"]["features"], demo.tanks, strict=True):
        [ring] = feature["geometry"]["coordinates"]
        assert len(ring) == 49
        for lon, lat in ring:
            x, y = to_local(demo.anchor, lat, lon)
            radius = ((x - tank.x) ** 2 + (y - tank.y) ** 2) ** 0.5
            assert radius == pytest.approx(tank.diameter_m / 2, abs=0.002)


def test_no_telephone_number_of_a_person_and_no_stock_leaves_with_it(
    view: dict[str, Any], demo: Site
) -> None:
    text = json.dumps(view, ensure_ascii=False)
    for person in demo.people:
        for contact in person.contacts:
            assert contact.address is not None
            assert contact.address not in text
            assert contact.version not in text
    assert not {"stock", "roster", "presence", "swaps", "holidays"} & view.keys()
    assert "verified" not in text


def test_every_field_of_the_site_is_shown_or_left_out_on_purpose() -> None:
    assert set(Site.model_fields) - SHOWN == {
        "people",
        "stock",
        "roster",
        "presence",
        "swaps",
        "holidays",
    }


def test_a_site_of_few_parts_is_shown_too(net3: Site) -> None:
    view = public_site(net3)
    assert [t["id"] for t in view["tanks"]] == ["T1", "T2", "T3"]
    assert view["geojson"]["valves"]["features"] == []


def test_the_site_carries_what_ages_by_days_and_how_a_position_ages(demo: Site) -> None:
    shown = public_site(demo)
    agreements = [unit["agreement"] for unit in shown["outside"] if "agreement" in unit]
    assert agreements
    assert {code for turns in agreements for _, _, code in turns} == {"far", "known", "due", "over"}
    assert [code for _, _, code in shown["plans"][0]["review"]] == ["reviewed", "due"]
    assert [at for at, _, _ in shown["position_ages"]["hot"]] == [0, 30_000, 120_000]
    assert [code for _, _, code in shown["inject_nears"]] == ["to_come", "soon", "due"]

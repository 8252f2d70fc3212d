"""The muster point of an area while nothing is wrong is the nearest by the roads, and not across them."""

from typing import Any

from command_center.domain.site.map.way_out import own_muster
from command_center.domain.site.model import Site
from command_center.domain.site.view import public_site
from tests.support.small_works import small_works


def works(**changed: Any) -> Site:
    given = small_works().model_dump(mode="json", exclude_none=True) | changed
    return Site.model_validate(given)


def road(ident: str, *points: tuple[float, float]) -> dict[str, Any]:
    return {
        "id": ident,
        "name": {"en": ident, "zh": ident},
        "width": 6,
        "points": [list(one) for one in points],
    }


def muster(ident: str, x: float, y: float) -> dict[str, Any]:
    return {"id": ident, "name": {"en": ident, "zh": ident}, "x": x, "y": y}


def test_the_nearest_is_that_by_the_roads() -> None:
    beside, along = muster("beside", 150, 160), muster("along", 270, 110)
    roads = [
        road("south", (150, 100), (290, 100)),
        road("round", (290, 100), (290, 170), (100, 170)),
    ]
    site = works(musters=[beside, along], roads=roads)
    found = own_muster(site, site.area_by_id["farm"])
    assert found is not None
    assert (found.muster, found.metres, found.bearing) == ("along", 130, 85)
    assert own_muster(site, site.area_by_id["farm"]) is found  # found once


def test_everybody_is_told_that_of_each_area_and_nothing_where_there_is_none() -> None:
    [farm, *_] = public_site(works(roads=[]))["areas"]
    assert farm["muster"] == {"muster": "muster-north", "metres": 158, "bearing": 305}
    assert [one["muster"] for one in public_site(works(musters=[]))["areas"]] == [None] * 4

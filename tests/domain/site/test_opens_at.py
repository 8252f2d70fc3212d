"""Where an incident of an alarm would be opened, and by which plan."""

from command_center.domain.site.opens_at import place_of_tag, plan_at, unplanned_tanks
from tests.support.small_works import PARTS, small_works


def plan_of(places: list[str], place: str) -> str | None:
    [plan] = PARTS["plans"]
    found = plan_at(small_works(plans=[plan | {"places": places}]), place)
    return found.id if found else None


def test_a_plan_of_the_place_goes_before_one_of_its_tank_and_of_the_tanks_area() -> None:
    site = small_works()
    [tank] = site.tanks
    assert plan_of([tank.id], tank.id) == "leak-plan"
    assert plan_of([tank.id], "root-valve") == "leak-plan"
    assert plan_of([tank.area], "root-valve") == "leak-plan"
    assert plan_of([tank.area], tank.id) == "leak-plan"
    assert plan_of(["shop-2"], tank.id) is None


def test_a_tank_is_unplanned_where_no_plan_would_be_opened_for_it() -> None:
    [plan] = PARTS["plans"]
    site = small_works()
    assert unplanned_tanks(site) == []
    bare = small_works(plans=[plan | {"places": ["shop-2"]}])
    assert unplanned_tanks(bare) == [tank for tank in bare.tanks if tank.hazardous]


def test_a_level_tag_is_at_its_vessel_and_another_in_the_nearest_area() -> None:
    site = small_works()
    assert place_of_tag(site, "LT-T") == "tank"
    areas = {area.id: area for area in site.areas}
    for area in areas.values():
        tags = [tag.model_copy(update={"at": (area.x, area.y)}) for tag in site.tags]
        there = site.model_copy(update={"tags": tags})
        for tag in tags:
            levels = {one.level for one in site.tanks} | {one.level for one in site.pools}
            assert tag.id in levels or place_of_tag(there, tag.id) == area.id
    assert place_of_tag(site, "nothing") is None

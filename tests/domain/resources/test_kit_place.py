"""Where what is sent goes: where the plan says, else to the incident, else to the staging point, as the air is."""

from collections.abc import Callable

import pytest

from command_center.domain.resources.kit_place import (
    kit_goes_to,
    kit_place,
    kit_places,
    team_goes_to,
)
from command_center.domain.site.map.way_out import STILL, Air
from command_center.domain.site.model import Site
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, at, small_works

TWO_MUSTERS = [at("muster-north", 20, 190), at("muster-east", 290, 100)]


def test_a_kit_goes_where_its_step_says_else_to_the_incident() -> None:
    site = small_works()
    [plan] = site.plans
    support = next(step for step in plan.steps if step.kit)
    assert kit_place(plan, "pair", "root-valve") == "root-valve"
    assert kit_place(plan, "pair", "root-valve", support) == "root-valve"
    assert kit_place(None, "pair", "tank") == "tank"
    sent = plan.model_copy(update={"steps": [support.model_copy(update={"place": "main-gate"})]})
    assert kit_place(sent, "pair", "root-valve") == "main-gate"
    assert kit_place(sent, "four", "root-valve") == "root-valve"


def test_an_incident_names_the_place_of_every_kit(room: ControlRoom) -> None:
    incident = room.state.incidents[room.leak()]
    assert kit_places(room.site, incident) == dict.fromkeys(room.site.kit_by_id, "tank")


@pytest.mark.parametrize(
    ("wind_from", "goes"),
    [
        (None, "muster-east"), (90, "muster-east"), (180, "muster-east"),
        (270, "muster-north"), (125, "muster-east"),
    ],
)  # fmt: skip
def test_what_the_plan_names_no_place_for_goes_to_the_nearest_muster_point_that_is_not_downwind(
    room_of: Callable[[Site], ControlRoom], wind_from: float | None, goes: str
) -> None:
    room = room_of(small_works(musters=TWO_MUSTERS))
    incident = room.state.incidents[room.leak()]
    assert kit_goes_to(room.site, incident, "four", Air(wind_from)) == goes
    assert team_goes_to(room.site, incident, "team-1", Air(wind_from)) == goes


def test_where_no_muster_point_is_fit_it_goes_to_the_incident(room: ControlRoom) -> None:
    incident = room.state.incidents[room.leak()]
    assert kit_goes_to(room.site, incident, "four", Air(125)) == "tank"


def test_without_a_hot_zone_it_goes_to_the_incident(room: ControlRoom) -> None:
    [opened] = room.does("ann", "incident.open", place="shop-1")
    incident = room.state.incidents[opened.data["id"]]
    incident.hot_zone_m = 0.0
    assert kit_goes_to(room.site, incident, "four", STILL) == "shop-1"


def test_the_plans_place_holds_unless_it_lies_in_bad_air(
    room_of: Callable[[Site], ControlRoom],
) -> None:
    plan = PARTS["plans"][0]
    steps = [s | {"place": "pool"} if s["id"] == "support" else s for s in plan["steps"]]
    room = room_of(
        small_works(musters=TWO_MUSTERS, plans=[plan | {"steps": steps}, *PARTS["plans"][1:]])
    )
    incident = room.state.incidents[room.leak()]
    for wind, goes in ((None, "pool"), (90.0, "pool"), (305.0, "muster-north")):
        assert kit_goes_to(room.site, incident, "pair", Air(wind)) == goes
    ring = ((270.0, 0.0), (290.0, 0.0), (290.0, 20.0), (270.0, 20.0), (270.0, 0.0))
    assert (
        kit_goes_to(room.site, incident, "pair", Air(90.0, {incident.id: (ring,)})) == "muster-east"
    )


def test_a_kit_that_is_sent_without_a_place_goes_there(room: ControlRoom) -> None:
    incident = room.leak()
    room.desk.air = lambda drill: Air(305.0)
    assert (
        room.does("ann", "resource.dispatch", incident=incident, kit="pair")[0].data["place"]
        == "muster-north"
    )

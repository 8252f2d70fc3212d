"""What is short, for the open incidents and by the minimum."""

from typing import Any

import pytest

from command_center.domain.resources.short import (
    is_wanted,
    kit_lacks,
    sent_by_incident,
    shortage,
    worst_lack,
)
from command_center.domain.state import State
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, small_works


def kits(*lines: tuple[str, float]) -> list[dict[str, Any]]:
    return [
        {"id": f"kit-{n}", "name": {"zh": "包", "en": "Kit"},
         "lines": [{"resource": resource, "quantity": quantity}]}
        for n, (resource, quantity) in enumerate(lines)
    ]  # fmt: skip


def with_minimum(**minimum: float) -> list[dict[str, Any]]:
    """The stock, of which lines `resource@store` have a minimum."""
    return [
        line | {"minimum": minimum.get(f"{line['resource']}_{line['store']}", 0)}
        for line in PARTS["stock"]
    ]


@pytest.mark.parametrize(
    ("minimum", "short"),
    [
        ({"mask_hall": 4}, False),
        ({"mask_hall": 5}, True),
        ({"foam_hall": 0.4, "foam_shed": 0.1}, False),  # the hall's own line has 0.3
        ({"foam_hall": 0.4, "foam_shed": 0.2}, True),
        ({"suit_hall": 2, "suit_vault": 2}, False),  # two lie behind a lock: none is lacking
        ({"suit_hall": 2, "suit_vault": 3}, True),
    ],
)
def test_a_resource_is_short_by_all_its_stores_together(
    room: ControlRoom, minimum: dict[str, float], short: bool
) -> None:
    site = small_works(stock=with_minimum(**minimum), kits=kits(("mask", 1)), plans=[])
    resource = next(iter(minimum)).partition("_")[0]
    state = State.start(site)
    state.roster = room.state.roster
    found = shortage(state, site, resource)
    assert (found is not None) is short
    if found is not None:
        assert found["sign"] == "warn"
        assert found["needed"] == pytest.approx(sum(minimum.values()))


def test_what_is_out_in_an_open_incident_still_counts_for_its_minimum(room: ControlRoom) -> None:
    site = small_works(stock=with_minimum(foam_hall=0.5))
    incident = room.leak()
    room.does("ann", "resource.dispatch", incident=incident, kit="some-foam", place="tank")
    assert shortage(room.state, site, "foam") is None
    room.does("eva", "resource.consume", dispatch="DSP-1")
    assert shortage(room.state, site, "foam") is not None


def test_a_kit_that_nobody_wants_is_short_when_too_few_can_be_had(room: ControlRoom) -> None:
    found = shortage(room.state, room.site, "suit")
    assert found == {"sign": "warn", "needed": 4, "sent": 0, "had": 2, "wanting": 0, "order": 1.5}


def test_the_kit_that_an_incident_wants_is_urgent_before_one_that_lacks_more(
    room: ControlRoom,
) -> None:
    room.leak()
    opened = room.does("ben", "incident.open", place="shop-1")
    room.does("ben", "kit.need", incident=opened[0].data["id"], kit="pair")
    state, site = room.state, room.site
    found = shortage(state, site, "suit")
    assert found is not None
    assert (found["sign"], found["wanting"]) == ("urgent", 2)
    assert is_wanted(state, site, "pair")
    assert not is_wanted(state, site, "four")


def test_each_incident_needs_the_whole_kit_and_what_one_got_helps_no_other(
    room: ControlRoom,
) -> None:
    first = room.leak()
    room.does("ann", "resource.dispatch", incident=first, kit="pair", place="tank")
    state, site = room.state, room.site
    pair = site.kit_by_id["pair"]
    one = state.open_incidents[first]
    assert kit_lacks(state, site, pair, [one]) == []
    assert worst_lack(state, site, one) is None
    opened = room.does("ben", "incident.open", place="shop-1")
    room.does("ben", "kit.need", incident=opened[0].data["id"], kit="pair")
    other = state.open_incidents[opened[0].data["id"]]
    [suits] = kit_lacks(state, site, pair, [one, other])
    assert suits == {"kit": "pair", "resource": "suit", "needed": 4, "sent": 2, "had": 2,
                     "wanting": 2}  # fmt: skip
    worst = worst_lack(state, site, other)
    assert worst is not None
    assert worst["had"] == 0
    assert sent_by_incident(state, site, site.kit_by_id["pair"], "suit") == {first: 2}


def test_a_wanted_kit_that_cannot_be_made_up_comes_first_then_the_smallest_share(
    room: ControlRoom,
) -> None:
    stock = with_minimum(mask_hall=5, foam_hall=0.4, foam_shed=0.2)
    site = small_works(stock=stock, plans=[])
    opened = room.does("ben", "incident.open", place="shop-1")
    room.does("ben", "kit.need", incident=opened[0].data["id"], kit="four")
    state = room.state
    found = {name: shortage(state, site, name) for name in ("suit", "mask", "foam")}
    order = {name: one["order"] for name, one in found.items() if one is not None}
    assert sorted(order, key=order.__getitem__)[0] == "suit"
    assert order["suit"] < 1 <= order["mask"] < 2
    for name in ("mask", "foam"):
        one = found[name]
        assert one is not None
        assert order[name] == pytest.approx(1 + one["had"] / one["needed"], abs=0.0001)

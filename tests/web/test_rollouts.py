"""A roll-out over HTTP: its baseline from Excel, where it is in force, and its figures before and after."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.plant_table import CSV_TYPE
from tests.plays.loops import PILOT
from tests.plays.plant import MORNING, library_shelf, plant
from tests.web.center import Caller, Center

MATTER = "00000000-0000-0000-0000-00000000aaaa"
DOOR = f"/api/v1/matters/{MATTER}/baseline"
TABLE = (
    b"month,cycle_days,rectified_percent,participation_percent\n2026-09,8,60,40\n2026-10,6,70,44\n"
)


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    made = Center(tmp_path, plant())
    made.desk.templates = library_shelf()
    if made.clock.now() < MORNING:
        made.clock.advance((MORNING - made.clock.now()) / 1000)
    made.desk.submit("shift.begin", {"shift": "day"}, DUTY_ACTOR)
    yield made
    made.engine.dispose()


def hand(center: Center, person: str) -> Caller:
    return center.machine(Role.RESPONDER, person=person)


def told(answer: Any) -> Any:
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def begun(center: Center) -> None:
    fay, eva, ben = (hand(center, one) for one in ("fay", "eva", "ben"))
    told(fay.command("matter.open", matter=MATTER, template="rollout", fields=PILOT))
    dry = told(eva.request("POST", DOOR, data=TABLE, content_type=CSV_TYPE))
    assert [row["month"] for row in dry["rows"]] == ["2026-09", "2026-10"]
    assert "baseline" not in center.desk.state.matters.open[MATTER].fields
    query = f"?dry=0&confirm={dry['confirm']}"
    told(eva.request("POST", DOOR + query, data=TABLE, content_type=CSV_TYPE))
    told(eva.command("matter.fill", matter=MATTER, fields={"baseline_of": "paper"}))
    told(ben.command("matter.sign", matter=MATTER, move="begin", party="safety"))
    told(eva.command("matter.move", matter=MATTER, move="begin"))


def test_a_pilot_with_its_baseline_from_excel_is_compared_in_its_area(center: Center) -> None:
    begun(center)
    hazard = {
        "category": "equipment/static/leak",
        "level": "general",
        "found": "Leak",
        "place": "tank",
    }
    gus = hand(center, "gus")
    reported = gus.command(
        "matter.open", matter=MATTER[:-4] + "bbbb", template="hazard", fields=hazard
    )
    assert reported.status_code == 200, reported.get_json()
    elsewhere = hazard | {"place": "shop-1"}
    refused = gus.command(
        "matter.open", matter=MATTER[:-4] + "cccc", template="hazard", fields=elsewhere
    )
    assert (refused.status_code, refused.get_json()["code"]) == (409, "template_not_here")
    assert center.desk.site.person_by_id["eva"].name.en in refused.get_json()["detail"]
    chief = center.machine(Role.COMMANDER, person="ann")
    (rollout,) = told(chief.get("/api/v1/past/rollouts"))["rollouts"]
    assert (rollout["areas"], rollout["champion"], rollout["begun"]) == (["farm"], "eva", True)
    by_name = {one["name"]: one for one in rollout["compared"]}
    assert by_name["cycle"]["before"] == {"value": 7 * 86_400_000, "months": 2}
    assert by_name["cycle"]["after"] is None
    people = [
        one for one in center.desk.site.people if one.home == "farm" and one.employer == "site"
    ]
    assert by_name["participation"]["after"] == pytest.approx(1 / len(people))
    assert set(by_name) == {"cycle", "rectified", "participation"}
    assert hand(center, "gus").get("/api/v1/past/rollouts").status_code == 403


def test_whoever_is_no_party_brings_no_baseline_and_no_other_matter_has_one(center: Center) -> None:
    told(
        hand(center, "fay").command("matter.open", matter=MATTER, template="rollout", fields=PILOT)
    )
    stranger = hand(center, "xia")
    dry = told(stranger.request("POST", DOOR, data=TABLE, content_type=CSV_TYPE))
    query = f"?dry=0&confirm={dry['confirm']}"
    refused = stranger.request("POST", DOOR + query, data=TABLE, content_type=CSV_TYPE)
    assert refused.status_code in (403, 409)
    assert "baseline" not in center.desk.state.matters.open[MATTER].fields
    viewer = center.machine(Role.VIEWER)
    assert viewer.request("POST", DOOR, data=TABLE, content_type=CSV_TYPE).status_code == 403
    assert hand(center, "fay").get("/api/v1/matters/unheard-of/baseline.xlsx").status_code == 404
    assert hand(center, "fay").get(f"{DOOR}.xlsx").status_code == 200


def test_a_mistake_is_told_by_its_cell_and_another_table_is_not_confirmed(center: Center) -> None:
    fay = hand(center, "fay")
    told(fay.command("matter.open", matter=MATTER, template="rollout", fields=PILOT))
    bad = TABLE.replace(b"60", b"160")
    dry = told(fay.request("POST", DOOR, data=bad, content_type=CSV_TYPE))
    assert [(one["row"], one["column"]) for one in dry["mistakes"]] == [(2, "C")]
    query = f"?dry=0&confirm={dry['confirm']}"
    wrong = fay.request("POST", DOOR + query, data=bad, content_type=CSV_TYPE)
    assert (wrong.status_code, wrong.get_json()["code"]) == (422, "table_wrong")
    other = fay.request(
        "POST", f"{DOOR}?dry=0&confirm={'0' * 16}", data=TABLE, content_type=CSV_TYPE
    )
    assert (other.status_code, other.get_json()["code"]) == (409, "table_changed")

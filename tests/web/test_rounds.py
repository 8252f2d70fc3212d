"""A round over HTTP: what one owes, its points, its track with the sample, and its codes on paper."""

import re
from typing import Any
from uuid import uuid4

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.matters.opening import reinspecting
from command_center.domain.site.map.nearness import area_of_place
from command_center.store.evidence import EvidenceStore
from tests.support.pictures import a_camera_picture
from tests.web.center import Caller, Center
from tests.web.test_evidence import bring


@pytest.fixture
def wu(center: Center) -> Caller:
    center.desk.evidence = EvidenceStore(center.engine, center.site.id).verdict
    center.user("wu", Role.RESPONDER, "p1")
    return center.browser("wu")


def gives(caller: Caller, kind: str, **data: Any) -> dict[str, Any]:
    told = caller.post("/api/v1/commands", {"kind": kind, "data": data})
    assert told.status_code == 200, told.text
    return dict(told.get_json())


def fullest(center: Center) -> str:
    """The area in which most stands."""
    areas = [area_of_place(center.site, one) for one in center.site.places]
    return str(max(areas, key=areas.count))


def begun(center: Center, wu: Caller) -> str:
    matter = str(uuid4())
    place = fullest(center)
    gives(wu, "matter.open", matter=matter, template="inspection-round", fields={"place": place})
    return matter


def test_what_one_owes_is_listed_and_the_round_brings_its_points(
    center: Center, wu: Caller
) -> None:
    matter = begun(center, wu)
    (owed,) = wu.get("/api/v1/mine").get_json()["owed"]
    assert (owed["kind"], owed["id"], owed["place"]) == ("matter", matter, fullest(center))
    told = wu.get(f"/api/v1/mine/{matter}").get_json()
    points = told["points"]["points"]
    assert points
    assert all(one["lat"] and one["title"]["en"] for one in points)
    assert {one["move"] for one in told["moves"]} == {"close", "break_off"}


def test_a_point_of_the_round_is_done_once_with_its_own_picture_and_the_track_tells_it(
    center: Center, wu: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = begun(center, wu)
    first, *others = wu.get(f"/api/v1/mine/{matter}").get_json()["points"]["points"]
    picture = a_camera_picture("JPEG", (64, 48))
    before = center.clock.now() - 2 * 3_600_000
    sha256 = bring(wu, picture, "image/jpeg", camera=True, taken_at=before).get_json()["sha256"]
    values = {"code": first["code"], "ok": True, "reading": 3, "seen": [{"sha256": sha256}]}
    center.clock.advance(1_000)
    gives(wu, "matter.measure", matter=matter, field="points", values=values, device="d",
          device_seq=1, base=1, at=center.clock.now() - 600_000)  # fmt: skip
    center.user("eve", Role.RESPONDER, "p2")
    assert center.browser("eve").get(f"/api/v1/rounds/{matter}").status_code == 404
    told = wu.get(f"/api/v1/rounds/{matter}").get_json()
    (step,) = told["steps"]
    assert (step["code"], step["flags"]) == (first["code"], ["old"])
    assert step["at"] == center.clock.now() - 600_000
    assert told["missing"] == [one["code"] for one in others]
    assert told["sample"] == []
    other = {"matter": begun(center, wu), "field": "points", "values": values}
    answer = wu.post("/api/v1/commands", {"kind": "matter.measure", "data": other})
    assert answer.status_code == 409
    assert "used before" in answer.get_data(as_text=True) or "已用于" in answer.get_data(
        as_text=True
    )
    gives(wu, "matter.move", matter=matter, move="break_off", reason="rain")
    assert wu.get(f"/api/v1/rounds/{matter}").get_json()["sample"] == [first["code"]]
    assert center.desk.state.matters.draws[matter].sample == (first["code"],)
    # Nobody of this site is safety officer, or above who walked.
    monkeypatch.setattr(reinspecting, "_inspector", lambda *_: "p3")
    center.desk.submit("matter.reinspect", {"matter": matter}, DUTY_ACTOR)
    (again,) = [one for one in center.desk.state.matters.open.values() if one.again == matter]
    center.user("inspector", Role.RESPONDER, again.opener)
    told = center.browser("inspector").get(f"/api/v1/rounds/{again.id}").get_json()
    assert (told["missing"], told["sample"]) == ([first["code"]], [])
    assert [one["code"] for one in told["points"]] == [first["code"]]
    gives(center.browser("inspector"), "matter.move", matter=again.id, move="break_off", reason="rain")  # fmt: skip
    told = center.browser("inspector").get(f"/api/v1/rounds/{again.id}").get_json()
    assert (told["missing"], told["sample"]) == ([first["code"]], [])


def test_the_codes_of_a_round_are_printed_with_the_address_that_opens_them(
    center: Center, wu: Caller
) -> None:
    place = fullest(center)
    told = wu.get(f"/api/v1/rounds/codes?template=inspection-round&place={place}")
    assert told.status_code == 200
    text = told.get_data(as_text=True)
    matter = begun(center, wu)
    points = wu.get(f"/api/v1/mine/{matter}").get_json()["points"]["points"]
    assert re.findall(r"<b>([^<]+)</b>", text) == [one["code"] for one in points]
    assert text.count("<svg") == len(points)
    assert wu.get("/api/v1/rounds/codes?template=nothing").status_code == 404
    assert center.client().get(f"/api/v1/rounds/codes?place={place}").status_code == 401

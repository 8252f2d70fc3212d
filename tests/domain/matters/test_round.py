"""A round: its points by their codes, values and answers that open a hazard, and pictures that prove only once."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.evidence.claims import OLD_MS, Claims, Verdict
from command_center.domain.site.map.geography import to_wgs84
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

POINTS = """
reference: farm-points
entries:
  tank-foot:
    title: {zh: 罐底阀, en: Valve at the foot}
    place: tank
    code: MF-35
    limits: {reading: [{at_least: 0.2, at_most: 0.6}]}
    category: equipment/pipe/clamp
  fence: {title: {zh: 围栏, en: Fence}}
"""
ROUND = """
template: farm-round
fields:
  place: {type: place, required: true}
  points:
    type: list
    points: farm-points
    wrong_opens: hazard
    least: 1
    of:
      code: {type: code, required: true}
      ok: {type: yes_no, must_be: true, required: true, title: {zh: 完好, en: Whole}}
      reading: {type: number, unit: MPa, title: {zh: 压力, en: Pressure}}
      seen: {type: photo}
      note: {type: text}
  where: {type: position, near: place, metres: 150}
  spoken: {type: voice, longest: 60 s}
  lines: {type: checklist, of: farm-lines, each: {wrong_opens: hazard}}
parties: {inspector: opener, owner: {post_of: place}}
states: [walking, closed]
moves: {close: {from: walking, to: closed, by: inspector, needs: [points]}}
"""
LINES = """
reference: farm-lines
entries: {leak: {title: {zh: 无泄漏, en: No leak}}, way: {title: {zh: 通道畅通, en: Way free}}}
"""
A, B, VOICE = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """Fay walks the round; what she and Ben brought is kept."""
    works = Works(tmp_path, HAZARD, CATEGORIES, SCORE, POINTS, ROUND, LINES)
    kept = {A: picture(works), B: picture(works, person="ben"),
            VOICE: Verdict("audio/webm", (), "fay", Claims(seconds=59))}  # fmt: skip
    works.desk.evidence = kept.get
    return works


def picture(works: Works, *, person: str = "fay", east_m: float = 0, **claims: Any) -> Verdict:
    x, y = works.site.places["tank"][1]
    lat, lon = to_wgs84(works.site.anchor, x + east_m, y)
    said = {"camera": True, "taken_at": works.now, "lat": lat, "lon": lon} | claims
    return Verdict("image/jpeg", (), person, Claims.model_validate(said))


def begun(works: Works) -> str:
    return works.opens("fay", "farm-round", place="tank")


def does_point(works: Works, matter: str, code: str = "MF-35", **values: Any) -> dict[str, Any]:
    given = {"code": code, "ok": True} | values
    works.does("fay", "matter.measure", matter=matter, field="points", values=given)
    return dict(works.of(matter).fields["points"][-1])


def refused(works: Works, matter: str, who: str = "fay", **values: Any) -> list[str]:
    given = {"code": "MF-35", "ok": True} | values
    told = works.refuses(who, "matter.measure", matter=matter, field="points", values=given)
    return [one.key for one in told.refusal.params.get("problems", [])]


def test_a_point_is_opened_by_its_code_or_the_address_that_its_qr_code_holds(works: Works) -> None:
    walk = begun(works)
    assert refused(works, walk, code="MF-36") == ["phrase.no_such_point"]
    assert does_point(works, walk)["over"] == []
    assert does_point(works, walk, "https://plant/m?point=fence")["over"] == []


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"reading": 0.2}, []), ({"reading": 0.6}, []),
        ({"reading": 0.19}, ["reading"]), ({"reading": 0.61}, ["reading"]),
        ({"ok": False}, ["ok"]), ({"ok": False, "reading": 9}, ["ok", "reading"]),
    ],
)  # fmt: skip
def test_the_server_decides_what_is_wrong_and_opens_one_hazard(
    works: Works, given: dict[str, Any], wrong: list[str]
) -> None:
    walk = begun(works)
    assert does_point(works, walk, **given)["over"] == wrong
    hazards = [one for one in works.state.matters.open.values() if one.template == "hazard"]
    assert len(hazards) == bool(wrong)
    if wrong:
        (hazard,) = hazards
        assert (hazard.place, hazard.category) == ("tank", "equipment/pipe/clamp")
        assert hazard.opener == "fay"
        assert "foot" in hazard.fields["found"] or "罐底" in hazard.fields["found"]
    assert works.replayed() == works.state


def test_a_wrong_line_of_a_checklist_opens_its_hazard_once(works: Works) -> None:
    walk = begun(works)
    for _ in range(2):
        lines = {"leak": {"answer": "no", "reason": "drips"}, "way": {"answer": "yes"}}
        works.does("fay", "matter.fill", matter=walk, fields={"lines": lines})
    hazards = [one for one in works.state.matters.open.values() if one.template == "hazard"]
    assert len(hazards) == 1
    assert "drips" in hazards[0].fields["found"]


def test_a_picture_must_be_ones_own_and_proves_once(works: Works) -> None:
    walk = begun(works)
    assert refused(works, walk, seen=["d" * 64]) == ["phrase.field_not_kept"]
    assert refused(works, walk, seen=[{"sha256": B}]) == ["phrase.field_not_own"]
    assert does_point(works, walk, seen=[{"sha256": A}])["seen"][0]["flags"] == []
    assert refused(works, walk, code="fence", seen=[{"sha256": A}]) == ["phrase.field_used"]
    other = begun(works)
    assert refused(works, other, seen=[{"sha256": A}]) == ["phrase.field_used"]
    assert works.replayed() == works.state


@pytest.mark.parametrize(
    ("claims", "flags"),
    [
        ({}, []), ({"east_m": 140}, []), ({"east_m": 400}, ["elsewhere"]),
        ({"taken_at": -OLD_MS}, []), ({"taken_at": -OLD_MS - 1}, ["old"]),
        ({"taken_at": -86_400_000, "east_m": 400}, ["old", "elsewhere"]),
    ],
)  # fmt: skip
def test_the_time_and_place_of_the_camera_are_flagged_in_the_fact_whatever_the_phone_said(
    works: Works, claims: dict[str, Any], flags: list[str]
) -> None:
    given = dict(claims)
    if "taken_at" in given:
        given["taken_at"] += works.now
    works.desk.evidence = {A: picture(works, **given)}.get
    walk = begun(works)
    line = does_point(works, walk, seen=[{"sha256": A, "flags": []}])
    assert line["seen"][0]["flags"] == flags
    assert works.facts("matter.measured")[-1].data["values"]["seen"][0]["flags"] == flags


def test_no_fact_holds_where_a_person_stood(works: Works) -> None:
    walk = begun(works)
    x, y = works.site.places["tank"][1]
    lat, lon = to_wgs84(works.site.anchor, x + 500, y)
    where = {"lat": lat, "lon": lon, "accuracy_m": 12}
    works.does("fay", "matter.fill", matter=walk, fields={"where": where})
    told = works.facts("matter.filled")[-1].data["fields"]["where"]
    assert told == {"flags": ["elsewhere"], "away_m": 500, "accuracy_m": 12}


def test_a_voice_note_is_kept_and_no_longer_than_allowed(works: Works) -> None:
    walk = begun(works)
    works.does("fay", "matter.fill", matter=walk, fields={"spoken": {"sha256": VOICE}})
    long = "e" * 64
    works.desk.evidence = {long: Verdict("audio/webm", (), "fay", Claims(seconds=75))}.get
    told = works.refuses("fay", "matter.fill", matter=walk, fields={"spoken": {"sha256": long}})
    assert [one.key for one in told.refusal.params["problems"]] == ["phrase.field_too_long"]


def test_two_who_did_one_point_without_a_line_are_told_so(works: Works) -> None:
    walk = begun(works)
    works.later(120)
    for who, conflicts in (("fay", []), ("eva", ["points"])):
        values = {"code": "MF-35", "ok": True}
        works.does(
            who, "matter.measure", matter=walk, field="points", values=values, at=works.now - 60_000,
            device=f"phone of {who}", device_seq=1, base=1,
        )  # fmt: skip
        fact = works.facts("matter.measured")[-1]
        assert fact.data["offline"]["conflicts"] == conflicts
        assert fact.at == works.now - 60_000


CABINET = """
template: cabinet
fields: {place: {type: place, required: true}, code: {type: code, of: place}, note: {type: text}}
parties: {checker: opener}
states: [owed, checked]
moves: {check: {from: owed, to: checked, by: checker, needs: [code]}}
"""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("tank", None), ("https://plant/m?point=tank", None), ("MF-35", None),
        ("hall", "phrase.code_elsewhere"), ("MF-36", "phrase.code_unknown"),
    ],
)  # fmt: skip
def test_a_code_must_lie_on_the_place_of_the_check(
    tmp_path: Path, code: str, problem: str | None
) -> None:
    works = Works(tmp_path, POINTS, CABINET)
    made = works.opens("fay", "cabinet", place="tank")
    assert works.denied("fay", made, "check") == "matter_incomplete"
    asked = {"matter": made, "move": "check", "fields": {"code": code}}
    if problem is None:
        works.does("fay", "matter.move", **asked)
        return
    told = works.refuses("fay", "matter.move", **asked).refusal
    assert [one.key for one in told.params["problems"]] == [problem]


def test_a_check_is_not_moved_to_another_place_once_its_code_was_read(tmp_path: Path) -> None:
    works = Works(tmp_path, POINTS, CABINET)
    made = works.opens("fay", "cabinet", place="tank", code="tank")
    told = works.refuses("fay", "matter.fill", matter=made, fields={"place": "hall"}).refusal
    assert [one.key for one in told.params["problems"]] == ["phrase.code_elsewhere"]


def test_a_step_on_the_spot_of_a_matter_without_a_place_says_so(tmp_path: Path) -> None:
    nowhere = CABINET.replace(
        "place: {type: place, required: true}", "place: {type: place}"
    ).replace("needs: [code]", "at: place")
    works = Works(tmp_path, POINTS, nowhere)
    made = works.opens("fay", "cabinet")
    told = works.refuses("fay", "matter.move", matter=made, move="check", place="hall").refusal
    assert (told.code, told.params["field"]) == ("move_without_place", "place")
    works.does("fay", "matter.fill", matter=made, fields={"place": "tank"})
    assert works.denied("fay", made, "check", place="hall") == "move_at_place"
    works.moves("fay", made, "check", place="tank")

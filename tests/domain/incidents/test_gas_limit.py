"""Whether gas is below its limit follows from the value and the site file, and never from who types it."""

from pathlib import Path
from typing import Any

import pytest

from command_center.desk import InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, ActorKind, Role, Via
from command_center.domain.alarms.shelve import EMERGENCY_OUT_HOURS
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.fold import apply
from command_center.domain.incidents.closing import missing_to_close
from command_center.domain.incidents.measuring.clear_air import counting_places
from command_center.domain.incidents.measuring.detectors import detectors_in_alarm
from command_center.domain.site.model import Site
from command_center.domain.state.incidents.measurements import Counting
from tests.support.factories import ControlRoom, person
from tests.support.rows import row_at
from tests.support.small_works import PARTS

STUFF = {
    "id": "stuff", "name": {"zh": "料", "en": "Stuff"}, "molar_mass": 100,
    "vapour_pressure_mmhg": 9,
}  # fmt: skip


def works(limits: list[dict[str, Any]], *, substance: bool = True) -> Site:
    """The small works with these limits, a detector by the tank and one far away."""
    tanks = [{**tank, **({"substance": "stuff"} if substance else {})} for tank in PARTS["tanks"]]
    detectors = [
        {"id": name, "kind": "gas", "unit": "ppm", "source": "gds", "at": at, "high": 2000,
         "limits": {"h": 10, "hh": 150}}
        for name, at in (("GD-near", [155, 105]), ("GD-edge", [178, 118]), ("GD-far", [20, 20]))
    ]  # fmt: skip
    return Site.model_validate(
        PARTS
        | {
            "substances": [STUFF],
            "gas_limits": limits,
            "tanks": tanks,
            "tags": [*PARTS["tags"], *detectors],
        }
    )


def room_of(tmp_path: Path, limits: list[dict[str, Any]], **more: Any) -> ControlRoom:
    """A leak in such works."""
    room = ControlRoom(tmp_path / "gas.db", works(limits, **more))
    room.leak()
    return room


def measured(room: ControlRoom, value: float, unit: str = "ppm", **data: Any) -> Any:
    """What is recorded of a value at the tank."""
    given = {"incident": "INC-1", "place": "tank", "value": value, "unit": unit} | data
    return room.does("eva", "gas.measure", **given)[0].data


def codes(room: ControlRoom) -> set[str]:
    """What closing still lacks."""
    incident = room.state.incidents["INC-1"]
    return {one["code"] for one in missing_to_close(room.state, room.site, incident)}


def test_nobody_can_type_that_a_value_is_below(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    with pytest.raises(InvalidCommand):
        measured(room, 95, below_limit=True)
    assert measured(room, 95)["below_limit"] is False
    assert measured(room, 10)["below_limit"] is False
    low = measured(room, 9.9)
    assert (low["below_limit"], low["limit"]) == (True, 10)


def test_the_limit_of_the_substance_goes_before_and_that_of_the_place_before_all(
    tmp_path: Path,
) -> None:
    room = room_of(
        tmp_path,
        [
            {"unit": "ppm", "value": 10},
            {"substance": "stuff", "unit": "ppm", "value": 50},
            {"substance": "stuff", "unit": "mg/m3", "value": 200},
            {"substance": "stuff", "place": "office", "unit": "ppm", "value": 1},
        ],
    )
    assert measured(room, 20)["below_limit"] is True
    assert measured(room, 20)["substance"] == "stuff"
    assert measured(room, 20, place="office")["below_limit"] is False
    in_mass = measured(room, 150, "mg/m³")
    assert (in_mass["unit"], in_mass["limit"], in_mass["below_limit"]) == ("mg/m3", 200, True)


def test_a_unit_without_a_limit_is_refused_and_the_refusal_names_the_units(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"substance": "stuff", "unit": "ppm", "value": 50}])
    answer = room.refuses(
        "eva", "gas.measure", incident="INC-1", place="tank", value=1, unit="%LEL"
    )
    assert answer.refusal.code == "gas_unit"
    assert answer.refusal.params["units"] == ["ppm"]
    unknown = {"incident": "INC-1", "place": "tank", "value": 1, "unit": "ppm"}
    answer = room.refuses("eva", "gas.measure", substance="argon", **unknown)
    assert answer.refusal.code == "unknown_substance"


def test_where_the_site_file_states_no_limit_only_nothing_counts_as_below(tmp_path: Path) -> None:
    room = room_of(tmp_path, [])
    assert measured(room, 0.1)["below_limit"] is False
    row = row_at(room.state, room.site, "incident", "INC-1")
    assert row is not None
    assert [(g["no_limit"], g["below"]) for g in row["gas"]] == [(True, False)]
    room.later(60)
    for _ in range(2):
        assert measured(room, 0)["below_limit"] is True
        room.later(15 * 60)
    assert "gas_clear" not in codes(room)


def test_while_the_source_is_unknown_the_lowest_limit_counts(tmp_path: Path) -> None:
    limits: list[dict[str, Any]] = [
        {"unit": "ppm", "value": 10}, {"substance": "stuff", "unit": "ppm", "value": 5},
    ]  # fmt: skip
    room = ControlRoom(tmp_path / "gas.db", works(limits))
    room.does("ann", "incident.open", place="shop-1")
    assert measured(room, 7)["below_limit"] is False
    assert measured(room, 4)["limit"] == 5


def test_clear_by_hand_is_disputed_while_a_detector_of_the_incident_alarms(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    for _ in range(2):
        measured(room, 3)
        room.later(15 * 60)
    assert "gas_clear" not in codes(room)
    assert "gas_detectors" not in codes(room)
    alarm = room.alarm("H", "GD-near", priority="high", value=95.0, limit=10.0)
    assert "gas_detectors" in codes(room)
    row = row_at(room.state, room.site, "incident", "INC-1")
    assert row is not None
    assert row["gas_detectors"] == ["GD-near"]
    answer = room.refuses("ann", "incident.close", incident="INC-1")
    assert "missing.gas_detectors" in {one.key for one in answer.refusal.params["missing"]}
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert "gas_detectors" not in codes(room)


def test_a_detector_out_of_service_is_no_clear_air_until_somebody_measured(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    alarm = room.alarm("H", "GD-near", priority="high", value=95.0, limit=10.0)
    said = {"alarm": alarm, "reason": "head is being changed", "hours": EMERGENCY_OUT_HOURS}
    desk = room.refuses(person("cleo", Role.CONTROLLER), "alarm.take_out", **said)
    assert desk.refusal.code == "emergency_out_by_commander"
    longer = room.refuses("ann", "alarm.take_out", **(said | {"hours": EMERGENCY_OUT_HOURS + 1}))
    assert longer.refusal.code == "emergency_out_too_long"
    room.does("ann", "alarm.take_out", **said)
    assert "gas_detectors" in codes(room)
    measured(room, 3)
    assert "gas_detectors" not in codes(room)


def test_clear_air_counts_from_when_no_detector_is_in_alarm(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    alarm = room.alarm("H", "GD-near", priority="high", value=95.0, limit=10.0)
    for _ in range(2):
        measured(room, 3)
        room.later(15 * 60)
    assert "gas_clear" in codes(room)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert "gas_clear" in codes(room), "what was measured beside a detector in alarm counts nothing"
    row = row_at(room.state, room.site, "incident", "INC-1") or {}
    assert row["gas_clear_since"] is None
    measured(room, 3)
    room.later(15 * 60)
    measured(room, 3)
    assert "gas_clear" not in codes(room)
    room.alarm("H", "GD-near", priority="high", value=95.0, limit=10.0)
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert "gas_clear" in codes(room), "the gas was there again"


def test_a_zero_that_is_neither_at_the_source_nor_downwind_starts_nothing(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])

    def twice(place: str) -> dict[str, bool]:
        for _ in range(2):
            measured(room, 0, place=place)
            room.later(15 * 60)
        row = row_at(room.state, room.site, "incident", "INC-1") or {}
        return {gas["place"]: gas["counts"] for gas in row["gas"]}

    assert twice("office") == {"office": False}
    assert "gas_clear" in codes(room)
    assert twice("root-valve")["root-valve"], "beside the tank"
    assert "gas_clear" not in codes(room)


def test_where_a_detector_of_the_incident_alarmed_is_downwind(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    incident = room.state.incidents["INC-1"]
    measured(room, 0, place="shop-1")
    assert counting_places(room.state, room.site, incident) == []
    incident.hot_zone_m = 65.0
    assert counting_places(room.state, room.site, incident) == []
    room.alarm("H", "GD-edge", priority="high", value=95.0, limit=10.0)
    assert counting_places(room.state, room.site, incident) == ["shop-1"]


def test_a_detector_elsewhere_disputes_nothing(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    room.alarm("H", "GD-far", priority="high", value=95.0, limit=10.0)
    assert "gas_detectors" not in codes(room)


def test_a_detector_in_the_area_of_the_tank_counts_beyond_the_hot_zone(tmp_path: Path) -> None:
    """The incident is opened at the tank's valve or at the tank; the gas drifts over the tank's area."""
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    incident = room.state.incidents["INC-1"]
    assert incident.place != "farm"
    incident.hot_zone_m = 5.0
    room.alarm("H", "GD-edge", priority="high", value=95.0, limit=10.0)
    assert detectors_in_alarm(room.state, room.site, incident) == ["GD-edge"]


def test_a_broken_detector_counts_no_more_once_it_is_shelved(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    alarm = room.alarm("H", "GD-near", priority="high", value=95.0, limit=10.0)
    assert "gas_detectors" in codes(room)
    said = {"alarm": alarm, "minutes": 30, "reason": "Poisoned by silicone"}
    for hand in (person("eva"), person("cleo", Role.CONTROLLER)):
        answer = room.refuses(hand, "alarm.shelve", **said).refusal
        assert (answer.code, answer.status) == ("shelving_by_commander", 403)
    assert "gas_detectors" in codes(room)
    room.does("ann", "alarm.shelve", **said)
    assert "gas_detectors" not in codes(room)


def test_a_verdict_that_was_typed_in_an_older_journal_stands_as_it_did(tmp_path: Path) -> None:
    room = room_of(tmp_path, [{"unit": "ppm", "value": 10}])
    state = room.replayed()
    begun = room.now
    for at, below in ((begun, True), (begun + 15 * 60_000, True)):
        apply(
            state,
            Fact(
                seq=state.seq + 1, site="works", at=at, at_basis=AtBasis.BACKDATED,
                recorded_at=begun + 3_600_000, actor="eva", actor_kind=ActorKind.HUMAN,
                via=Via.SCREEN, kind="gas.measured", v=1, incident="INC-1",
                data={"place": "tank", "value": 95.0, "unit": "ppm", "below_limit": below},
            ),
        )  # fmt: skip
    gas, counting = state.incidents["INC-1"].measurements, Counting(0, ["tank"])
    assert gas.gas_clear(15 * 60_000, counting)
    assert [place["no_limit"] for place in gas.by_place(15 * 60_000, counting)] == [False]


@pytest.mark.parametrize("unit", ["°C", "banana", "%", "mg/l"])
@pytest.mark.parametrize("limits", [[], [{"unit": "ppm", "value": 10}]])
def test_a_zero_in_no_unit_of_gas_is_not_clear(
    tmp_path: Path, unit: str, limits: list[dict[str, Any]]
) -> None:
    room = room_of(tmp_path, limits)
    given = {"incident": "INC-1", "place": "tank", "value": 0, "unit": unit}
    refusal = room.refuses("eva", "gas.measure", **given).refusal
    assert (refusal.code, refusal.params["units"]) == (
        "gas_unit_unknown", ["ppm", "mg/m3", "%LEL"],
    )  # fmt: skip


def test_more_than_a_million_parts_of_a_million_are_refused(tmp_path: Path) -> None:
    room = room_of(tmp_path, [])
    given = {"incident": "INC-1", "place": "tank", "value": 2_000_000, "unit": "ppm"}
    assert room.refuses("eva", "gas.measure", **given).refusal.code == "gas_beyond_all"
    room.does("eva", "gas.measure", **(given | {"value": 140, "unit": "％ LEL"}))


OWN = {"substance": "stuff", "unit": "ppm", "value": 10}


def test_a_limit_of_the_substance_is_not_passed_by_another_unit(tmp_path: Path) -> None:
    room = room_of(tmp_path, [OWN, {"unit": "%LEL", "value": 10}])
    given = {"incident": "INC-1", "place": "tank", "value": 9, "unit": "%LEL"}
    assert room.refuses("eva", "gas.measure", **given).refusal.code == "gas_unit"


def test_no_milder_limit_is_chosen_by_naming_another_substance(tmp_path: Path) -> None:
    parts = works([OWN]).model_dump(mode="json", exclude_none=True)
    parts["substances"].append(STUFF | {"id": "other"})
    parts["gas_limits"].append({"substance": "other", "unit": "ppm", "value": 200})
    room = ControlRoom(tmp_path / "gas.db", Site.model_validate(parts))
    room.leak()
    told = measured(room, 150, substance="other")
    assert (told["below_limit"], told["limit"]) == (False, 10)

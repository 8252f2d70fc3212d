"""Before somebody goes in, gas was measured near and lately and the air does not explode, or a reason is given."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.measuring.entry_gas import FRESH_MS, entry_gas_turns
from command_center.domain.site.model import Site
from command_center.domain.verdicts.turns import code_at
from tests.support.factories import ControlRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS

FOUR = ["eva", "fay", "gus", "hua"]
GOES_IN = {"incident": "INC-1", "person": "eva", "pressure_mpa": 27}


@pytest.fixture
def works(tmp_path: Path) -> ControlRoom:
    """A leak in the small works, which have a detector in %LEL by the tank; four are ready."""
    detector = {
        "id": "LEL-near", "kind": "gas", "unit": "%LEL", "source": "gds", "at": [155, 105],
        "high": 100, "limits": {"h": 10, "hh": 25},
    }  # fmt: skip
    limits = [{"unit": "ppm", "value": 10}, {"unit": "%LEL", "value": 10}]
    site = Site.model_validate(PARTS | {"tags": [*PARTS["tags"], detector], "gas_limits": limits})
    room = ControlRoom(tmp_path / "entry.db", site)
    room.leak()
    room.does("ann", "entry.ready", incident="INC-1", persons=FOUR, pressure_mpa=27)
    return room


def refused(room: ControlRoom, **data: Any) -> str:
    return room.refuses("ann", "entry.in", **GOES_IN, **data).refusal.code


def goes_in(room: ControlRoom, **data: Any) -> Any:
    return room.does("ann", "entry.in", **GOES_IN, **data)[0].data


def air(room: ControlRoom) -> str:
    """How the row of the incident says that the air stands."""
    row = row_at(room.state, room.site, "incident", "INC-1") or {}
    return code_at(row["entry"]["gas"], room.now)


def test_without_a_measurement_it_wants_a_reason_which_is_kept(works: ControlRoom) -> None:
    assert air(works) == "unmeasured"
    assert refused(works) == "entry_unmeasured"
    told = goes_in(works, reason={"zh": "有人倒地", "en": "somebody lies there"})
    assert told["lacked"] == ["unmeasured"]
    assert told["reason"] == {"zh": "有人倒地", "en": "somebody lies there"}
    assert works.replayed() == works.state


@pytest.mark.parametrize("late_ms", [0, 1])
def test_a_measurement_serves_for_half_an_hour(works: ControlRoom, late_ms: int) -> None:
    works.measures_gas(value=6)
    assert air(works) == "measured"
    incident = works.state.incidents["INC-1"]
    at = incident.measurements.gas["tank"][-1].at + FRESH_MS + late_ms
    turns = entry_gas_turns(works.state, works.site, incident)
    assert code_at(turns, at) == ("unmeasured" if late_ms else "measured")
    works.later(FRESH_MS / 1000 + late_ms)
    if late_ms:
        assert refused(works) == "entry_unmeasured"
    else:
        assert (goes_in(works)["lacked"], works.facts("entry.in")[0].data["reason"]) == ([], None)


def test_a_zero_far_from_the_source_is_no_measurement(works: ControlRoom) -> None:
    works.measures_gas(place="shop-1")
    assert air(works) == "unmeasured"
    assert refused(works) == "entry_unmeasured"


def test_what_was_measured_after_the_stated_time_does_not_count(works: ControlRoom) -> None:
    went_in = works.later(60)
    works.later(60)
    works.measures_gas()
    assert refused(works, at=went_in) == "entry_unmeasured"
    assert goes_in(works)["lacked"] == []


@pytest.mark.parametrize(("value", "explosive"), [(10, False), (10.1, True)])
def test_above_ten_per_cent_of_the_explosive_limit_it_wants_a_reason(
    works: ControlRoom, value: float, explosive: bool
) -> None:
    works.measures_gas(value=value, unit="%LEL")
    assert air(works) == ("explosive" if explosive else "measured")
    if not explosive:
        assert goes_in(works)["lacked"] == []
        return
    assert refused(works) == "entry_explosive"
    works.later(2 * FRESH_MS / 1000)
    assert air(works) == "explosive", "it is so until somebody measures again"
    assert goes_in(works, reason="to shut the valve")["lacked"] == ["explosive", "unmeasured"]
    works.measures_gas(value=2, unit="%LEL")
    assert air(works) == "measured"


def test_a_detector_says_that_the_air_explodes_and_never_that_it_is_measured(
    works: ControlRoom,
) -> None:
    works.measures_gas()
    alarm = works.alarm("H", "LEL-near", priority="high", value=40.0, limit=10.0)
    assert air(works) == "explosive"
    answer = works.refuses("ann", "entry.in", **GOES_IN)
    assert (answer.refusal.code, answer.refusal.params["value"]) == ("entry_explosive", 40.0)
    works.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert air(works) == "measured"


def test_one_reason_serves_for_all_that_is_lacking(works: ControlRoom) -> None:
    works.does("ann", "incident.open", place="shop-2")
    other = next(one for one in works.state.open_incidents if one != "INC-1")
    works.does("ann", "entry.ready", incident=other, persons=["gus", "hua"], pressure_mpa=27)
    works.measures_gas(value=30, unit="%LEL")
    assert refused(works) == "entry_no_standby"
    assert goes_in(works, reason="a rescue")["lacked"] == ["standby", "explosive"]

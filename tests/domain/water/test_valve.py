"""Whose word about a valve holds, and with what doubt."""

from typing import Literal

from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Valve
from command_center.domain.state.reports import Reported
from command_center.domain.verdicts.turns import Turn, turn_taken
from command_center.domain.water.valve import Position, valve_turns

T0 = 1_790_000_000_000
FRESH, STALE = 3_000, 3_001


def valve(position: str | None = "ZT", normally: Literal["open", "shut"] = "shut") -> Valve:
    return Valve.model_validate(
        {"id": "V-7", "name": {"zh": "阀", "en": "Valve"}, "x": 1, "y": 1, "kind": "outfall",
         "operation": "remote", "normally": normally, "position": position}
    )  # fmt: skip


def read(value: float, quality: Quality = Quality.GOOD, ts: int = T0) -> Reading:
    return Reading("ZT", ts, value, quality, "dcs")


def good(value: float) -> Position:
    return Position(read(value), read(value))


def report(state: Literal["open", "shut"], at: int) -> Reported:
    return Reported(state, at, "ann", 1)


def taken(turns: list[Turn], age: int) -> tuple[str, str]:
    found = turn_taken(turns, age)
    assert found is not None
    return found[1:]


def test_a_fresh_position_holds_against_every_report_and_a_later_report_once_it_is_silent() -> None:
    turns = valve_turns(valve(), good(0.0), report("open", T0 + 1_000), 1, holds_back=True)
    assert taken(turns, FRESH) == ("plain", "shut")
    assert taken(turns, STALE) == ("urgent", "reported_open")


def test_a_silent_position_is_how_it_was_with_doubt_where_nobody_reported_since() -> None:
    turns = valve_turns(valve(), good(1.0), report("shut", T0 - 1), 1, holds_back=True)
    assert taken(turns, FRESH) == ("urgent", "open")
    assert taken(turns, STALE) == ("warn", "was_open")
    assert taken(valve_turns(valve(), good(0.0), None, 1, holds_back=True), STALE) == (
        "gone",
        "was_shut",
    )


def test_it_is_open_above_five_per_cent() -> None:
    assert taken(valve_turns(valve(), good(0.05), None, 1), 0) == ("plain", "shut")
    assert taken(valve_turns(valve(), good(0.06), None, 1), 0) == ("plain", "open")


def test_a_bad_reading_says_nothing_and_an_uncertain_one_is_doubted() -> None:
    bad = Position(read(0.0, Quality.BAD, T0 + 5), read(1.0))
    assert taken(valve_turns(valve(), bad, None, 1, holds_back=True), 0) == ("warn", "was_open")
    assert taken(valve_turns(valve(), bad, report("shut", T0 + 1), 1), 0) == (
        "plain",
        "reported_shut",
    )
    never = Position(read(0.0, Quality.BAD), None)
    assert taken(valve_turns(valve(normally="open"), never, None, 1), 0) == ("gone", "unheard_open")
    doubtful = read(0.0, Quality.UNCERTAIN)
    assert taken(valve_turns(valve(), Position(doubtful, doubtful), None, 1), 0) == (
        "gone",
        "was_shut",
    )


def test_a_hand_valve_is_as_reported_else_as_usual_and_one_never_heard_is_doubted() -> None:
    assert taken(valve_turns(valve(None), None, report("open", T0), None), 0) == (
        "plain",
        "reported_open",
    )
    assert taken(valve_turns(valve(None), None, None, None), 0) == ("plain", "usually_shut")
    assert taken(valve_turns(valve(), None, None, 1), 0) == ("gone", "unheard_shut")

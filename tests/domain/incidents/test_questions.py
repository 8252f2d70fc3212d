"""Which questions the wall asks of an incident, by its hazard, and how those of its own stand."""

from typing import Any

import pytest

from command_center.domain.incidents.asked_by_hazard import (
    USUAL,
    hazard_of,
    questions_of,
)
from command_center.domain.incidents.wall.questions import (
    HazardAnswer,
    hazard_answers,
)
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom


def opened(room: ControlRoom, hazard: str | None, **data: Any) -> dict[str, HazardAnswer]:
    given: dict[str, Any] = {"place": "shop-2"} | data
    if hazard is not None:
        given["hazard"] = hazard
    room.does("ann", "incident.open", **given)
    return answers(room)


def answers(room: ControlRoom) -> dict[str, HazardAnswer]:
    incident = room.state.incidents["INC-1"]
    return {one["question"]: one for one in hazard_answers(room.state, room.site, incident)}


def said(answer: HazardAnswer, now: int) -> tuple[str, str]:
    taken = turn_taken(answer["turns"], now)
    assert taken is not None
    return taken[1:]


def test_with_a_man_down_the_wall_asks_of_him_and_not_of_pools(room: ControlRoom) -> None:
    told = opened(room, "person_down")
    incident = room.state.incidents["INC-1"]
    assert questions_of(hazard_of(room.site, incident)) == ["casualty", "entry", "gas", "medics"]
    assert incident.title["en"].startswith("Person down · ")
    assert incident.title["zh"].startswith("人员倒下 · ")
    assert said(told["casualty"], room.now) == ("urgent", "down")
    assert said(told["entry"], room.now) == ("warn", "nobody")
    assert said(told["gas"], room.now) == ("warn", "never")


def test_a_call_for_help_is_the_casualty(room: ControlRoom) -> None:
    opened(room, "person_down")
    room.does("eva", "person.sos")
    casualty = answers(room)["casualty"]
    assert (said(casualty, room.now), casualty["about"]) == (("urgent", "sos"), ["eva"])


@pytest.mark.parametrize(
    ("hazard", "questions"),
    [
        ("fire", ["people", "water", "foam", "exposure"]),
        ("power_cut", ["people", "dark", "water", "outside"]),
        ("flood", ["people", "dark", "water", "outside"]),
        ("leak", USUAL),
        (None, USUAL),
    ],
)
def test_each_hazard_asks_its_own(
    room: ControlRoom, hazard: str | None, questions: list[str]
) -> None:
    opened(room, hazard)
    assert questions_of(hazard_of(room.site, room.state.incidents["INC-1"])) == questions


def test_in_a_power_cut_what_is_silent_is_dark(room: ControlRoom) -> None:
    assert said(opened(room, "power_cut")["dark"], room.now) == ("note", "none")
    room.alarm("STALE", priority="medium")
    dark = answers(room)["dark"]
    assert (said(dark, room.now), dark["about"]) == (("urgent", "silent"), ["LT-T"])


def test_a_fact_without_a_hazard_replays_as_before(room: ControlRoom) -> None:
    opened(room, None)
    assert "hazard" not in room.facts("incident.opened")[0].data
    assert room.replayed().incidents["INC-1"].hazard is None

"""A step of the wall clock moves whatever was timed by it: every wait, age and deadline keeps its length."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.alarms.shelve import shelvings_over
from command_center.domain.directives.disputed import disputes
from command_center.domain.incidents.measuring.clear_air import counting_air
from command_center.domain.people.roll_call import EVERY_MIN, roll_calls_due
from command_center.domain.state import State
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.timed_night import steps, timed_night, timed_works

HOUR_MS = 3_600_000
STEPS = pytest.mark.parametrize("by_ms", [-HOUR_MS, HOUR_MS])


@pytest.fixture
def night(room_of: OpenRoom) -> ControlRoom:
    """Everything is under way."""
    room = room_of(timed_works())
    assert timed_night(room) == "INC-1"
    return room


OF_FACTS = ("times", "recorded_at")
"""The times of the facts themselves."""
STAYS = re.compile(
    r"(roster\.since|plant\.|incidents\.\*\.plant\."
    r"|proofs\.|pagings\.|ledger\.lines\."  # pagings that are over: the open ones are looked at too
    # What was given out to sirens and authorities bears the time with which it was given out.
    r"|warnings\.(of\.\*\.messages\.\*\.(sent|warning\.t0)|sirens\.\*|words\.\*))"
)
"""What bears the time with which it was recorded, or a calendar's."""


def times(found: Any, path: str = "") -> Iterator[tuple[str, int]]:
    """Every time of these hours that a state holds, with the names that lead to it."""
    if isinstance(found, bool):
        return
    if isinstance(found, int):
        if 1_790_000_000_000 < found < 1_800_000_000_000:
            yield path, found
    elif is_dataclass(found):
        for one in fields(found):
            if one.name not in OF_FACTS:
                yield from times(getattr(found, one.name), f"{path}.{one.name}".lstrip("."))
    elif isinstance(found, tuple) and hasattr(found, "_fields"):
        for name in found._fields:
            yield from times(getattr(found, name), f"{path}.{name}")
    elif isinstance(found, dict):
        for one in found.values():
            yield from times(one, f"{path}.*")
    elif isinstance(found, (list, tuple)):
        for one in found:
            yield from times(one, f"{path}.*")


@STEPS
def test_every_time_of_the_present_moves_and_replay_says_the_same(
    night: ControlRoom, by_ms: int
) -> None:
    before = list(times(night.state))
    steps(night, by_ms)
    after = list(times(night.state))
    pairs = zip(before, after, strict=True)
    odd = {(at, new - old) for (at, old), (_, new) in pairs if new - old != by_ms}
    assert {at for at, _ in odd if not STAYS.match(at)} == set()
    assert {by for _, by in odd} == {0}, "nothing moves twice"
    moved = {at.split(".")[0] for at, _ in before} - {at.split(".")[0] for at, _ in odd}
    assert moved >= {
        "alarms", "custodies", "directives", "indicated", "open_incidents", "open_pagings",
        "overflowing", "reports", "responders", "sos", "stood_down", "valves",
    }  # fmt: skip
    assert night.replayed() == night.state


@STEPS
def test_a_shelving_ends_half_an_hour_after_it_began(room: ControlRoom, by_ms: int) -> None:
    low = room.alarm("L", priority="low", value=0.9, limit=1.0)
    room.does("ann", "alarm.shelve", alarm=low, reason="gauge blocked", minutes=30)
    room.later(10 * 60)
    steps(room, by_ms)
    room.later(20 * 60 - 1)
    assert shelvings_over(room.state.alarms.values(), room.now) == []
    assert room.does(DUTY_ACTOR, "alarm.unshelve", alarm=low) == []
    room.later(1)
    assert shelvings_over(room.state.alarms.values(), room.now) == [low]
    [back] = room.does(DUTY_ACTOR, "alarm.unshelve", alarm=low)
    assert back.data["expired"]


@STEPS
def test_a_call_for_help_is_as_old_as_before(room: ControlRoom, by_ms: int) -> None:
    room.does("ivy", "person.sos", place="farm")
    room.later(90)
    steps(room, by_ms)
    shown = row_at(room.state, room.site, "people", "sos:ivy")
    assert shown is not None
    assert room.now - shown["at"] == 90_000
    assert shown["calls"]


@STEPS
def test_the_next_roll_call_is_due_after_its_interval(room: ControlRoom, by_ms: int) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    room.does("ann", "person.assign", person="eva")
    room.does("ann", "roll_call.start", incident=incident)
    room.does("eva", "roll_call.answer", incident=incident, person="eva")
    room.later(60)
    steps(room, by_ms)
    room.later(EVERY_MIN * 60 - 61)
    assert list(roll_calls_due(room.state, room.site, room.now)) == []
    room.later(1)
    assert list(roll_calls_due(room.state, room.site, room.now)) == [incident]


@STEPS
def test_a_unit_was_called_and_answered_as_long_ago_as_before(
    room: ControlRoom, by_ms: int
) -> None:
    incident = room.leak()
    due = due_of(room, "brigade")
    room.does("ann", "outside.call", incident=incident, unit="next-door")
    room.later(30)
    room.does("ann", "outside.answer", incident=incident, unit="next-door")
    room.later(30)
    steps(room, by_ms)
    call = room.state.incidents[incident].calls["next-door"]
    assert (room.now - call.called_at, room.now - (call.answered_at or 0)) == (60_000, 30_000)
    assert due_of(room, "brigade") == due + by_ms


def due_of(room: ControlRoom, unit: str) -> int:
    """By when the unit is to be called (UTC epoch ms)."""
    shown = row_at(room.state, room.site, "incident", "INC-1")
    assert shown is not None
    return int(next(one["due_at"] for one in shown["calls"] if one["unit"] == unit))


def test_what_is_said_after_the_clock_was_set_back_is_no_late_entry(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    room.does("ann", "source.report", incident=incident, state="leaking")
    room.does("eva", "valve.report", incident=incident, element="root-valve", state="open")
    room.does("gus", "responder.status", incident=incident, status="en_route", place="tank")
    room.does("ann", "person.miss", person="dov")
    room.later(60)
    steps(room, -HOUR_MS)
    room.does("eva", "valve.report", incident=incident, element="root-valve", state="shut")
    room.does("gus", "responder.status", incident=incident, status="on_scene", place="tank")
    room.does("dov", "person.check_in", person="dov", muster="muster-north")
    room.does("ann", "source.report", incident=incident, state="isolated")
    headcount = room.state.incidents[incident].evacuation
    assert headcount is not None
    assert headcount.accounts["dov"] == "checked_in"
    assert room.state.valves["root-valve"].state == "shut"
    assert room.state.responders["gus"].status == "on_scene"
    assert room.state.warnings.of[incident].messages[-1].warning.isolated


def test_clear_air_counts_from_when_the_detector_fell_silent(night: ControlRoom) -> None:
    incident = night.state.incidents["INC-1"]
    steps(night, -HOUR_MS)
    assert counting_air(night.state, night.site, incident).since <= night.now


def test_a_store_opened_in_the_incident_stays_opened_in_it(room: ControlRoom) -> None:
    incident = room.leak()
    order = room.orders(incident, kit="pair")
    room.does("eva", "custody.force", incident=incident, store="vault", reason="no key")
    steps(room, HOUR_MS)
    assert room.state.custodies.last_opened["vault"] >= room.state.incidents[incident].t0
    assert disputes(room.state, room.site, room.state.directives[order]) == []


def test_an_ended_directive_of_an_open_incident_moves_too(night: ControlRoom) -> None:
    refused = next(one for one in night.state.directives.values() if one.state == "refused")
    before = refused.issued_at
    steps(night, HOUR_MS)
    assert refused.issued_at == before + HOUR_MS


def test_what_a_drill_plays_is_not_moved(room: ControlRoom) -> None:
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank")

    def opened(state: State) -> list[int]:
        return [one.opened_at for one in state.twins[drill].open_incidents.values()]

    before = opened(room.state)
    steps(room, HOUR_MS)
    assert opened(room.state) == before

"""A call for help: by anybody, without an incident, first on the board, until it is over."""

import pytest

from command_center.domain.actor import Actor, Role
from command_center.domain.journal.causality import BACK_MS
from command_center.domain.reading import Position
from command_center.domain.site.map.geography import to_wgs84
from command_center.live.rows.kind import Seen, row_of
from command_center.live.rows.projection import Projection
from tests.support.factories import ControlRoom, person
from tests.support.rows import row_at


def row(room: ControlRoom, who: str) -> dict[str, object] | None:
    return row_at(room.state, room.site, "people", f"sos:{who}")


def test_anybody_calls_for_help_with_no_incident_and_pressing_again_is_nothing_new(
    room: ControlRoom,
) -> None:
    [fact] = room.does("eva", "person.sos", place="farm", note="my leg")
    assert (fact.kind, fact.incident, fact.exercise) == ("person.sos", None, False)
    room.later(5)
    assert room.does("eva", "person.sos") == []
    shown = row(room, "eva")
    assert shown is not None
    assert (shown["at"], shown["place"], shown["answered_at"]) == (fact.at, "farm", None)
    assert shown["calls"]
    assert room.replayed() == room.state


def test_heard_it_stays_until_somebody_says_how_it_ended(room: ControlRoom) -> None:
    room.does("eva", "person.sos")
    room.does("ann", "person.sos_answer", person="eva")
    assert room.does("ann", "person.sos_answer", person="eva") == []
    shown = row(room, "eva")
    assert shown is not None
    assert (shown["answered_by"], shown["calls"]) == ("ann", False)
    stranger = room.refuses("fay", "person.sos_end", person="eva", reason="looks fine")
    assert stranger.refusal.code == "not_yours"
    room.does("eva", "person.sos_end", person="eva", reason="pulled out")
    assert row(room, "eva") is None
    assert room.refuses("ann", "person.sos_answer", person="eva").refusal.code == "no_sos"
    room.does("eva", "person.sos")


def test_one_by_radio_is_the_speaker_s(room: ControlRoom) -> None:
    room.hears("gus", "person.sos")
    assert list(room.state.sos) == ["gus"]


@pytest.mark.parametrize("who", [None, "somebody-else"])
def test_a_screen_without_a_person_of_the_site_calls_for_nobody(
    room: ControlRoom, who: str | None
) -> None:
    nobody = Actor("watch", Role.EVALUATOR, person=who)
    assert room.refuses(nobody, "person.sos").refusal.code == "sos_who"
    room.refuses(person("eva"), "person.sos", place="the moon")
    assert room.state.sos == {}


def test_a_call_says_which_post_and_where_the_caller_was_located_last(room: ControlRoom) -> None:
    room.does("eva", "person.sos")
    before = row(room, "eva")
    assert before is not None
    assert before["posts"] == room.state.roster.posts_of("eva") != []
    assert (before["seen"], before["home"]) == (None, room.site.person_by_id["eva"].home)
    tank = room.site.tanks[0]
    lat, lon = to_wgs84(room.site.anchor, tank.x, tank.y)
    located = {"eva": Position("eva", room.now, lat, lon, "phone")}
    told = row_of(Seen(room.state, room.site, located), "people", "sos:eva")
    assert told is not None
    assert told["seen"] == {
        "area": tank.area, "away_m": 0, "near": tank.id, "ts": room.now, "ages": "normal",
    }  # fmt: skip


def test_a_call_moves_with_its_caller(room: ControlRoom) -> None:
    room.does("eva", "person.sos")
    lat, lon = to_wgs84(room.site.anchor, 150, 100)
    moved = Projection(room.site).moved([Position("eva", room.now, lat, lon, "phone")], room.state)
    rows = {key: told for topic, key, told in moved if topic == "people"}
    told = rows["sos:eva"]
    assert told is not None
    assert told["seen"]["area"] == "farm"


@pytest.mark.parametrize("late_s", [0, 40, 3_600, 30 * 86_400])
def test_a_call_that_had_no_line_has_the_time_when_it_was_pressed_and_when_it_arrived(
    room: ControlRoom, late_s: int
) -> None:
    pressed = room.now
    arrived = room.later(late_s)
    [fact] = room.does("eva", "person.sos", at=pressed)
    shown = row(room, "eva")
    assert shown is not None
    assert shown["calls"]
    assert shown["at"] == fact.at == max(pressed, arrived - BACK_MS)
    assert shown["arrived_at"] == (arrived if late_s else None)
    [paging] = room.state.open_pagings.values()
    assert paging.pages, "nobody is told"
    assert {page.at for page in paging.pages} == {arrived}, "its notices would be over"
    assert room.replayed() == room.state


@pytest.mark.parametrize("ahead_s", [2, 400 * 86_400])
def test_a_phone_whose_clock_is_wrong_calls_for_help_all_the_same(
    room: ControlRoom, ahead_s: int
) -> None:
    [fact] = room.does("eva", "person.sos", at=room.now + ahead_s * 1000)
    assert fact.at == room.now
    assert room.state.sos["eva"].arrived_at is None

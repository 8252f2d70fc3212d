"""Stock past its last good day is in the ledger and cannot be had."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fold import replay
from command_center.domain.resources.ledger import had_now
from command_center.domain.state import State
from command_center.words import say
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works

ZONE = ZoneInfo("Asia/Shanghai")
LAST_DAY = date(2026, 12, 1)
FOAM = {"resource": "foam", "store": "hall"}


def stock(expires: date) -> list[dict[str, object]]:
    return [
        line | ({"expires": expires} if line["resource"] == "foam" else {})
        for line in PARTS["stock"]
        if line["store"] != "shed"
    ]


@pytest.fixture
def room(tmp_path: Path, rooms: OpenRoom) -> ControlRoom:
    """The works on 2 December, with foam that was good until the first."""
    return rooms(tmp_path / "journal.sqlite", small_works(stock=stock(LAST_DAY)))


def test_expired_stock_cannot_be_had_and_is_not_sent(room: ControlRoom) -> None:
    room.leak()
    [fact] = room.does(DUTY_ACTOR, "resource.expire", **FOAM)
    assert fact.data == FOAM | {"expires": "2026-12-01", "quantity": 0.3}
    assert had_now(room.state, room.site, "foam") == 0
    answer = room.refuses(
        "ann", "resource.dispatch", incident="INC-1", kit="some-foam", place="tank"
    )
    assert "0.3 in Hall expired" in say("en", "refusal.kit_incomplete", **answer.refusal.params)
    assert "Hall（中）的0.3已过期" in say(
        "zh-CN", "refusal.kit_incomplete", **answer.refusal.params
    )


def test_the_board_shows_it_as_expired(room: ControlRoom) -> None:
    room.does(DUTY_ACTOR, "resource.expire", **FOAM)
    line = row_at(room.state, room.site, "resources", "stock:foam@hall") or {}
    assert (line["expired"], line["available"], line["quantity"]) == (True, 0, 0.3)
    whole = row_at(room.state, room.site, "resources", "resource:foam") or {}
    assert (whole["had_now"], whole["expired"]) == (0, [{"store": "hall", "quantity": 0.3}])
    kit = row_at(room.state, room.site, "resources", "kit:some-foam") or {}
    assert kit["complete"] is False


def test_it_is_good_to_the_end_of_its_last_day_at_the_site(room: ControlRoom) -> None:
    last_minute = datetime(2026, 12, 1, 23, 59, tzinfo=ZONE).timestamp() * 1000
    room.clock.step(round(last_minute) - room.now)
    assert room.does(DUTY_ACTOR, "resource.expire", **FOAM) == []
    room.later(60)
    assert len(room.does(DUTY_ACTOR, "resource.expire", **FOAM)) == 1
    assert room.does(DUTY_ACTOR, "resource.expire", **FOAM) == [], "once"


def test_a_newer_batch_in_the_site_file_can_be_had(room: ControlRoom) -> None:
    room.does(DUTY_ACTOR, "resource.expire", **FOAM)
    renewed = small_works(stock=stock(date(2028, 1, 1)))
    assert had_now(replay(State.start(renewed), room.facts()), renewed, "foam") == 0.3


SOME_FOAM = {"incident": "INC-1", "kit": "some-foam", "place": "tank"}


def test_what_expires_while_it_is_set_aside_is_not_sent(room: ControlRoom) -> None:
    room.leak()
    [reserved] = room.does("ann", "resource.reserve", **SOME_FOAM)
    room.does(DUTY_ACTOR, "resource.expire", **FOAM)
    answer = room.refuses("ann", "resource.dispatch", **SOME_FOAM)
    assert answer.refusal.code == "reserved_unfit"
    english = say("en", "refusal.reserved_unfit", **answer.refusal.params)
    chinese = say("zh-CN", "refusal.reserved_unfit", **answer.refusal.params)
    assert "in Hall expired" in english
    assert "Hall（中）" in chinese
    assert "已过期" in chinese
    [attempt] = answer.facts
    assert (attempt.kind, attempt.caused_by) == ("resource.refused", reserved.seq)
    assert attempt.data["missing"][0]["resource"] == "foam"
    assert room.state.ledger.dispatches["DSP-1"].state == "reserved"


def test_given_back_it_is_refused_like_any_expired_stock_and_a_newer_batch_goes(
    room: ControlRoom, tmp_path: Path, rooms: OpenRoom
) -> None:
    room.leak()
    room.does("ann", "resource.reserve", **SOME_FOAM)
    room.does(DUTY_ACTOR, "resource.expire", **FOAM)
    room.does("ann", "resource.return", dispatch="DSP-1")
    answer = room.refuses("ann", "resource.dispatch", **SOME_FOAM)
    assert answer.refusal.code == "kit_incomplete"
    renewed = rooms(tmp_path / "journal.sqlite", small_works(stock=stock(date(2028, 1, 1))))
    assert renewed.does("ann", "resource.dispatch", **SOME_FOAM)[0].data["missing"] == []


def test_what_is_taken_out_of_service_while_it_is_set_aside_is_not_sent(
    room: ControlRoom, tmp_path: Path, rooms: OpenRoom
) -> None:
    room.leak()
    room.does("ann", "resource.reserve", **SOME_FOAM)
    broken = [line | {"serviceable": False} for line in stock(LAST_DAY)]
    later = rooms(tmp_path / "journal.sqlite", small_works(stock=broken))
    answer = later.refuses("ann", "resource.dispatch", **SOME_FOAM)
    assert "out of service" in say("en", "refusal.reserved_unfit", **answer.refusal.params)

"""How an evacuation and a call for help reached people, as the screens get it: by the attempts on record."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from tests.support.clockwork import CARRIER, SMS, escalate, send
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached, but `gus`."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, reachable_works())


def row(room: ControlRoom, topic: str, key: str) -> dict[str, Any]:
    found = row_at(room.state, room.site, topic, key)
    assert found is not None
    return dict(found)


def evacuation(room: ControlRoom) -> str:
    room.does("ann", "evacuation.order", incident=room.leak(), zones=["farm"])
    return next(p.id for p in room.state.pagings.values() if p.kind == "evacuation")


def test_before_anything_was_sent_nobody_was_told(room: ControlRoom) -> None:
    paging = evacuation(room)
    found = row(room, "pages", f"paging:{paging}")
    assert (found["sent"], found["reached"], found["answered"]) == (0, 0, 0)
    reach = {one["person"]: one["reach"] for one in found["unsent"]}
    assert len(reach) == found["paged"]
    assert (reach["eva"], reach["gus"]) == ("none", "no_channel")


def test_the_counts_follow_the_attempts(room: ControlRoom) -> None:
    paging = evacuation(room)
    send(room)
    room.does(CARRIER, "notification.deliver", delivery=f"{paging}/ben/im")
    room.does(SMS, "notification.answer", delivery=f"{paging}/eva/sms", word="safe")
    for channel in ("im", "sms"):
        room.does(
            CARRIER, "notification.fail", delivery=f"{paging}/cai/{channel}", error="switched_off"
        )
    found = row(room, "pages", f"paging:{paging}")
    assert found["sent"] == found["paged"] - 2
    assert (found["reached"], found["answered"]) == (2, 1)
    assert {one["person"]: one["reach"] for one in found["unsent"]} == {
        "cai": "failed", "gus": "no_channel",
    }  # fmt: skip
    assert row(room, "pages", f"{paging}/eva")["reach"] == "answered"


def test_a_page_that_is_off_for_a_post_says_so(room: ControlRoom) -> None:
    room.does(CONTROLLER, "paging.set", post="farm-hand", what="directive", on=False)
    room.orders(room.leak(), to="farm-hand")
    assert row(room, "directives", "DIR-1")["reach"] == "off"
    assert row(room, "people", "count")["pages_off"] == {"farm-hand": ["directive"]}


def test_a_step_of_the_chain_is_told_by_an_attempt_alone(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    assert row(room, "directives", "DIR-1")["reach"] == "none"
    room.later(130)
    escalate(room)

    def superior() -> Any:
        chain = row(room, "directives", "DIR-1")["chain"]
        return next(step["reach"] for step in chain if step["step"] == "superior")

    assert superior() == "none"
    send(room)
    assert superior() == "sent"
    room.does(CARRIER, "notification.read", delivery="DIR-1/superior/im")
    assert superior() == "read"


def test_who_has_no_contact_is_told_by_no_channel(room: ControlRoom) -> None:
    room.orders(room.leak(), to="gus")
    send(room)
    assert row(room, "directives", "DIR-1")["reach"] == "no_channel"


def test_the_rows_leave_with_what_they_are_of(room: ControlRoom) -> None:
    alarm = room.alarm("HH", priority="emergency")
    paging = next(iter(room.state.pagings))
    assert row(room, "pages", f"{paging}/eva")["kind"] == "alarm"
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    assert row_at(room.state, room.site, "pages", f"paging:{paging}") is None
    assert row_at(room.state, room.site, "pages", f"{paging}/eva") is None

"""The words of a notice: complete, in the plant's language, within bounds, marked as an exercise where it is one."""

import shutil
from pathlib import Path

import pytest

from command_center.domain.notifications.wanted import Wanted, wanted
from command_center.domain.site.model import Site
from command_center.notify.wording import TEXT_LENGTH, TITLE_LENGTH, Wording, message_of
from tests.support.clockwork import escalate
from tests.support.factories import ControlRoom
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.small_works import at

ENGLISH = reachable_works().model_copy(update={"language": "en"})
CHINESE = reachable_works().model_copy(update={"language": "zh-CN"})


def room_of(tmp_path: Path, empty_database: Path, rooms: OpenRoom, site: Site) -> ControlRoom:
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, site)


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The night shift of works whose people can be reached, in English."""
    return room_of(tmp_path, empty_database, rooms, ENGLISH)


def words(room: ControlRoom, channel: str, person: str) -> tuple[Wanted, Wording]:
    """What that person is told by that channel, of what is wanted now."""
    [one] = [
        one for one in wanted(room.state, room.site)
        if one.channel == channel and one.person == person
    ]  # fmt: skip
    return one, message_of(room.state, room.site, one)


def test_a_directive_says_what_where_whom_and_how_to_answer(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand", text="Close the north valve", urgency="urgent")
    notice, sms = words(room, "sms", "eva")
    assert sms.title == "Urgent directive DIR-1"
    assert sms.text.startswith("Close the north valve Place: ")
    assert sms.reply is not None
    assert len(sms.reply) == 4
    assert f"Reply “1 {sms.reply}”: Acknowledge; “3 {sms.reply}”: Refuse." in sms.text
    assert [(one.word, one.code) for one in sms.choices] == [("acknowledge", "1"), ("refuse", "3")]
    assert room.state.replies["eva"][sms.reply] == notice.subject == "DIR-1"
    assert notice.kind == "directive"
    assert notice.urgency == "urgent"
    assert notice.expires_at > room.now


def test_a_message_with_buttons_does_not_explain_codes(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    _, im = words(room, "im", "eva")
    assert "Reply" not in im.text
    assert im.choices


def test_chinese_plants_are_told_in_chinese(
    tmp_path: Path, empty_database: Path, rooms: OpenRoom
) -> None:
    room = room_of(tmp_path, empty_database, rooms, CHINESE)
    room.orders(room.leak(), to="farm-hand", urgency="life_safety")
    _, sms = words(room, "sms", "eva")
    assert sms.language == "zh-CN"
    assert sms.title == "生命安全指令 DIR-1"
    assert f"请回复“1 {sms.reply}”表示收到，“3 {sms.reply}”表示无法执行。" in sms.text


def test_the_longest_directive_fits_and_still_says_how_to_answer(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand", text="x" * 200)
    _, sms = words(room, "sms", "eva")
    assert "x" * 200 in sms.text
    assert len(sms.text) <= TEXT_LENGTH
    assert len(sms.title) <= TITLE_LENGTH
    assert sms.text.endswith("Refuse.")


def test_no_address_is_in_what_is_wanted(room: ControlRoom) -> None:
    room.orders(room.leak(), to="farm-hand")
    notice, _ = words(room, "im", "eva")
    assert "im-eva" not in repr(notice)


def test_two_open_directives_of_a_person_have_two_numbers_and_a_repeat_has_the_same(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    for _ in range(3):
        room.orders(incident, to="farm-hand")
    numbers = [found.pages[0].reply for found in room.state.directives.values()]
    assert len(set(numbers)) == 3
    room.later(60)
    escalate(room)
    for found in room.state.directives.values():
        assert {page.reply for page in found.pages if page.person == "eva"} == {
            found.pages[0].reply
        }


def test_an_evacuation_names_the_muster_point_that_was_ordered_and_no_other(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    ends = [at("north-end", 20, 190), at("south-end", 20, 10)]
    room = rooms(tmp_path / "two.sqlite", reachable_works(musters=ends))
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"], muster="south-end")
    told = words(room, "sms", "eva")[1].text
    assert "go to South End, " in told
    assert "North End" not in told
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"], muster="north-end")
    told = words(room, "sms", "eva")[1].text
    assert "go to North End, " in told  # whoever was told is told anew
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-1"], muster="south-end")
    told = words(room, "sms", "eva")[1].text
    assert "North End (Farm)" in told
    assert "South End (Shop 1)" in told

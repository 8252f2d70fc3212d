"""Whose turn it is, who is told, a deadline past its time and a paused permit page people, and a drill pages nobody."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from command_center.domain.matters.deadlines import REMIND
from command_center.domain.notifications.wanted import Wanted, sent_from, wanted
from command_center.domain.state.notices.telling import KEPT_MS
from command_center.notify.wording import message_of
from tests.domain.matters.permit import PermitWorks
from tests.domain.matters.test_hazard import CLAMP, DAY, HOUR, PHOTO, archived
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works
from tests.support.clockwork import send
from tests.support.factories import CONTROLLER
from tests.support.reachable_works import contacts_of
from tests.support.small_works import PARTS

PEOPLE = [{**one, "contacts": contacts_of(one["id"])} for one in PARTS["people"]]


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """The works whose people can be reached."""
    return Works(tmp_path, HAZARD, CATEGORIES, SCORE, people=PEOPLE)


def at(local: str) -> int:
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    return round(moment.timestamp() * 1000)


def pages(works: Works, kind: str = "matter") -> list[Wanted]:
    return [one for one in wanted(works.state, works.site) if one.kind == kind]


def who(found: list[Wanted]) -> set[str]:
    return {one.person for one in found}


def test_whose_turn_it_is_gets_a_reminder_until_the_turn_is_over(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    assert pages(works) == []
    works.beat()
    assert who(pages(works)) == {"eva"}
    assert {one.urgency for one in pages(works)} == {"routine"}
    works.moves("eva", hazard, "sign")
    assert pages(works) == [], "nobody is reminded of what they have just done"
    works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
    assert who(pages(works)) == {"ben"}
    assert send(works) != []
    assert pages(works) == []
    assert works.state.tellings.unsent == {}
    assert works.replayed() == works.state


def test_an_approval_that_waits_pages_its_signers_in_their_order(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **{**CLAMP, "level": "major"})
    assert who(pages(works)) == {"eva"}
    works.signs("eva", hazard, "dispatch", "area-head")
    assert who(pages(works)) == {"ben"}


def test_a_third_repetition_tells_the_manager(works: Works) -> None:
    archived(works)
    send(works)
    works.opens("fay", "hazard", **CLAMP)
    assert "joe" in who(pages(works))


def test_yellow_reminds_and_red_tells_the_superior_more_urgently(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    send(works)
    works.later(0.8 * 7 * DAY)
    assert works.beat() == ["matter.escalate"]
    assert who(pages(works)) == {"eva"}
    assert works.of(hazard).fired == (f"prove/{REMIND}",)
    works.later(0.2 * 7 * DAY)
    assert works.beat() == ["matter.escalate"]
    late = pages(works, "matter_late")
    assert who(late) == {"ann"}
    assert {one.urgency for one in late} == {"normal"}
    works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
    assert pages(works, "matter_late") == [], "what is met is not sent any more"


def test_a_paused_permit_calls_its_guardian_and_who_is_inside(tmp_path: Path) -> None:
    works = PermitWorks(tmp_path, people=PEOPLE)
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    send(works)
    works.does("ivy", "matter.measure", matter=permit, field="gas", values=OVER)
    assert works.beat() == ["matter.watch"]
    called = pages(works, "matter_paused")
    assert {"hua", "cai"} <= who(called)
    assert {one.urgency for one in called} == {"urgent"}
    assert "voice" in {one.channel for one in called}
    said = message_of(works.state, works.site, called[0])
    assert said.title.startswith("Stop work: ")
    assert "Gas is over its limit." in said.text


def test_a_post_can_be_without_reminders(works: Works) -> None:
    works.opens("fay", "hazard", **CLAMP)
    works.does(CONTROLLER, "paging.set", post="farm-hand", what="matter", on=False)
    works.beat()
    assert pages(works) == []


def test_a_drill_pages_nobody_of_a_matter(works: Works) -> None:
    drill = works.drill()
    works.opens("fay", "hazard", **CLAMP)
    works.beat()
    found = [one for one in wanted(works.state, works.site) if one.kind.startswith("matter")]
    assert {one.drill for one in found} == {None}
    assert works.state.twins[drill].tellings.by_id == {}


def test_what_was_entered_late_pages_nobody(works: Works) -> None:
    works.does("fay", "matter.open", matter="00000000-late", template="hazard",
               fields={**CLAMP, "level": "major"}, at=works.now - 25 * HOUR * 1000)  # fmt: skip
    assert works.facts("matter.opened")[-1].data["after"]["paged"]
    assert pages(works) == []


def test_tellings_are_forgotten_after_two_days(works: Works) -> None:
    works.opens("fay", "hazard", **CLAMP)
    works.beat()
    assert len(works.state.tellings.by_id) == 1
    works.later(KEPT_MS / 1000 + 1)
    works.opens("fay", "hazard", **{**CLAMP, "place": "pool"})
    works.beat()
    (left,) = works.state.tellings.by_id.values()
    assert left.about == "00000000-0000-0000-0000-000000000002"
    assert works.replayed() == works.state


def test_a_reminder_waits_for_others_and_for_the_morning(works: Works) -> None:
    zone = works.site.zone
    noon, night = at("2026-12-02 12:00"), at("2026-12-02 23:00")
    assert sent_from(noon, zone, on_site=False) == noon + 300_000
    assert sent_from(night, zone, on_site=False) == at("2026-12-03 07:00")
    assert sent_from(at("2026-12-03 04:00"), zone, on_site=False) == at("2026-12-03 07:00")
    assert sent_from(night, zone, on_site=True) == night + 300_000


OVER = {"o2": 18, "lel": 0, "toxic": 0, "spot": "middle"}

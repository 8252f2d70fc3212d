"""What a person owes over HTTP: a hazard waits for its owner, who sees it and the moves they may make."""

from pathlib import Path
from uuid import uuid4

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.matters.reading.mine import seen
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.web.doors.matters.matter_told import matter_told
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works
from tests.web.center import Caller, Center


@pytest.fixture
def wu(center: Center) -> Caller:
    center.user("wu", Role.RESPONDER, "p1")
    return center.browser("wu")


def test_who_owes_nothing_gets_an_empty_list(wu: Caller) -> None:
    told = wu.get("/api/v1/mine")
    assert told.status_code == 200, told.text
    assert told.get_json()["owed"] == []
    assert told.get_json()["person"] == "p1"


def test_who_owes_nothing_is_told_what_others_have_in_hand_and_what_comes_next(
    center: Center, wu: Caller
) -> None:
    center.desk.submit("shift.begin", {"shift": center.desk.site.shifts[0].id}, DUTY_ACTOR)
    told = wu.get("/api/v1/mine").get_json()
    assert (told["owed"], told["with_others"]) == ([], [])
    assert [one["kind"] for one in told["coming"]] == ["shift"]
    assert set(told["coming"][0]["title"]) == {"zh", "en"}
    assert told["coming"][0]["at"] > told["at"]


def test_a_matter_that_is_not_there_is_not_told_of(wu: Caller) -> None:
    assert wu.get(f"/api/v1/mine/{uuid4()}").status_code == 404


def test_whom_a_party_bars_is_not_told_as_that_party(tmp_path: Path) -> None:
    works = Works(tmp_path, CATEGORIES, HAZARD, SCORE)
    works.does(DUTY_ACTOR, "shift.begin", shift="night")
    hazard = works.opens(
        "ben", "hazard", place="tank", category="equipment/pipe/clamp", level="general", found="rusty"
    )  # fmt: skip
    works.beat()
    assert works.of(hazard).parties["checker"] == ("ben", "ann")
    actor = Actor("account-ben", Role.RESPONDER, person="ben")
    found = seen(works.state, hazard, Context(works.now, actor, works.site, templates=works.shelf))
    assert not isinstance(found, Refusal)
    told = matter_told(works.site, works.state, works.shelf, found, "en", works.now)
    assert told["parties"] == {"finder": ["ben"], "owner": ["eva"], "checker": ["ann"]}

"""What a person owes over HTTP: a hazard waits for its owner, who sees it and the moves they may make."""

from uuid import uuid4

import pytest

from command_center.domain.actor import Role
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


def test_a_matter_that_is_not_there_is_not_told_of(wu: Caller) -> None:
    assert wu.get(f"/api/v1/mine/{uuid4()}").status_code == 404

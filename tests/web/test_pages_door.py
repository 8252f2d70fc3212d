"""What a button of a page may do on the server: no more than the same session over REST."""

from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from command_center.domain.actor import Role
from command_center.pages import install_pages
from tests.web.center import Caller, Center

PAGE = "http://localhost"
REPORT = {"channel": "call", "place": "T1", "text": "It smells of almonds"}


@pytest.fixture
def center(center: Center) -> Center:
    """The center with its pages."""
    from flask import request

    install_pages(
        center.server, center.desk, center._parts().callers, center.settings, lambda: request
    )
    return center


def click(person: Caller, intent: Any, origin: str | None = PAGE) -> TestResponse:
    """What Dash posts when a panel's button has put `intent` into the page's Store."""
    store = {"id": "command-intent", "property": "data"}
    body = {
        "output": "command-answer.data",
        "outputs": {"id": "command-answer", "property": "data"},
        "inputs": [{**store, "value": intent}],
        "changedPropIds": ["command-intent.data"],
        "state": [],
    }
    headers = {"Origin": origin} if origin else {}
    person.origin = None
    return person.post("/_dash-update-component", body, headers=headers)


def answer_of(response: TestResponse) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()["response"]["command-answer"]["data"]
    return answer


def report(center: Center) -> dict[str, Any]:
    place = next(iter(center.site.places))
    return {"kind": "report.receive", "data": {**REPORT, "place": place}, "key": "k1"}


def test_a_click_is_carried_out_once_however_often_it_arrives(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    for _ in range(2):
        answer = answer_of(click(chen, report(center)))
        assert (answer["ok"], answer["key"]) == (True, "k1"), answer
    assert center.desk.state.seq == 1


@pytest.mark.parametrize("origin", [None, "https://evil.example", "http://localhost:81", "null"])
def test_a_click_that_another_site_makes_reaches_nobody(center: Center, origin: str | None) -> None:
    center.user("chen", Role.COMMANDER)
    assert click(center.browser("chen"), report(center), origin).status_code == 403
    assert center.desk.state.seq == 0


def test_a_wall_clicks_in_vain_whatever_its_role(center: Center) -> None:
    secret = center.token(Role.COMMANDER, read_only=True)
    wall = center.client()
    wall.origin = PAGE
    assert wall.post("/api/v1/session", {"token": secret}).status_code == 200
    answer = answer_of(click(wall, report(center)))
    assert (answer["ok"], center.desk.state.seq) == (False, 0)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_a_role_that_may_not_is_told_so(center: Center, role: Role) -> None:
    center.user("chen", role)
    answer = answer_of(click(center.browser("chen"), report(center)))
    assert (answer["ok"], center.desk.state.seq) == (False, 0)


def test_nobody_clicks_after_signing_out(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    cookie = chen.flask.get_cookie("cc_session")
    assert cookie is not None
    assert chen.request("DELETE", "/api/v1/session").status_code == 204
    chen.flask.set_cookie("cc_session", cookie.value)
    assert answer_of(click(chen, report(center)))["ok"] is False
    assert center.desk.state.seq == 0


@pytest.mark.parametrize(
    "intent",
    [
        "report.receive",
        ["report.receive"],
        {"kind": "report.receive"},
        {"kind": ["report.receive"], "data": {}, "key": "k1"},
        {"kind": "report.receive", "data": "x", "key": "k1"},
        {"kind": "report.receive", "data": {}, "key": "k" * 10_000},
        {"kind": "moon.land", "data": {}, "key": "k1"},
    ],
)
def test_what_no_page_of_ours_sends_is_an_answer_and_no_crash(center: Center, intent: Any) -> None:
    center.user("chen", Role.COMMANDER)
    assert answer_of(click(center.browser("chen"), intent))["ok"] is False
    assert center.desk.state.seq == 0


def test_a_database_that_fails_is_said_on_the_page(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    with center.journal.engine.begin() as connection:
        connection.execute(text("ALTER TABLE facts RENAME TO lost"))
    answer = answer_of(click(chen, report(center)))
    assert answer["ok"] is False
    assert "not" in answer["text"].lower()

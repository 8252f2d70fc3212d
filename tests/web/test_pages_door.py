"""What a button of a page may do on the server: no more than the same session over REST."""

from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from command_center.domain.actor import Role
from tests.web.center import Caller, Center, with_pages

PAGE = "http://localhost"
REPORT = {"channel": "call", "place": "T1", "text": "It smells of almonds"}


@pytest.fixture
def center(center: Center) -> Center:
    """The center with its pages."""
    return with_pages(center)


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
        {"kind": "report.receive", "data": {}},
        {"kind": ["report.receive"], "data": {}, "key": "k1"},
        {"kind": "report.receive", "data": "x", "key": "k1"},
        {"kind": "report.receive", "data": {}, "key": "k" * 10_000},
        {"kind": "report.receive", "data": {}, "key": "k1", "actor": "p1"},
        {"form": "moon", "data": {}, "key": "k1"},
        {"form": ["report"], "data": {}, "key": "k1"},
        {"data": {}, "key": "k1"},
    ],
)
def test_an_intent_that_no_page_of_ours_sends_is_refused(center: Center, intent: Any) -> None:
    center.user("chen", Role.COMMANDER)
    answer = click(center.browser("chen"), intent)
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert center.desk.state.seq == 0


@pytest.mark.parametrize(
    "data",
    [
        {"zones": {"id": "w1"}},
        {"zones": [["w1"]]},
        {"zones": [None]},
        {"zones": "w1"},
        {"zones": ["w1"], "incident": {"$ne": 1}},
        {"zones": ["w1"], "roles": ["commander"]},
        {"zones": ["nowhere"]},
        {"due_s": [1]},
        {"due_s": {"minutes": 1}},
    ],
)
@pytest.mark.parametrize("form", ["evacuation", "directive", "gas"])
def test_forged_values_of_a_form_are_told_and_change_nothing(
    center: Center, form: str, data: dict[str, Any]
) -> None:
    center.user("chen", Role.COMMANDER)
    intent = {"form": form, "incident": "INC-9", "data": data, "key": "k1"}
    assert answer_of(click(center.browser("chen"), intent))["ok"] is False
    assert center.desk.state.seq == 0


INTENT = {"id": "command-intent", "property": "data", "value": None}
ANSWER = {"id": "command-answer", "property": "data"}
HONEST: dict[str, Any] = {
    "output": "command-answer.data",
    "outputs": ANSWER,
    "inputs": [INTENT],
    "changedPropIds": ["command-intent.data"],
    "state": [],
}
PATHNAME = {"id": "location", "property": "pathname", "value": "/log"}
PAGE_POST: dict[str, Any] = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [PATHNAME],
    "changedPropIds": ["location.pathname"],
    "state": [],
}


@pytest.mark.parametrize("honest", [HONEST, PAGE_POST], ids=["command", "page"])
def test_the_posts_that_the_forgeries_are_made_of_are_taken(center: Center, honest: Any) -> None:
    """Or the forgeries below could be refused for another reason."""
    center.user("chen", Role.COMMANDER)
    answer = center.browser("chen").post(
        "/_dash-update-component", honest, headers={"Origin": PAGE}
    )
    assert answer.status_code in (200, 204), answer.text


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        None,
        7,
        HONEST | {"output": "moon.data"},
        HONEST | {"output": None},
        HONEST | {"output": ["command-answer.data"]},
        HONEST | {"output": "command-heard.data", "outputs": {"id": "command-heard"}},
        HONEST | {"outputs": {"id": "page", "property": "children"}},
        HONEST | {"outputs": None},
        HONEST | {"outputs": [ANSWER]},
        HONEST | {"outputs": {"id": {"type": "x"}, "property": "data"}},
        HONEST | {"inputs": []},
        HONEST | {"inputs": None},
        HONEST | {"inputs": {"id": "command-intent"}},
        HONEST | {"inputs": [INTENT, INTENT]},
        HONEST | {"inputs": [[INTENT]]},
        HONEST | {"inputs": [INTENT | {"id": "location"}]},
        HONEST | {"inputs": [INTENT | {"id": {"index": 1}}]},
        HONEST | {"inputs": ["command-intent"]},
        HONEST | {"inputs": [None]},
        HONEST | {"state": [INTENT]},
        HONEST | {"state": 1},
        HONEST | {"changedPropIds": {"a": 1}},
        HONEST | {"changedPropIds": [["a"]]},
        PAGE_POST | {"inputs": [PATHNAME | {"value": ["/log"]}]},
        PAGE_POST | {"inputs": [PATHNAME | {"value": {"path": "/log"}}]},
        PAGE_POST | {"inputs": [PATHNAME | {"value": 7}]},
        PAGE_POST | {"inputs": [PATHNAME | {"value": True}]},
        b"{",
        b"\xff\xfe",
        b"NaN",
        b'{"output": "\\ud800"}',
        b"[" * 5_000 + b"]" * 5_000,
        b"",
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_forged_callback_is_a_clear_answer_and_no_exception(
    center: Center, signed_in: bool, body: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    center.user("chen", Role.COMMANDER)
    person = center.browser("chen") if signed_in else center.client()
    answer = person.post("/_dash-update-component", body, headers={"Origin": PAGE})
    assert answer.status_code in (400, 404, 415, 422), answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["detail"]
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    assert "request failed" not in told.out + told.err
    assert center.desk.state.seq == 0


def test_a_callback_that_is_no_json_is_told_what_to_send(center: Center) -> None:
    answer = center.client().request(
        "POST", "/_dash-update-component", data="x=1", headers={"Origin": PAGE}
    )
    assert answer.status_code == 415


def test_a_click_and_a_command_over_rest_are_counted_alike(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    answer_of(click(chen, report(center)))
    samples = center.metrics.registry.get_sample_value(
        "cc_commands_total", {"kind": "report.receive", "outcome": "accepted"}
    )
    assert samples == 1


def test_a_database_that_fails_is_said_on_the_page(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    with center.journal.engine.begin() as connection:
        connection.execute(text("ALTER TABLE facts RENAME TO lost"))
    answer = answer_of(click(chen, report(center)))
    assert answer["ok"] is False
    assert "not" in answer["text"].lower()


@pytest.mark.parametrize("path", ["nobody/x.js", "dash/dcc/none.js", "dash/%2e%2e/%2e%2e/x"])
def test_a_script_that_no_library_has_is_not_there_and_no_mistake_of_ours(
    center: Center, path: str
) -> None:
    answer = center.client().get(f"/_dash-component-suites/{path}")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "method"), [("boards", "GET"), ("a/b", "GET"), ("boards", "POST")]
)
def test_a_mistyped_door_is_no_page(center: Center, path: str, method: str) -> None:
    """The pages answer every address; a program would take that for a yes."""
    answer = center.client().request(method, f"/api/v1/{path}")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_door_that_only_takes_says_so(center: Center) -> None:
    answer = center.client().get("/api/v1/commands")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")

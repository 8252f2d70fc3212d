"""What a button of a page may do on the server: no more than the same session over REST."""

import re
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from command_center.domain.actor import Role
from command_center.page_server.made_scripts import MADE, made_version
from command_center.page_server.reference import REFERENCE_PAGES
from command_center.words import LANGUAGES
from tests.web.center import Caller, Center, with_pages

PAGE = "http://localhost"
REPORT = {"channel": "call", "place": "T1", "text": "It smells of almonds"}


@pytest.fixture
def center(center: Center) -> Center:
    """The center with its pages."""
    return with_pages(center)


def click(person: Caller, command: Any, origin: str | None = PAGE) -> TestResponse:
    """What a panel's button posts (`assets/hands/command_queue.js`)."""
    person.origin = None
    headers = {"Origin": origin} if origin else {}
    return person.post("/api/v1/commands", command, headers=headers)


def report(center: Center) -> dict[str, Any]:
    place = next(iter(center.site.places))
    data = {**REPORT, "place": place}
    return {"kind": "report.receive", "data": data, "idempotency_key": "k1"}


def test_a_click_is_carried_out_once_however_often_it_arrives(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    first, second = (click(chen, report(center)) for _ in range(2))
    assert (first.status_code, first.get_json()) == (200, second.get_json())
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
    answer = click(wall, report(center))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "read_only")
    assert center.desk.state.seq == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_a_role_that_may_not_is_told_so(center: Center, role: Role) -> None:
    center.user("chen", role)
    answer = click(center.browser("chen"), report(center))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden")
    assert center.desk.state.seq == 0


def test_nobody_clicks_after_signing_out(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    cookie = chen.flask.get_cookie("cc_session")
    assert cookie is not None
    assert chen.request("DELETE", "/api/v1/session").status_code == 204
    chen.flask.set_cookie("cc_session", cookie.value)
    assert click(chen, report(center)).status_code == 401
    assert center.desk.state.seq == 0


@pytest.mark.parametrize(
    "command",
    [
        ["report.receive"],
        {"kind": ["report.receive"], "data": {}, "idempotency_key": "k1"},
        {"kind": "report.receive", "data": "x", "idempotency_key": "k1"},
        {"kind": "report.receive", "data": {}, "idempotency_key": "k" * 10_000},
        {"kind": "report.receive", "data": {}, "idempotency_key": "k1", "actor": "p1"},
        {"kind": "moon", "data": {}, "idempotency_key": "k1"},
        {"data": {}, "idempotency_key": "k1"},
    ],
)
def test_a_command_that_no_page_of_ours_sends_is_refused(center: Center, command: Any) -> None:
    center.user("chen", Role.COMMANDER)
    answer = click(center.browser("chen"), command)
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
        {"due_s": "1:95"},
        {"at": "25:75"},
    ],
)
@pytest.mark.parametrize("kind", ["evacuation.order", "directive.issue", "gas.measure"])
def test_forged_values_of_a_form_are_told_and_change_nothing(
    center: Center, kind: str, data: dict[str, Any]
) -> None:
    center.user("chen", Role.COMMANDER)
    command = {"kind": kind, "data": {"incident": "INC-9", **data}, "idempotency_key": "k1"}
    answer = click(center.browser("chen"), command)
    assert answer.status_code in (409, 422)
    assert answer.get_json()["detail"]
    assert center.desk.state.seq == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "field", "typed", "way"),
    [("report.receive", "at", "25:75", "HH:MM"), ("report.receive", "at", "2575", "HH:MM"),
     ("directive.issue", "due_s", "1:95", "mm:ss"), ("directive.issue", "due_s", "95", "mm:ss")],
)  # fmt: skip
def test_a_slip_in_a_time_is_told_how_times_are_written(
    center: Center, lang: str, kind: str, field: str, typed: str, way: str
) -> None:
    """Also where its figures alone would be a number: 2575 is no moment of 1970."""
    center.user("chen", Role.COMMANDER)
    command = {"kind": kind, "data": {field: typed}, "idempotency_key": "k1"}
    chen = center.browser("chen")
    chen.flask.set_cookie("cc_language", lang)
    errors = click(chen, command).get_json()["errors"]
    [told] = [one["error"] for one in errors if one["field"] == f"data.{field}"]
    assert typed in told
    assert way in told


PATHNAME = {"id": "location", "property": "pathname", "value": "/log"}
CHILDREN = {"id": "page", "property": "children"}
PAGE_POST: dict[str, Any] = {
    "output": "page.children",
    "outputs": CHILDREN,
    "inputs": [PATHNAME],
    "changedPropIds": ["location.pathname"],
    "state": [],
}


def test_the_post_that_the_forgeries_are_made_of_is_taken(center: Center) -> None:
    """Or the forgeries below could be refused for another reason."""
    center.user("chen", Role.COMMANDER)
    answer = center.browser("chen").post(
        "/_dash-update-component", PAGE_POST, headers={"Origin": PAGE}
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
        PAGE_POST | {"output": "moon.data"},
        PAGE_POST | {"output": None},
        PAGE_POST | {"output": ["page.children"]},
        PAGE_POST | {"outputs": {"id": "location", "property": "pathname"}},
        PAGE_POST | {"outputs": None},
        PAGE_POST | {"outputs": [CHILDREN]},
        PAGE_POST | {"outputs": {"id": {"type": "x"}, "property": "children"}},
        PAGE_POST | {"inputs": []},
        PAGE_POST | {"inputs": None},
        PAGE_POST | {"inputs": {"id": "location"}},
        PAGE_POST | {"inputs": [PATHNAME, PATHNAME]},
        PAGE_POST | {"inputs": [[PATHNAME]]},
        PAGE_POST | {"inputs": [PATHNAME | {"id": "page"}]},
        PAGE_POST | {"inputs": [PATHNAME | {"id": {"index": 1}}]},
        PAGE_POST | {"inputs": ["location"]},
        PAGE_POST | {"inputs": [None]},
        PAGE_POST | {"state": [PATHNAME]},
        PAGE_POST | {"state": 1},
        PAGE_POST | {"changedPropIds": {"a": 1}},
        PAGE_POST | {"changedPropIds": [["a"]]},
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


def test_a_click_is_counted(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    assert click(center.browser("chen"), report(center)).status_code == 200
    samples = center.metrics.registry.get_sample_value(
        "cc_commands_total", {"kind": "report.receive", "outcome": "accepted"}
    )
    assert samples == 1


def test_a_database_that_fails_is_said_on_the_page(center: Center) -> None:
    center.user("chen", Role.COMMANDER)
    chen = center.browser("chen")
    with center.journal.engine.begin() as connection:
        connection.execute(text("ALTER TABLE facts RENAME TO lost"))
    answer = click(chen, report(center))
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert "not" in answer.get_json()["detail"].lower()


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


@pytest.mark.parametrize("name", REFERENCE_PAGES)
def test_what_programs_look_up_is_sent_as_it_is_made(center: Center, name: str) -> None:
    answer = center.client().get(f"/help/{name}")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert answer.text == REFERENCE_PAGES[name]()


def test_what_no_file_holds_is_among_the_scripts_and_in_their_address(
    center: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    def address() -> str:
        found = re.search(r"/assets/pages\.js\?m=\w+", center.client().get("/help").text)
        assert found
        return found[0]

    before = address()
    sent = center.client().get(before).text
    for make in MADE.values():
        assert make().rpartition("export const ")[2] in sent
    monkeypatch.setitem(MADE, "made/decided.js", lambda: "another order")
    made_version.cache_clear()
    assert address() != before
    monkeypatch.undo()
    made_version.cache_clear()
    assert address() == before

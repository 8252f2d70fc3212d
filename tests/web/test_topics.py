"""A token limited to topics reads them and nothing else, at every door there is."""

from typing import Any

import pytest
from flask import Flask

from command_center.desk import Accepted
from command_center.domain.actor import HUMAN_ROLES, OUTSIDE_ROLES, Actor, Role
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.site.view import public_site
from command_center.live.audience import TOPICS
from command_center.web.doors.plant.site_api import site_api
from command_center.web.errors import install_errors
from command_center.web.request.callers import Callers
from command_center.web.request.rest_doors import RestDoor
from command_center.web.request.revealed import PREFIX
from tests.support.declared_doors import EVERY_DOOR
from tests.support.small_site import small_site
from tests.web.center import Caller, Center

MARK = "zinc-otter"
"""A word of the incident, the drill and the log that stands in no plant's description."""
WITH_SIGN_IN = [o for o in EVERY_DOOR if o.roles is not None]


def id_of(operation: RestDoor) -> str:
    return f"{operation.method} {operation.path}"


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    """With an incident, a drill and reports, of which each tells the mark."""
    center = Center(tmp_path_factory.mktemp("topics"))
    drill, direction = "DRL-1", Actor("direction", Role.CONTROLLER)
    seal = {"commitment": commitment_of('{"scenario": "leak"}', "0" * 32), "generator": "t"}
    for kind, data in (
        ("drill.plan", {"name": MARK}),
        ("drill.seal", {"drill": drill, **seal}),
        ("drill.start", {"drill": drill}),
    ):
        assert isinstance(center.desk.submit(kind, data, direction), Accepted), kind
    chief = center.machine(Role.COMMANDER, person="p1")
    told = {"channel": "call", "place": "w1", "text": MARK}
    assert chief.command("report.receive", **told).status_code == 200
    opened = chief.command("incident.open", place="w1", title=MARK)
    assert opened.status_code == 200, opened.text
    incident = opened.get_json()["facts"][0]["data"]["id"]
    center.hub.change([("incident", incident, {"title": MARK})])
    center.user("zinc-otter", Role.VIEWER)
    center.named = {"name": incident, "drill": drill}  # type: ignore[attr-defined]  # for `ask`
    return center


def ask(center: Center, operation: RestDoor, topics: list[str] | None) -> tuple[int, str, str]:
    """Status, code of the problem and text of what a token of the operation's first role is told."""
    role = sorted(operation.roles or OUTSIDE_ROLES)[0]
    if operation.path.endswith(("/drills", "/board", "/journal")):
        role = Role.CONTROLLER
    caller = center.machine(role, topics=topics)
    path = operation.path
    for key, value in center.named.items():  # type: ignore[attr-defined]  # of the fixture
        path = path.replace(f"{{{key}}}", value)
    body: dict[str, Any] | None = {} if operation.body else None
    elsewhere = {
        "REMOTE_ADDR": "203.0.113.5"
    }  # on the machine itself the figures are for everybody
    answer = caller.request(operation.method.upper(), path, json=body, environ_overrides=elsewhere)
    problem: Any = answer.get_json(silent=True) if answer.status_code >= 400 else None
    return answer.status_code, (problem or {}).get("code", ""), answer.data.decode(errors="replace")


@pytest.mark.parametrize("operation", WITH_SIGN_IN, ids=id_of)
def test_a_token_of_another_topic_is_told_nothing(center: Center, operation: RestDoor) -> None:
    status, code, text = ask(center, operation, ["feeds"])
    reveals = operation.reveals
    if reveals.everything or reveals.topics:
        assert (status, code) == (403, "every_topic" if reveals.everything else "other_topic")
    else:
        assert code not in ("every_topic", "other_topic")
    assert MARK not in text


@pytest.mark.parametrize("operation", [o for o in WITH_SIGN_IN if o.reveals.topics], ids=id_of)
def test_a_token_of_the_topic_is_let_in(center: Center, operation: RestDoor) -> None:
    needed = operation.reveals.topics
    _, code, _ = ask(center, operation, [sorted(one_of)[0] for one_of in needed])
    assert code not in ("every_topic", "other_topic")
    for one_of in needed:
        rest = sorted(TOPICS - one_of)
        assert ask(center, operation, rest)[:2] == (403, "other_topic")


def test_a_token_limited_to_topics_gives_no_command(center: Center) -> None:
    limited = center.machine(Role.COMMANDER, person="p1", topics=sorted(TOPICS))
    seq = center.desk.state.seq
    answer = limited.command("report.receive", channel="call", place="w1", text="smoke")
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (403, "topics_only_read")
    assert "--topic" in told["mend"]
    assert center.desk.state.seq == seq


@pytest.mark.parametrize("operation", [o for o in WITH_SIGN_IN if o.writes], ids=id_of)
def test_a_token_limited_to_topics_passes_no_door_that_writes(
    center: Center, operation: RestDoor
) -> None:
    """Whatever its topics are: a fact through a door of its own is as much a command."""
    seq = center.desk.state.seq
    status, code, _ = ask(center, operation, sorted(TOPICS))
    assert status == 403, code
    assert code in ("topics_only_read", "forbidden", "role", "every_topic", "other_topic"), code
    assert center.desk.state.seq == seq


@pytest.mark.parametrize("path", ["/board", "/journal", "/drills", "/accounts"])
def test_who_has_no_limit_reads_the_mark(center: Center, path: str) -> None:
    """Else nothing above would show anything."""
    [operation] = [o for o in EVERY_DOOR if o.method == "get" and o.path == PREFIX + path]
    assert MARK in ask(center, operation, None)[2]


@pytest.mark.parametrize("kind", ["name", "drill"])
def test_of_a_replay_each_topic_is_told_its_own(center: Center, kind: str) -> None:
    name = center.named[kind]  # type: ignore[attr-defined]  # of the fixture
    path = f"{PREFIX}/replay/{name}"
    own, other = ("incident", "drill") if kind == "name" else ("drill", "incident")
    caller = center.machine(Role.CONTROLLER, topics=[own])
    told = caller.get(path).get_json()
    assert (told["id"], told["marks"]) == (name, [])
    assert center.machine(Role.CONTROLLER, topics=[own, "ticker"]).get(path).get_json()["marks"]
    assert center.machine(Role.CONTROLLER, topics=[other, "ticker"]).get(path).status_code == 404
    rows = center.machine(Role.CONTROLLER, topics=["feeds"]).get(f"{path}/board").get_json()["rows"]
    assert set(rows) <= {"feeds"}


PERSON, FORM = "zinc-badger", "zinc-heron"
"""Words of a person of the plant, and of a form that was filled in."""
FORM_TEXT = f"""
template: {FORM}
fields: {{what: {{type: text}}}}
parties: {{who: opener}}
readers: [everyone]
states: [begun, done]
moves: {{end: {{from: begun, to: done, by: who}}}}
"""
MATTER = "00000000-0000-0000-0000-000000000007"
TELLS_NO_TOPIC = {
    "/session", "/session/provider", "/session/provider/begin", "/session/provider/back", "/muster/<code>",
    "/receipts/<channel>", "/answers/<token>", "/words/<lang>.json", "/openapi.json", "/asyncapi.json",
    "/plant/nouns", "/ways-out", "/site", "/board", "/replay/<name>/board",
}  # fmt: skip
"""Written by hand: the doors that are read with whatever topic. Who adds one has looked at what it tells."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Center:
    """A plant with a person, a form and a matter, an incident and its log, each by a word of its own."""
    first = {"id": "p1", "name": {"zh": PERSON, "en": PERSON}}
    others = [{"id": f"p{n}", "name": {"zh": f"p{n}", "en": f"p{n}"}} for n in range(2, 6)]
    center = Center(tmp_path_factory.mktemp("walk"), small_site(people=[first, *others]))
    center.templates.begin()
    path = f"{PREFIX}/templates/{FORM}"
    body = {"text": FORM_TEXT, "base": 0}
    answer = center.machine(Role.CONTROLLER).request("PUT", path, json=body)
    assert answer.status_code == 200, answer.text
    hand = center.machine(Role.RESPONDER, person="p1")
    told = hand.command("matter.open", matter=MATTER, template=FORM, fields={"what": MARK})
    assert told.status_code == 200, told.text
    chief = center.machine(Role.COMMANDER, person="p1")
    assert chief.command("incident.open", place="w1", title=MARK).status_code == 200
    return center


def read_doors(center: Center) -> dict[str, str]:
    """Every route that is read, as Flask itself has them: the rule, and a path that leads to something."""
    given = {
        "matter": MATTER,
        "template": FORM,
        "name": "p1",
        "lang": "en",
        "noun": "people",
        "person": "p1",
    }
    found = {}
    for rule in center.server.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.rule.startswith(f"{PREFIX}/"):
            path = rule.rule
            for key in rule.arguments:
                path = path.replace(f"<{key}>", given.get(key, "x"))
            found[rule.rule] = path
    return found


def test_a_token_of_levels_walks_all_doors_and_reads_nothing_else(filled: Center) -> None:
    doors = read_doors(filled)
    declared = {door.path: door for door in EVERY_DOOR if door.method == "get"}
    assert len(doors) > 80
    for role in sorted(HUMAN_ROLES):
        limited = filled.machine(role, topics=["levels"], person="p1")
        whole = filled.machine(role, person="p1")
        for rule, path in doors.items():
            answer = limited.get(path)
            text = answer.data.decode(errors="replace").replace(path, "")
            for word in (MARK, FORM, PERSON):
                assert word not in text, (role, rule, word)
            closed = answer.status_code == 403 and answer.get_json()["code"] in (
                "every_topic",
                "other_topic",
            )
            asked = declared[rule.replace("<", "{").replace(">", "}")].reveals
            own = rule.removeprefix(PREFIX)
            if own == "/history" or own in TELLS_NO_TOPIC:
                assert not closed, (role, rule)
                assert own == "/history" or asked.because or asked.by_row, rule
            else:
                assert closed or answer.status_code == 401, (role, rule, answer.status_code)
        for path in (f"/matters/{MATTER}", "/matters", "/templates", f"/templates/{FORM}", "/site"):
            assert whole.get(f"{PREFIX}{path}").status_code == 200, path


@pytest.mark.parametrize(
    "path",
    ["/matters", f"/matters/{MATTER}", f"/matters/{MATTER}/form.pdf?lang=en", f"/mine/{MATTER}", "/past/matters",
     "/templates", f"/templates/{FORM}"],
)  # fmt: skip
def test_matters_are_read_with_their_own_topic_only(filled: Center, path: str) -> None:
    wall = filled.machine(Role.COMMANDER, topics=["levels", "people", "incident"], person="p1")
    answer = wall.get(f"{PREFIX}{path}")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "other_topic")
    own = filled.machine(Role.COMMANDER, topics=["matters"], person="p1")
    assert own.get(f"{PREFIX}{path}").status_code == 200


def test_the_plant_is_told_without_people_to_who_may_not_read_them(filled: Center) -> None:
    callers = Callers(filled.accounts, filled.clock)
    server = Flask("site")
    api = site_api(
        lambda: filled.site,
        lambda of: public_site(filled.site),
        filled.history,
        callers,
        filled.clock,
    )
    server.register_blueprint(api, url_prefix=PREFIX)
    install_errors(server, "en")
    asked: list[tuple[list[str] | None, bool]] = [
        (["levels"], False), (["people"], True), (["levels"], False), (["incident"], True), (None, True),
    ]  # fmt: skip
    for topics, named in asked:
        secret = filled.token(Role.VIEWER, topics=topics)
        caller = Caller(server.test_client(), {"Authorization": f"Bearer {secret}"})
        told = caller.get(f"{PREFIX}/site").get_json()
        assert (PERSON in str(told)) is named
        assert told["tanks"]

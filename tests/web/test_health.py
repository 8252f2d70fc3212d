"""Alive, ready, and counted."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from command_center.boot.app import checks_of
from command_center.boot.center import Center as CenterOfParts
from command_center.domain.actor import Role
from command_center.domain.refusal import Phrase
from command_center.live.journal_watch import LIMIT_S, Looks
from command_center.settings import Settings
from command_center.web.doors.board.health_api import WARNS, health_api
from command_center.web.metrics import Metrics
from command_center.words import LANGUAGES, has, say
from tests.web.center import Center


def test_alive_needs_nothing(center: Center) -> None:
    center.failing = True
    assert center.client().get("/healthz").get_json() == {"status": "ok"}


def test_not_ready_names_the_check_that_failed(center: Center) -> None:
    assert center.client().get("/readyz").get_json() == {
        "status": "ready",
        "checks": {"journal": True},
    }
    center.failing = True
    answer = center.client().get("/readyz")
    assert (answer.status_code, answer.get_json()["checks"]) == (503, {"journal": False})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_it_is_not_ready_is_said_in_the_callers_language(center: Center, lang: str) -> None:
    center.failing = True
    answer = center.client().get("/readyz", headers={"Accept-Language": lang})
    assert answer.get_json()["reasons"] == [say(lang, "ready.journal")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_warning_is_told_and_takes_nobody_off_the_board(center: Center, lang: str) -> None:
    place = Phrase("heads.place.file")
    center.warnings = [Phrase("ready.head_not_kept", {"place": place})]
    answer = center.client().get("/readyz", headers={"Accept-Language": lang})
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ready")
    told = say(lang, "ready.head_not_kept", place=say(lang, "heads.place.file"))
    assert answer.get_json()["warnings"] == [told]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_check_that_only_warns_is_false_and_leaves_it_ready(lang: str) -> None:
    """A wrong clock of the database's machine may not take every process away from its proxy."""
    server = Flask("test")
    callers: Any = None
    checks = {"journal": lambda: True, "clock": lambda: False}
    server.register_blueprint(health_api(checks, Metrics(), callers, Settings(), lang))
    answer = server.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()) == (
        200,
        {
            "status": "ready",
            "checks": {"journal": True, "clock": False},
            "reasons": [say(lang, "ready.clock")],
        },
    )


def test_every_check_of_the_server_has_its_words() -> None:
    unmade: Any = SimpleNamespace(desk=None, shows_recent=None)
    names = checks_of(unmade)
    assert len(names) >= 5
    assert set(names) > WARNS
    assert all(has(f"ready.{name}") for name in names)


def test_a_board_that_is_behind_for_a_moment_is_ready_and_one_that_stays_behind_is_not() -> None:
    now = [0.0]
    hub, desk = SimpleNamespace(seq=7), SimpleNamespace(state=SimpleNamespace(seq=7))
    board = SimpleNamespace(complete=True)
    center: Any = SimpleNamespace(board=board, hub=hub, desk=desk, shown=Looks(lambda: now[0]))
    now[0] = LIMIT_S
    assert CenterOfParts.shows_recent(center), "it shows every fact, however long nobody looked"
    center.shown.done()
    desk.state.seq = 8  # a command was decided; its rows are still being made
    assert CenterOfParts.shows_recent(center)
    now[0] += LIMIT_S
    assert not CenterOfParts.shows_recent(center)
    hub.seq = 8
    assert CenterOfParts.shows_recent(center)
    board.complete = False
    assert not CenterOfParts.shows_recent(center)


def test_a_check_that_raises_has_failed(center: Center, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Center, "failing", property(lambda self: 1 / 0), raising=False)
    del center.__dict__["failing"]
    assert center.client().get("/readyz").status_code == 503


def test_figures_are_for_this_machine_and_for_whoever_no_drill_surprises(center: Center) -> None:
    far = {"environ_overrides": {"REMOTE_ADDR": "192.168.1.20"}}
    assert center.client().get("/metrics").status_code == 200
    assert center.client().get("/metrics", **far).status_code == 401
    assert center.machine(Role.GATEWAY).get("/metrics", **far).status_code == 200
    for other in (Role.COMMANDER, Role.RESPONDER, Role.VIEWER, Role.EVALUATOR, Role.CARRIER):
        answer = center.machine(other).get("/metrics", **far)
        assert answer.status_code == 403, "it counts the drills that were sealed"


@pytest.mark.parametrize("opened", [False, True], ids=["on_this_machine", "opened"])
def test_which_commands_were_given_is_told_to_nobody_without_the_role(
    tmp_path: Path, opened: bool
) -> None:
    """A proxy of the same host that adds no header makes every viewer local: the seal of a drill stays hidden."""
    center = Center(tmp_path, metrics_open=opened)
    controller = center.machine(Role.CONTROLLER)
    assert controller.command("drill.plan", name={"zh": "夜", "en": "Night"}).status_code == 200
    assert controller.command("drill.seal", drill="DRL-9").status_code != 200
    for told in (
        center.client().get("/metrics").text,
        center.machine(Role.VIEWER).get("/metrics").text,
    ):
        assert 'cc_commands_total{outcome="accepted"} 1.0' in told
        assert "cc_refusals_total " in told
        assert "drill" not in told
        assert "kind=" not in told
    known = center.machine(Role.GATEWAY).get("/metrics").text
    assert 'cc_commands_total{kind="drill.plan",outcome="accepted"} 1.0' in known


def test_figures_may_be_opened_to_everybody(tmp_path_factory: pytest.TempPathFactory) -> None:
    center = Center(tmp_path_factory.mktemp("open"), metrics_open=True)
    far = {"environ_overrides": {"REMOTE_ADDR": "192.168.1.20"}}
    assert center.client().get("/metrics", **far).status_code == 200


def test_watched_figures_are_asked_for_at_every_scrape(center: Center) -> None:
    clients = [3.0]
    center.metrics.watch("cc_clients", "Live connections", lambda: clients[0])
    for expected in (3.0, 5.0):
        clients[0] = expected
        told = center.client().get("/metrics").text
        found = {
            family.name: family.samples[0].value
            for family in text_string_to_metric_families(told)
            if family.name == "cc_clients"
        }
        assert found == {"cc_clients": expected}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/board"),
        ("GET", "/api/v1/session"),
        ("GET", "/api/v1/journal"),
        ("POST", "/api/v1/commands"),
        ("POST", "/api/v1/readings"),
    ],
)
def test_a_database_that_is_away_is_no_mistake_of_ours(
    center: Center, method: str, path: str
) -> None:
    """Whoever asks is told to come back, and a gateway keeps what it has."""
    machine = center.machine(Role.GATEWAY if path.endswith("readings") else Role.COMMANDER)
    with center.engine.begin() as connection:
        connection.execute(text("ALTER TABLE tokens RENAME TO lost"))
    answer = machine.request(method, path, json={} if method == "POST" else None)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "2"

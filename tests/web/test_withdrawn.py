"""A withdrawal over HTTP: who may, what is named, and that it is read everywhere and counted nowhere."""

import csv
import io
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from tests.web.center import Caller, Center
from tests.web.test_reviews import CHIEF, closed, does, reader, running

__all__ = ["closed", "running"]  # fixtures

WHY = "A slip of the hand"


@pytest.fixture
def chen(center: Center) -> Caller:
    center.user("chen", Role.COMMANDER, person="p1")
    return center.browser("chen")


def withdrawn(center: Center, incident: str, **more: Any) -> None:
    does(center, CHIEF, "incident.withdraw", incident=incident, reason=WHY, **more)


def test_who_commands_withdraws_it_and_everybody_else_may_not(
    center: Center, running: str, chen: Caller
) -> None:
    told = {"incident": running, "reason": WHY}
    for role in (Role.RESPONDER, Role.CONTROLLER, Role.EVALUATOR, Role.VIEWER):
        answer = reader(center, role, person="p2").command("incident.withdraw", **told)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden"), role
    other = reader(center, Role.COMMANDER, person="p2").command("incident.withdraw", **told)
    assert (other.status_code, other.get_json()["code"]) == (409, "not_in_command")
    answer = chen.command("incident.withdraw", **told)
    assert answer.status_code == 200, answer.text
    [fact] = answer.get_json()["facts"]
    assert (fact["kind"], fact["actor"]) == ("incident.withdrawn", "p1")


@pytest.mark.parametrize("given", [{}, {"reason": ""}, {"reason": "n"}])
def test_without_a_reason_the_field_is_named(
    running: str, chen: Caller, given: dict[str, str]
) -> None:
    answer = chen.command("incident.withdraw", incident=running, **given)
    assert answer.status_code == 422
    assert "reason" in answer.text


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "its directives still open: 1"), ("zh-CN", "其未结指令：1")]
)
def test_the_refusal_names_what_is_in_the_way_and_what_mends_it(
    center: Center, running: str, chen: Caller, lang: str, words: str
) -> None:
    order = {"text": "Look", "urgency": "urgent", "category": "source"}
    does(center, CHIEF, "directive.issue", incident=running, to="p1", **order)
    chen.headers["Accept-Language"] = lang
    answer = chen.command("incident.withdraw", incident=running, reason=WHY)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "withdraw_missing")
    assert words in answer.get_json()["detail"]
    mends = {"en": "First withdraw or verify its directives.", "zh-CN": "请先撤回或核实其指令。"}
    assert answer.get_json()["mend"] == mends[lang]


def test_its_report_says_so_and_has_no_times_and_no_clock(center: Center, running: str) -> None:
    center.clock.advance(60)
    withdrawn(center, running)
    assert does(center, DUTY_ACTOR, "review.open", review=running) == []
    told = reader(center).get(f"/api/v1/reviews/{running}").get_json()
    assert (told["status"], told["clock"]) == ("withdrawn", None)
    assert told["withdrawn"] | {"seq": 0} == {
        "at": center.clock.now(), "by": "p1", "reason": WHY, "same_as": None, "seq": 0,
    }  # fmt: skip
    assert (told["timing"], told["planned"], told["problems"]) == ([], [], [])
    assert told["earlier"]["cases"] == []
    assert "withdrawn" in {sentence["key"] for sentence in told["overview"]}
    assert told["until"] == center.clock.now(), "and it ends there"


def test_the_list_names_it_apart(center: Center, running: str) -> None:
    withdrawn(center, running)
    told = reader(center).get("/api/v1/reviews").get_json()
    assert (told["reviews"], told["running"]) == ([], [])
    [one] = told["withdrawn"]
    assert (one["id"], one["by"], one["reason"]) == (running, "p1", WHY)


def test_it_counts_in_no_statistics_of_the_others(center: Center, closed: str) -> None:
    [opened] = does(center, CHIEF, "incident.open", place="w1")
    center.clock.advance(600)
    withdrawn(center, str(opened.incident))
    told = reader(center).get(f"/api/v1/reviews/{closed}").get_json()
    assert {case["subject"] for case in told["earlier"]["cases"]} <= {closed}
    own = reader(center).get(f"/api/v1/reviews/{opened.incident}").get_json()
    assert {case["subject"] for case in own["earlier"]["cases"]} <= {closed}


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_its_files_open_and_say_it(center: Center, running: str, lang: str) -> None:
    withdrawn(center, running)
    person = reader(center)
    path = f"/api/v1/reviews/{running}"
    told = person.get(f"{path}.csv?lang={lang}").get_data().decode("utf-8-sig")
    _, only = list(csv.reader(io.StringIO(told)))
    assert WHY in only[0]
    assert set(only[1:]) == {""}
    for ending in (".docx", ".xlsx", ".json"):
        answer = person.get(f"{path}{ending}?lang={lang}")
        assert answer.status_code == 200, answer.text
        assert len(answer.get_data()) > 500


def test_its_replay_opens_and_ends_with_it(center: Center, running: str) -> None:
    center.clock.advance(30)
    withdrawn(center, running)
    center.clock.advance(600)
    span = reader(center).get(f"/api/v1/replay/{running}").get_json()
    assert span["until"] == center.clock.now() - 600_000
    assert [mark["kind"] for mark in span["marks"]] == ["incident.opened", "incident.withdrawn"]
    past = f"/api/v1/replay/{running}/board?at="
    before = reader(center).get(f"{past}{span['until'] - 1}").get_json()["rows"]["incident"]
    assert before[running]["status"] == "open"
    after = reader(center).get(f"{past}{span['until']}").get_json()["rows"]["incident"]
    assert after[running]["status"] == "withdrawn"


def test_the_log_has_it_under_its_incident(center: Center, running: str) -> None:
    withdrawn(center, running)
    answer = reader(center).get(
        f"/api/v1/journal/search?incident={running}&kind=incident.withdrawn"
    )
    [fact] = answer.get_json()["facts"]
    assert fact["data"]["reason"] == WHY

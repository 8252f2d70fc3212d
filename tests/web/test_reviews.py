"""Reviews over REST: the list, one whole, its table as CSV; who may read, and what is not there."""

import csv
import io
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from tests.web.center import Caller, Center

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")
JUDGE = Actor("account-judge", Role.EVALUATOR)


def does(center: Center, who: Actor, kind: str, **data: Any) -> list[Fact]:
    answer = center.desk.submit(kind, data, who)
    assert isinstance(answer, Accepted), answer
    return list(answer.facts)


@pytest.fixture
def running(center: Center) -> str:
    """An incident that goes on."""
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    return str(does(center, CHIEF, "incident.open", place="T-1")[0].incident)


@pytest.fixture
def closed(center: Center, running: str) -> str:
    """The same, closed, and its review begun."""
    does(center, CHIEF, "source.report", incident=running, state="isolated")
    for _ in range(2):
        gas = {"place": "T-1", "value": 1, "unit": "ppm"}
        does(center, CHIEF, "gas.measure", incident=running, **gas)
        center.clock.advance(16 * 60)
    does(center, CHIEF, "outfall.sample", incident=running, place="w1")
    does(center, CHIEF, "incident.close", incident=running)
    does(center, DUTY_ACTOR, "review.open", review=running)
    return running


def reader(center: Center, role: Role = Role.VIEWER, **options: Any) -> Caller:
    return center.machine(role, **options)


def test_a_running_incident_has_a_draft_and_no_clock(center: Center, running: str) -> None:
    told = reader(center).get(f"/api/v1/reviews/{running}").get_json()
    assert (told["status"], told["clock"], told["exercise"]) == ("running", None, False)
    assert [s["key"] for s in told["overview"]][:1] == ["opened"]
    for sentence in told["overview"]:
        assert sentence["facts"]
        assert sentence["text"]["zh"] != sentence["text"]["en"]
    assert {row["row"] for row in told["timing"]} >= {"control", "headcount", "detection"}
    control = next(row for row in told["timing"] if row["row"] == "control")
    assert (control["seconds"], control["outcome"]) == (None, "open")


def test_the_file_for_programs_says_all_that_the_page_says(center: Center, closed: str) -> None:
    person = reader(center)
    plain = person.get(f"/api/v1/reviews/{closed}").get_json()
    told = person.get(f"/api/v1/reviews/{closed}.json").get_json()
    plain.pop("who_may")  # what its reader's page needs is no part of the review
    assert {name: told["content"][name] for name in plain} == plain
    assert told["mark"] is None


def test_the_list_names_what_runs(center: Center, running: str) -> None:
    told = reader(center).get("/api/v1/reviews").get_json()
    assert [one["id"] for one in told["running"]] == [running]
    assert (told["reviews"], told["open_actions"]) == ([], [])


def test_the_list_says_when_each_step_of_a_review_is_due(center: Center, closed: str) -> None:
    told = reader(center).get("/api/v1/reviews").get_json()
    clock = told["reviews"][0]["clock"]
    after = {step: due - clock["ended_at"] for step, due in clock["due"].items()}
    assert told["steps"] == [{"step": step, "due_after_ms": ms} for step, ms in after.items()]


def test_the_clock_is_told_once_it_runs(center: Center, closed: str) -> None:
    listed = reader(center).get("/api/v1/reviews").get_json()
    assert (listed["running"], [one["id"] for one in listed["reviews"]]) == ([], [closed])
    told = reader(center).get(f"/api/v1/reviews/{closed}").get_json()
    clock = told["clock"]
    assert (told["status"], clock["next"]) == ("open", "hotwash")
    assert clock["due"]["signed"] - clock["ended_at"] == 72 * 3_600_000
    center.clock.advance(72 * 3_600)
    does(center, DUTY_ACTOR, "review.overdue", review=closed)
    assert reader(center).get(f"/api/v1/reviews/{closed}").get_json()["status"] == "overdue"


def test_what_people_gave_is_told_and_what_they_did_not_stands_empty(
    center: Center, closed: str
) -> None:
    [added] = does(center, CHIEF, "finding.add", review=closed, text="Nobody came", facts=[2])
    found = added.data["finding"]
    [opened] = does(center, CHIEF, "action.open", finding=found, text="Call twice")
    does(center, JUDGE, "review.rate", review=closed, objective="Command", rating="S")
    [wrong] = does(center, CHIEF, "review.rectify", review=closed, fact=2, text="It was p2")
    told = reader(center).get(f"/api/v1/reviews/{closed}").get_json()
    [finding], [action] = told["findings"], told["actions"]
    assert (finding["facts"], finding["cause"], finding["severity"]) == ([2], None, None)
    assert (action["owner"], action["due_at"], action["state"]) == (None, None, "open")
    assert told["grade"] is None
    assert [(r["objective"], r["rating"]) for r in told["ratings"]] == [("Command", "S")]
    cited = [s for s in told["overview"] if 2 in s["facts"]]
    assert cited
    assert all(s["rectified_by"] == [wrong.seq] for s in cited)
    assert opened.data["action"] == action["id"]
    listed = reader(center).get("/api/v1/reviews").get_json()
    assert [one["id"] for one in listed["open_actions"]] == [action["id"]]


def test_a_viewer_gives_no_word_of_a_review(center: Center, closed: str) -> None:
    for role, kind, data in (
        (Role.VIEWER, "review.freeze", {"review": closed}),
        (Role.RESPONDER, "review.sign", {"review": closed}),
        (Role.COMMANDER, "review.grade", {"review": closed, "grade": "good"}),
        (Role.COMMANDER, "review.open", {"review": closed}),
    ):
        answer = center.machine(role, person="p1").command(kind, **data)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden"), kind
    machine = center.machine(Role.COMMANDER, person="p1").command("review.freeze", review=closed)
    assert (machine.status_code, machine.get_json()["code"]) == (403, "people_only")
    center.user("judge", Role.EVALUATOR)
    by_hand = center.browser("judge").command("review.freeze", review=closed)
    assert by_hand.status_code == 200, by_hand.text


@pytest.mark.parametrize(("lang", "row"), [("en", "Control"), ("zh-CN", "控制")])
def test_the_table_comes_as_csv_in_both_languages(
    center: Center, closed: str, lang: str, row: str
) -> None:
    answer = reader(center).get(f"/api/v1/reviews/{closed}.csv?lang={lang}")
    assert answer.content_type.startswith("text/csv")
    assert f'filename="review-{closed}.csv"' in answer.headers["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert len({len(line) for line in lines}) == 1
    assert row in [line[0] for line in lines]


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_what_there_is_none_of_is_not_found(center: Center, ending: str) -> None:
    assert reader(center).get(f"/api/v1/reviews/INC-99{ending}").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/reviews", "/api/v1/reviews/INC-1.csv"])
def test_nobody_reads_without_signing_in(center: Center, path: str) -> None:
    assert center.client().get(path).status_code == 401
    assert center.machine(Role.GATEWAY).get(path).status_code == 403
    narrow = reader(center, topics=frozenset({"levels"}))
    assert narrow.get(path).status_code == 403


def test_a_wrong_language_is_named(center: Center, closed: str) -> None:
    assert reader(center).get(f"/api/v1/reviews/{closed}.csv?lang=fr").status_code == 422


def test_the_facts_of_its_log_are_told_newest_first_with_the_words_of_their_sentences(
    center: Center, closed: str
) -> None:
    told = reader(center).get(f"/api/v1/reviews/{closed}/facts").get_json()
    seqs = [fact["seq"] for fact in told["facts"]]
    assert seqs == sorted(seqs, reverse=True)
    assert {fact["incident"] for fact in told["facts"]} <= {closed, None}
    report = reader(center).get(f"/api/v1/reviews/{closed}").get_json()
    cited = {seq for one in report["overview"] for seq in one["facts"]}
    assert cited
    assert cited <= set(seqs), "whatever the draft cites can be picked"
    assert reader(center).get("/api/v1/reviews/INC-99/facts").status_code == 404


def test_it_says_which_roles_may_give_what_it_lacks(center: Center, closed: str) -> None:
    """By the declarations of the commands, which decide it."""
    for path in ("/api/v1/reviews", f"/api/v1/reviews/{closed}"):
        who = reader(center).get(path).get_json()["who_may"]
        assert who["finding.rate"] == ["evaluator"]
        assert who["review.sign"] == ["commander", "evaluator"]
        assert "responder" in who["action.done"]
        assert "review.overdue" not in who, "the program's own"
    lacking = reader(center).get(f"/api/v1/reviews/{closed}").get_json()["clock"]["lacking"]
    assert lacking["hotwash"] == ["commander", "controller", "evaluator"]
    assert lacking["signed"] == ["commander", "evaluator"]

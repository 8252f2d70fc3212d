"""Problems by themselves: their shape, and what happens when our own catalogue fails them."""

import json

import pytest

from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.text import Text
from command_center.web.request.problem import Problem, RefusedProblem, answer
from command_center.words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_has_the_members_of_rfc_9457_and_what_mends_it(lang: str) -> None:
    told = json.loads(answer(Problem("not_found", 404, path="/x"), lang, "/x"))
    assert set(told) == {"type", "title", "status", "code", "detail", "mend", "instance"}
    assert told["type"] == "urn:command-center:problem:not_found"
    assert "/x" in told["detail"]


def test_roles_are_named_in_the_readers_language() -> None:
    problem = Problem("forbidden", 403, role="viewer", what="x", roles=["commander", "responder"])
    assert "commander, responder" in problem.members("en")["mend"]
    assert "指挥员、处置人员" in problem.members("zh-CN")["mend"]


def test_a_refusals_parts_reach_programs_too() -> None:
    kit = Text(zh="堵漏套件", en="Leak kit")
    missing = [Phrase("phrase.short_plainly", {"name": kit, "had": 0, "need": 4})]
    refusal = Refusal("kit_incomplete", {"kit": kit, "missing": missing})
    told = json.loads(answer(RefusedProblem(refusal), "en", "/"))
    assert "Leak kit" in told["detail"]
    assert told["params"]["kit"] == {"zh": "堵漏套件", "en": "Leak kit"}
    assert told["params"]["missing"][0]["params"]["need"] == 4


def test_a_refusal_without_words_still_reaches_its_person() -> None:
    told = json.loads(answer(RefusedProblem(Refusal("made_up", {"n": 3})), "en", "/"))
    assert "made_up" in told["detail"]
    assert "3" in told["detail"]
    assert told["status"] == 409

"""Finding -> action -> drill -> pass over REST: what carried an action, what was seen, what closed it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.scenarios.sealed import SealedContent
from command_center.site_file import load
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
DAY_MS = 86_400_000


class Story:
    """A drill that found three problems, and a second one that was sealed with the actions open."""

    def __init__(self, center: Center) -> None:
        self.center = center
        people = iter(center.site.people)
        self.chief = Actor("chief", Role.COMMANDER, person=next(people).id)
        self.judge = Actor("judge", Role.EVALUATOR, person=next(people).id)
        self.steers = Actor("direction", Role.CONTROLLER, ActorKind.CONTROLLER)
        self.controller = center.machine(Role.CONTROLLER)
        self.viewer = center.machine(Role.VIEWER)

    def does(self, actor: Actor, kind: str, **data: Any) -> Any:
        answer = self.center.desk.submit(kind, data, actor)
        assert hasattr(answer, "facts"), answer
        return answer.facts[0].data if answer.facts else None

    def drill(self) -> str:
        told = self.controller.post("/api/v1/drills/surprise", {"scenario": "night-toxic-leak"})
        drill = str(told.get_json()["drill"])
        self.does(self.steers, "drill.start", drill=drill)
        return drill

    def over(self, drill: str) -> None:
        self.center.clock.advance(60)
        self.does(self.steers, "drill.end", drill=drill)
        kept = self.center.sealed.of(self.center.desk.state.drills[drill].commitment)
        assert kept is not None
        self.does(DUTY_ACTOR, "drill.reveal", drill=drill, **kept._asdict())
        self.does(DUTY_ACTOR, "review.open", review=drill)

    def action(self, review: str, problem: str, days: float = 10) -> str:
        seq = self.center.desk.state.reviews.by_id[review].ended_seq
        more = {"problem": problem} if ":" in problem else {}
        found = self.does(
            self.chief, "finding.add", review=review, text=problem, facts=[seq], **more
        )
        data = self.does(self.chief, "action.open", finding=found["finding"], text="Mend it")
        due = self.center.clock.now() + round(days * DAY_MS)
        person = self.chief.person
        self.does(self.chief, "action.assign", action=data["action"], owner=person, due_at=due)
        return str(data["action"])

    def plan(self, drill: str) -> SealedContent:
        kept = self.center.sealed.of(self.center.desk.state.drills[drill].commitment)
        assert kept is not None
        return SealedContent.model_validate_json(kept.content)

    def of(self, action: str) -> Any:
        answer = self.viewer.get(f"/api/v1/reviews/lineage/{action}")
        assert answer.status_code == 200, answer.text
        return answer.get_json()


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    center = Center(tmp_path, load(DEMO))
    yield Story(center)
    center.engine.dispose()


@pytest.fixture
def found(story: Story) -> tuple[str, str, str]:
    """What the first drill left open: a pool, a locked cabinet, and what no drill shows."""
    first = story.drill()
    story.over(first)
    return (
        story.action(first, "water:EP"),
        story.action(first, "locked:C2", days=0.5),
        story.action(first, "The radio is dead"),
    )


def settled(story: Story, drill: str, action: str, state: str) -> None:
    """The direction lets the inject of an action come, and so it comes out."""
    tested = next(t for t in story.plan(drill).plan.tested if t.action == action)
    story.does(DUTY_ACTOR, "inject.fire", drill=drill, inject=tested.inject)
    words = {"zh": "词", "en": "word"}
    by = story.center.clock.now() + 60_000
    story.does(
        DUTY_ACTOR, "expectation.open", drill=drill, expectation=tested.expectation,
        inject=tested.inject, text=words, by=by,
    )  # fmt: skip
    matched = {"matched": 1, "took_ms": 5_000} if state == "met" else {}
    story.does(
        DUTY_ACTOR, "expectation.settle", drill=drill, expectation=tested.expectation,
        state=state, **matched,
    )  # fmt: skip


def test_an_open_action_waits_with_what_it_came_from(
    story: Story, found: tuple[str, str, str]
) -> None:
    pool, _, _ = found
    told = story.of(pool)
    assert (told["standing"], told["drills"]) == ("open", [])
    assert (told["finding"]["problem"], told["review"]["id"]) == ("water:EP", "DRL-1")
    assert told["finding"]["facts"]
    assert told["review"]["exercise"] is True


def test_the_next_drill_carries_what_it_can_and_says_why_not_the_rest(
    story: Story, found: tuple[str, str, str]
) -> None:
    pool, locked, radio = found
    second = story.drill()
    assert story.of(pool)["drills"] == [], "nothing of it before it is revealed"
    settled(story, second, pool, "met")
    settled(story, second, locked, "missed")
    story.over(second)
    [look] = story.of(pool)["drills"]
    assert (look["drill"], look["result"], look["state"], look["took_ms"]) == (
        second, "pass", "met", 5_000,
    )  # fmt: skip
    kinds = {f.seq: f.kind for f in story.center.journal.read(0, 9_999)}
    assert kinds[look["asked_seq"]] == "inject.fired"
    assert kinds[look["settled_seq"]] == "expectation.met"
    [look] = story.of(locked)["drills"]
    assert (look["result"], look["state"]) == ("fail", "missed")
    [look] = story.of(radio)["drills"]
    assert look["result"] is None
    assert look["why"]["en"] != look["why"]["zh"]
    assert [story.of(one)["action"]["state"] for one in found] == ["assigned"] * 3, "by itself none"


def test_an_inject_that_never_came_shows_nothing(story: Story, found: tuple[str, str, str]) -> None:
    second = story.drill()
    story.over(second)
    [look] = story.of(found[0])["drills"]
    assert (look["inject"] is not None, look["asked_seq"], look["result"]) == (True, None, None)


def test_it_closes_on_a_pass_that_a_person_records_and_shows_who(
    story: Story, found: tuple[str, str, str]
) -> None:
    pool, locked, _ = found
    second = story.drill()
    settled(story, second, pool, "met")
    settled(story, second, locked, "missed")
    story.over(second)
    facts = [story.of(pool)["drills"][0]["settled_seq"]]
    shown = [story.of(locked)["drills"][0]["settled_seq"]]

    def refused(action: str, result: str, cited: list[int]) -> tuple[str, dict[str, object]]:
        data = {"action": action, "result": result, "drill": second, "facts": cited}
        answer = story.center.desk.submit("action.observe", data, story.judge)
        assert isinstance(answer, Refused)
        return answer.refusal.code, dict(answer.refusal.params)

    assert refused(locked, "pass", shown)[0] == "action_not_shown", "a missed one is no pass"
    asked = story.of(locked)["drills"][0]["asked_seq"]
    early = refused(locked, "fail", [*shown, *facts])
    told = {"seq": facts[0], "drill": second, "inject": asked}
    assert early == ("fact_before_inject", told), (
        "what came before it was asked shows nothing of it"
    )
    last = story.center.desk.state.seq
    first = story.center.desk.state.drills["DRL-1"].own[-1]
    for stray in (1, first, last):  # reality's, another drill's, what was said of it afterwards
        told = {"seq": stray, "drill": second}
        assert refused(pool, "pass", [*facts, stray]) == ("fact_of_another", told)
    assert refused(pool, "pass", [last + 1]) == ("unknown_fact", {"seq": last + 1})
    story.does(
        story.judge, "action.observe", action=locked, result="fail", drill=second, facts=shown
    )
    assert story.of(locked)["standing"] == "open"
    story.does(story.judge, "action.observe", action=pool, result="pass", drill=second, facts=facts)
    told = story.of(pool)
    assert (told["standing"], told["action"]["state"]) == ("closed", "closed")
    [said] = told["drills"][0]["observed"]
    assert (said["passed"], said["by"], said["facts"]) == (True, story.judge.person, facts)
    review = story.viewer.get(f"/api/v1/reviews/{second}").get_json()
    looked = {one["id"]: one["look"] for one in review["tested"]}
    assert {name: look["result"] for name, look in looked.items()} == {
        pool: "pass", locked: "fail", found[2]: None,
    }  # fmt: skip
    assert [o["id"] for o in review["objectives"]][-1] == "open-actions"
    replayed = story.viewer.get(f"/api/v1/replay/{second}").get_json()
    assert replayed["objectives"] == {o["id"]: o["text"] for o in review["objectives"]}


def standing(caller: Caller, wanted: str) -> list[str]:
    answer = caller.get(f"/api/v1/reviews/lineage?standing={wanted}")
    return [one["id"] for one in answer.get_json()["actions"]]


def test_they_are_listed_by_how_they_stand(story: Story, found: tuple[str, str, str]) -> None:
    pool, locked, radio = found
    story.center.clock.advance(86_400)
    assert standing(story.viewer, "late") == [locked]
    assert standing(story.viewer, "open") == [pool, locked, radio]
    assert standing(story.viewer, "closed") == []
    every = story.viewer.get("/api/v1/reviews/lineage").get_json()["actions"]
    assert [one["id"] for one in every] == [pool, locked, radio]
    wrong = story.viewer.get("/api/v1/reviews/lineage?standing=lost")
    assert (wrong.status_code, wrong.get_json()["errors"][0]["field"]) == (422, "standing")


def test_what_there_is_none_of_is_not_found(story: Story) -> None:
    assert story.viewer.get("/api/v1/reviews/lineage/ACT-99").status_code == 404
    assert story.viewer.get("/api/v1/reviews/lineage").get_json()["actions"] == []
    for path in ("/api/v1/reviews/lineage", "/api/v1/reviews/lineage/ACT-1"):
        assert story.center.client().get(path).status_code == 401
        assert story.center.machine(Role.GATEWAY).get(path).status_code == 403
        narrow = story.center.machine(Role.VIEWER, topics=frozenset({"levels"}))
        assert narrow.get(path).status_code == 403

"""Figures of the past over the pages' callbacks: whoever may read their data over REST, and nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Actor, Role
from command_center.page_server.dash_pages import CALLBACK_OVER
from command_center.site_file import load
from command_center.web.request.problem import Problem
from layouts.alarms import FIGURES as ALARMS
from layouts.components.figure import Figures
from layouts.drills.drills import FIGURES as DRILLS
from layouts.drills.reviews import FIGURES as REVIEWS
from tests.web.center import START_MS, Caller, Center, with_pages

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
LOOK = {"theme": "dark", "px": 1, "narrow": False, "width": 1200, "height": 0}
CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")
SPAN = {"since": START_MS - 3_600_000, "until": START_MS + 1}


@pytest.fixture
def center(center: Center) -> Center:
    return with_pages(center)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    made = with_pages(Center(tmp_path, load(DEMO)))
    yield made
    made.engine.dispose()


def ask(caller: Caller, figures: Figures, **wanted: Any) -> TestResponse:
    """What Dash posts when a page has put what it wants into its Store."""
    ids = [f"{figures.place_id(place)}.children" for place in figures.places]
    ids.append(f"{figures.answered}.data")
    outputs = [dict(zip(("id", "property"), one.rsplit(".", 1), strict=True)) for one in ids]
    body = {
        "output": f"..{'...'.join(ids)}..",
        "outputs": outputs,
        "inputs": [
            {
                "id": figures.asked, "property": "data",
                "value": {"key": "k1", "look": LOOK, **wanted},
            }
        ],
        "changedPropIds": [f"{figures.asked}.data"],
        "state": [],
    }  # fmt: skip
    caller.origin = None
    return caller.post("/_dash-update-component", body, headers={"Origin": "http://localhost"})


def answer(response: TestResponse) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.get_json()["response"]
    return told


def is_drawn(told: dict[str, Any], figures: Figures, place: str) -> bool:
    """Whether a Graph stands in the place."""
    return '"type":"Graph"' in str(told[figures.place_id(place)]).replace("'", '"').replace(" ", "")


def person(center: Center, role: Role) -> Caller:
    center.user(role.value, role, None)
    return center.browser(role.value)


def opened(center: Center) -> str:
    made = center.desk.submit("incident.open", {"place": "T-1"}, CHIEF)
    return str(made.facts[0].incident)


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_any_person_sees_the_figures_of_a_review(center: Center, role: Role) -> None:
    told = answer(ask(person(center, role), REVIEWS, review=opened(center)))
    assert is_drawn(told, REVIEWS, "waterfall")
    assert told[REVIEWS.answered]["data"] == {"key": "k1", "failed": False, "told": {}}
    assert told[REVIEWS.place_id("over")]["children"] is None, "one case makes no line"


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_any_person_sees_the_load_of_the_alarms(center: Center, role: Role) -> None:
    alarm = {
        "tag": "LT-1", "condition": "H", "priority": "medium",
        "onset": center.clock.now() - 1_000, "value": 5.5, "limit": 5.4,
    }  # fmt: skip
    center.desk.submit("alarm.raise", alarm, DUTY_ACTOR)
    told = answer(ask(person(center, role), ALARMS, **SPAN))
    assert is_drawn(told, ALARMS, "load")
    assert "LT-1:H" in str(told[ALARMS.place_id("worst")])


def started(plant: Center) -> str:
    controller = plant.machine(Role.CONTROLLER)
    asked = {"scenario": "night-toxic-leak", "seed": 7}
    drill = str(controller.post("/api/v1/drills/surprise", asked).get_json()["drill"])
    assert controller.command("drill.start", drill=drill).status_code == 200
    return drill


def test_only_its_direction_sees_the_script_of_a_drill_that_runs(plant: Center) -> None:
    drill = started(plant)
    for role in HUMAN_ROLES:
        who = person(plant, role)
        door = who.get(f"/api/v1/drills/{drill}/plan").status_code
        told = answer(ask(who, DRILLS, drill=drill))
        assert is_drawn(told, DRILLS, "script") == (door == 200), role
        if door != 200:
            assert "gasket" not in str(told), "nothing of the plan is in a refusal"
            assert "refused" in str(told[DRILLS.place_id("script")])
    assert plant.desk.state.drills[drill].live


def test_nobody_sees_the_script_before_the_start(plant: Center) -> None:
    controller = person(plant, Role.CONTROLLER)
    asked = {"scenario": "night-toxic-leak", "seed": 7}
    sealed = plant.machine(Role.CONTROLLER).post("/api/v1/drills/surprise", asked).get_json()
    told = answer(ask(controller, DRILLS, drill=sealed["drill"]))
    assert not is_drawn(told, DRILLS, "script")
    assert "gasket" not in str(told)


def test_the_line_of_time_is_told_beside_the_script(plant: Center) -> None:
    told = answer(ask(person(plant, Role.EVALUATOR), DRILLS, drill=started(plant)))
    line = told[DRILLS.answered]["data"]["told"]
    assert line["since"] <= plant.clock.now() < line["until"]
    assert line["left"] > 0


@pytest.mark.parametrize(
    ("role", "shelf", "text"),
    [
        (Role.CONTROLLER, True, True),
        (Role.EVALUATOR, True, False),
        (Role.COMMANDER, False, False),
        (Role.VIEWER, False, False),
    ],
)
def test_a_scenario_is_drawn_for_whoever_may_read_it(
    plant: Center, role: Role, shelf: bool, text: bool
) -> None:
    who = person(plant, role)
    told = answer(ask(who, DRILLS, scenario="night-toxic-leak"))
    assert is_drawn(told, DRILLS, "script") == shelf
    written = plant.scenarios.shelf.text_of("night-toxic-leak")
    assert is_drawn(answer(ask(who, DRILLS, text=written)), DRILLS, "script") == text


def test_a_text_with_mistakes_leaves_the_place_empty(plant: Center) -> None:
    told = answer(ask(person(plant, Role.CONTROLLER), DRILLS, text="id: [\u0007"))
    assert told[DRILLS.place_id("script")]["children"] is None


@pytest.mark.parametrize(
    ("figures", "own", "wanted"),
    [
        (REVIEWS, "review", {"review": "INC-1"}),
        (ALARMS, "alarms", SPAN),
        (DRILLS, "drill", {"scenario": "night-toxic-leak"}),
    ],
)
def test_a_token_sees_figures_of_its_own_topics_only(
    plant: Center, figures: Figures, own: str, wanted: dict[str, Any]
) -> None:
    other = plant.machine(Role.CONTROLLER, topics=["weather"])
    told = answer(ask(other, figures, **wanted))
    assert "refused" in str(told)
    assert not any(is_drawn(told, figures, place) for place in figures.places)
    allowed = answer(ask(plant.machine(Role.CONTROLLER, topics=[own]), figures, **wanted))
    assert str(allowed) != str(told)


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [(REVIEWS, {"review": "INC-1"}), (ALARMS, SPAN)],
)
def test_who_is_not_signed_in_is_told_so(
    center: Center, figures: Figures, wanted: dict[str, Any]
) -> None:
    opened(center)  # what is asked for is there
    told = answer(ask(center.client(), figures, **wanted))
    assert "refused" in str(told)
    assert not any(is_drawn(told, figures, place) for place in figures.places)


def test_what_does_not_exist_is_said_in_words_and_not_asked_again(center: Center) -> None:
    told = answer(ask(person(center, Role.VIEWER), REVIEWS, review="INC-99"))
    assert told[REVIEWS.answered]["data"]["failed"] is False
    assert "refused" in str(told[REVIEWS.place_id("waterfall")])


def test_what_cannot_be_drawn_now_keeps_what_was_drawn_and_is_asked_again(
    center: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Problem("unavailable", 503, headers={"Retry-After": "2"})

    monkeypatch.setattr("callbacks.alarms.past_alarms", away)
    told = answer(ask(person(center, Role.VIEWER), ALARMS, **SPAN))
    assert told == {ALARMS.answered: {"data": {"key": "k1", "failed": True, "told": None}}}, (
        "no place is filled with anything else"
    )


def test_the_page_hears_of_every_callback_that_is_over(center: Center) -> None:
    """Dash is started with the hook by which the page hears it."""
    page = person(center, Role.VIEWER).get("/alarms")
    assert f"new DashRenderer({{callback_resolved: {CALLBACK_OVER}}})" in page.text


@pytest.mark.parametrize(
    ("figures", "wanted"),
    [
        (REVIEWS, {}),
        (REVIEWS, {"review": "INC-1", "more": 1}),
        (REVIEWS, {"review": "x" * 100}),
        (REVIEWS, {"review": "INC-1", "look": {"theme": "pink", "px": 1}}),
        (REVIEWS, {"review": "INC-1", "look": {**LOOK, "px": 0}}),
        (REVIEWS, {"review": "INC-1", "look": {**LOOK, "width": 1e9}}),
        (REVIEWS, {"review": "INC-1", "key": ""}),
        (ALARMS, {"since": 5, "until": 1}),
        (ALARMS, {"since": -1, "until": 1}),
        (ALARMS, {**SPAN, "drill": "x" * 30}),
        (DRILLS, {"drill": ""}),
    ],
)
def test_what_no_page_asks_is_refused(
    center: Center, figures: Figures, wanted: dict[str, Any]
) -> None:
    refused = ask(person(center, Role.CONTROLLER), figures, **wanted)
    assert (refused.status_code, refused.content_type) == (422, "application/problem+json")

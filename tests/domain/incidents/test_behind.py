"""What is overdue of an incident, whether it was ordered or not, and which of the wall's answers it turns red."""

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.directives.plan_progress import plan_progress
from command_center.domain.incidents.wall.answers import Answers, answers_of
from command_center.domain.incidents.wall.behind import Count
from command_center.domain.verdicts.turns import Turn, turn_taken
from tests.support.factories import ControlRoom

SECOND = 1_000


def answers(room: ControlRoom) -> Answers:
    incident = room.state.incidents["INC-1"]
    progress = plan_progress(room.state, room.site, incident)
    return answers_of(room.state, room.site, incident, {}, progress)


def sign(turns: list[Turn], now: int) -> str:
    taken = turn_taken(turns, now)
    assert taken is not None
    return taken[1]


def counted(counts: list[Count], now: int) -> int:
    return max((n for at, n in counts if at <= now), default=0)


def test_steps_that_nobody_was_given_are_counted_from_their_time_on(room: ControlRoom) -> None:
    room.leak()
    t0 = room.state.incidents["INC-1"].t0
    plan = answers(room)["plan"]
    assert plan is not None
    assert (plan["given"], plan["total"], plan["at"]) == (
        0,
        len(room.site.plans[0].steps),
        t0 + 60_000,
    )
    assert [counted(plan["counts"], t0 + s * SECOND + 1) for s in (59, 60, 120, 240)] == [
        0,
        1,
        2,
        3,
    ]
    assert sign(plan["turns"], t0 + 60_000) == "plain"
    assert sign(plan["turns"], t0 + 60_001) == "urgent"
    room.does("ann", "directive.issue", incident="INC-1", step="look")
    plan = answers(room)["plan"]
    assert plan is not None
    assert (plan["given"], plan["at"]) == (1, t0 + 120_000)


def test_without_a_plan_there_is_nothing_to_give(room: ControlRoom) -> None:
    room.does("ann", "incident.open", place="shop-2", title="Fire")
    assert answers(room)["plan"] is None


def test_people_are_red_while_an_evacuation_that_nobody_ordered_is_overdue(
    room: ControlRoom,
) -> None:
    room.leak()
    due = room.state.incidents["INC-1"].t0 + 240 * SECOND
    people = answers(room)["people"]
    assert turn_taken(people["turns"], due) == (0, "note", "no_evacuation")
    assert turn_taken(people["turns"], due + 1) == (due + 1, "urgent", "no_evacuation")
    text = {"zh": "Clear shop 2（中）", "en": "Clear shop 2"}
    assert people["late"]["names"] == [(due + 1, {"what": text, "by": due, "given": False})]


def test_the_most_urgent_of_what_is_late_is_named(room: ControlRoom) -> None:
    room.leak()
    room.orders("INC-1", category="people", text="Count the cups", urgency="routine")
    names = answers(room)["people"]["late"]["names"]
    by_time = sorted(names, key=lambda one: one[0])
    assert names == by_time
    last = names[-1][1]
    assert last["what"]["en"] == "Clear shop 2"


def test_among_many_the_first_of_each_urgency_is_named_from_its_time_on(room: ControlRoom) -> None:
    room.leak()
    t0 = room.now
    for text, urgency, due_s in (
        ("cups", "routine", 50), ("hose", "normal", 90), ("sand", "normal", 90), ("valve", "urgent", 70),
        ("plates", "routine", 40), ("tap", "urgent", 200), ("pump", "routine", 300),
    ):  # fmt: skip
        key = room.orders("INC-1", category="water", text=text, urgency=urgency, due_s=due_s)
        room.state.directives[key].state = "acknowledged"
        room.state.in_hand.moved(room.state.directives[key])
    late = answers(room)["water"]["late"]
    names = [(at - t0, one["what"]["en"]) for at, one in late["names"]]
    counts = [(at - t0, n) for at, n in late["counts"]]
    assert names == [(40_001, "plates"), (70_001, "valve")]
    assert counts == [
        (40_001, 1), (50_001, 2), (70_001, 3), (90_001, 5), (200_001, 6), (300_001, 7)
    ]  # fmt: skip


def test_an_order_that_is_late_makes_its_question_red_too(room: ControlRoom) -> None:
    room.leak()
    room.orders("INC-1", category="water", text="Shut the outfall", urgency="urgent")
    water = answers(room)["water"]
    by = water["late"]["at"]
    assert by is not None
    assert [one["given"] for _, one in water["late"]["names"]] == [True]
    assert (sign(water["turns"], by), sign(water["turns"], by + 1)) == ("plain", "urgent")


def test_a_question_that_is_answered_stays_so(room: ControlRoom) -> None:
    room.leak()
    room.does("ann", "directive.issue", incident="INC-1", step="look")
    by = answers(room)["source"]["late"]["at"]
    assert by is not None
    assert sign(answers(room)["source"]["turns"], by + 1) == "urgent"
    room.does(DUTY_ACTOR, "plant.confirm", incident="INC-1", state="isolated")
    assert sign(answers(room)["source"]["turns"], by + 1) == "good"
    plan = answers(room)["plan"]
    assert plan is not None
    assert sign(plan["turns"], by + 10**7) == "urgent"

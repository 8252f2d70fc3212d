"""How far the plan of an incident has been given."""

from command_center.domain.directives.plan_progress import PlanProgress, plan_progress
from command_center.domain.site.view import step_turns
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import ControlRoom


def progress(room: ControlRoom) -> PlanProgress:
    found = plan_progress(room.state, room.site, room.state.incidents["INC-1"])
    assert found is not None
    return found


def test_a_step_counts_as_given_until_it_is_refused_or_withdrawn(room: ControlRoom) -> None:
    incident = room.leak()
    step = room.site.plans[0].steps[0].id
    assert progress(room)["given"] == {}
    [fact, *_] = room.does("ann", "directive.issue", incident=incident, step=step, to="farm-hand")
    assert progress(room)["given"] == {step: fact.data["id"]}
    room.does("eva", "directive.refuse", directive=fact.data["id"], reason="no mask left")
    assert progress(room)["given"] == {}
    assert progress(room)["total"] == len(room.site.plans[0].steps)


def test_a_step_waits_for_those_it_requires_until_they_are_done(room: ControlRoom) -> None:
    incident = room.leak()
    plan = next(plan for plan in room.site.plans if plan.id == "leak-plan")
    step = next(step for step in plan.steps if step.requires)
    assert progress(room)["waits"][step.id] == step.requires
    for before in step.requires:
        [fact, *_] = room.does(
            "ann", "directive.issue", incident=incident, step=before, to="farm-hand"
        )
        assert before in progress(room)["waits"][step.id]
        room.does("eva", "directive.ack", directive=fact.data["id"])
        room.does("eva", "directive.done", directive=fact.data["id"])
    assert step.id not in progress(room)["waits"]


def test_a_step_that_is_not_given_is_overdue_past_its_time(room: ControlRoom) -> None:
    step = room.site.plans[0].steps[0]
    turns = step_turns(step)
    times = (step.at_s * 1000, step.due_s * 1000, step.due_s * 1000 + 1)
    taken = [turn_taken(turns, at) for at in times]
    assert [turn and turn[1:] for turn in taken] == [
        ("warn", "to_give"), ("warn", "to_give"), ("urgent", "overdue"),
    ]  # fmt: skip


def test_an_incident_without_a_plan_has_no_progress(room: ControlRoom) -> None:
    opened = room.does("ann", "incident.open", place="tank", title="A smell")[0].data["id"]
    assert plan_progress(room.state, room.site, room.state.incidents[opened]) is None


def test_a_step_is_ready_while_it_was_never_given_and_waits_for_nothing(room: ControlRoom) -> None:
    incident = room.leak()
    steps = room.site.plan_by_id["leak-plan"].steps
    by_due = [step.id for step in sorted(steps, key=lambda step: step.due_s)]
    waiting = [step.id for step in steps if step.requires]
    assert waiting
    assert progress(room)["ready"] == [one for one in by_due if one not in waiting]
    step = progress(room)["ready"][0]
    [fact, *_] = room.does("ann", "directive.issue", incident=incident, step=step, to="farm-hand")
    assert step not in progress(room)["ready"]
    room.does("eva", "directive.refuse", directive=fact.data["id"], reason="no mask left")
    assert step not in progress(room)["ready"]  # somebody has to decide who is told instead
    assert step not in progress(room)["given"]

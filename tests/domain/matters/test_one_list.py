"""One list of what a person owes: hazards, directives and actions of reviews. Each keeps its state in its own noun."""

from pathlib import Path

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.matters.reading.later import coming, with_others
from command_center.domain.matters.reading.mine import Owed, owed
from command_center.domain.registry import Context
from command_center.domain.text import Text
from tests.domain.matters.test_plans import DUTY, Planned
from tests.domain.matters.works import CATEGORIES, HAZARD, Works
from tests.support.closing import closed_incident


def directive_of(works: Works, person: str) -> Owed | None:
    """The directive that a person owes."""
    found = owed(works.state, works.shelf, person, works.now)
    return next((one for one in found if one["kind"] == "directive"), None)


def test_what_is_said_to_be_done_waits_for_the_commander_and_is_not_late(tmp_path: Path) -> None:
    works = Works(tmp_path, HAZARD, CATEGORIES)
    incident = works.leak()
    directive = works.orders(incident)
    works.does("eva", "directive.ack", directive=directive)
    works.does("eva", "directive.start", directive=directive)
    works.later(6 * 3600)
    doer = directive_of(works, "eva")
    assert doer is not None
    assert (doer["colour"], doer["due_at"]) == ("red", works.state.directives[directive].due_at)
    assert directive_of(works, "ann") is None
    works.does("eva", "directive.done", directive=directive)
    works.later(3600)
    assert directive_of(works, "eva") is None
    verifies = directive_of(works, "ann")
    assert verifies is not None
    assert (verifies["state"], verifies["from_"], verifies["due_at"], verifies["late"], verifies["sign"]) == (
        "done", "eva", None, None, "note",
    )  # fmt: skip
    works.does("ann", "directive.return", directive=directive, reason="Still open")
    back = directive_of(works, "eva")
    assert back is not None
    assert back["colour"] == "red"
    assert directive_of(works, "ann") is None
    works.does("eva", "directive.done", directive=directive)
    works.does("ann", "directive.verify", directive=directive)
    assert directive_of(works, "ann") is None


def lines(works: Works, person: str) -> dict[str, str]:
    """What a person owes: kind -> state."""
    found = owed(works.state, works.shelf, person, works.now)
    return {one["kind"]: str(one["state"]) for one in found}


def test_hazards_directives_and_actions_are_one_list_without_a_second_truth(tmp_path: Path) -> None:
    works = Works(tmp_path, HAZARD, CATEGORIES)
    closed = closed_incident(works)
    works.does(DUTY_ACTOR, "review.open", review=closed)
    [added] = works.does("ann", "finding.add", review=closed, text="Locked again", facts=[3])
    [opened] = works.does("ann", "action.open", finding=added.data["finding"], text="Open it")
    action = str(opened.data["action"])
    assert lines(works, "eva") == {}
    works.does("ann", "action.assign", action=action, owner="eva", due_at=works.now + 86_400_000)
    assert lines(works, "eva") == {"action": "assigned"}
    hazard = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                         found="A clamp leaks")  # fmt: skip
    works.beat()
    directive = works.orders(works.leak())
    assert lines(works, "eva") == {
        "action": "assigned",
        "directive": "issued",
        "matter": "dispatched",
    }
    works.does("eva", "directive.ack", directive=directive)
    works.moves("eva", hazard, "sign")
    assert lines(works, "eva")["directive"] == works.state.directives[directive].state
    assert lines(works, "eva")["matter"] == works.of(hazard).state == "signed"
    works.does("eva", "action.done", action=action, proof="photo 17")
    assert set(lines(works, "eva")) == {"directive", "matter"}
    works.does("ann", "directive.withdraw", directive=directive, reason="no need")
    assert lines(works, "eva") == {"matter": "signed"}
    photo = [{"sha256": "a" * 64, "camera": True}]
    works.moves("eva", hazard, "prove", fields={"fixed": photo})
    assert lines(works, "eva") == {}
    assert set(works.replayed().reviews.actions) == {action}


def ctx(works: Works, person: str) -> Context:
    actor = Actor(f"account-{person}", Role.RESPONDER, person=person)
    return Context(works.now, actor, works.site, templates=works.shelf)


def in_others_hands(works: Works, person: str) -> dict[str, list[str]]:
    """What a person opened or ordered: kind -> who has it."""
    found = with_others(works.state, ctx(works, person), person)
    return {one["kind"]: one["holders"] for one in found}


def test_what_one_opened_or_ordered_stands_with_whoever_has_it_until_it_is_ones_own(
    tmp_path: Path,
) -> None:
    works = Works(tmp_path, HAZARD, CATEGORIES)
    assert in_others_hands(works, "fay") == {}
    hazard = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                         found="A clamp leaks")  # fmt: skip
    works.beat()
    assert in_others_hands(works, "fay") == {"matter": list(works.of(hazard).holders)}
    assert in_others_hands(works, "eva") == {}, "it waits for eva herself"
    directive = works.orders(works.leak())
    assert in_others_hands(works, "ann") == {"directive": ["eva"]}
    works.does("eva", "directive.ack", directive=directive)
    works.later(6 * 3600)
    works.does("eva", "directive.start", directive=directive)
    [late] = with_others(works.state, ctx(works, "ann"), "ann")
    assert (late["sign"], late["late"] is not None) == ("urgent", True)
    works.does("eva", "directive.done", directive=directive)
    assert in_others_hands(works, "ann") == {}, "it waits for the commander to verify it"


DAILY = """
plan: checks
for: {posts: [farm-hand]}
every: day
opens: duty
"""


def test_what_comes_next_is_the_next_shift_and_what_a_plan_opens_for_oneself(
    tmp_path: Path,
) -> None:
    works = Planned(tmp_path, DUTY, DAILY)
    works.turn()
    [duty] = works.facts("matter.opened")
    holder = works.of(duty.data["matter"]).holders[0]
    told = coming(works.state, ctx(works, holder), holder)
    assert sorted(one["kind"] for one in told) == ["plan", "shift"]
    assert [one["at"] for one in told] == sorted(one["at"] for one in told)
    assert told[0]["at"] > works.now
    others = [one["kind"] for one in coming(works.state, ctx(works, "fay"), "fay")]
    assert others == ["shift"]
    assert isinstance(next(one["title"] for one in told if one["kind"] == "shift"), Text)

"""One list of what a person owes: hazards, directives and actions of reviews. Each keeps its state in its own noun."""

from pathlib import Path

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.reading.mine import Owed, owed
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

"""The board of responsibility: drill findings, review actions, hazards and duties stand in one list, red first."""

from pathlib import Path

from command_center.analysis.owing import board
from command_center.domain.actor import DUTY_ACTOR
from tests.domain.matters.works import CATEGORIES, HAZARD, Works
from tests.support.closing import closed_incident

DRILL_ACTION = """
template: drill-action
title: {zh: 演练整改项, en: Action from a drill}
fields: {finding: {type: text, required: true}, by_day: {type: day, required: true}}
parties: {finder: opener, owner: {}}
states: [open, closed]
moves: {finish: {from: open, to: closed, by: owner}}
due: {finish: {by: by_day}}
"""


def lines(works: Works) -> list[tuple[str | None, str, str | None]]:
    """(who, what, colour) of every line of the board."""
    _, found = board(works.state, works.site, works.shelf, works.now)
    return [(one.person, one.owed["kind"], one.owed["colour"]) for one in found]


def test_what_a_drill_and_a_review_found_stands_with_the_hazards_and_nothing_without_hands_is_lost(
    tmp_path: Path,
) -> None:
    works = Works(tmp_path, HAZARD, CATEGORIES, DRILL_ACTION)
    closed = closed_incident(works)
    works.does(DUTY_ACTOR, "review.open", review=closed)
    [added] = works.does("ann", "finding.add", review=closed, text="Locked again", facts=[3])
    [opened] = works.does("ann", "action.open", finding=added.data["finding"], text="Open it")
    assert lines(works) == [(None, "action", "blue")], "nobody was given it yet"
    action = str(opened.data["action"])
    works.does("ann", "action.assign", action=action, owner="eva", due_at=works.now + 3_600_000)
    works.opens(
        "ben",
        "drill-action",
        {"owner": ["eva"]},
        finding="The cabinet is locked",
        by_day="2026-12-01",
    )
    works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                found="A clamp leaks")  # fmt: skip
    works.beat()
    assert sorted(lines(works), key=str) == sorted(
        [("eva", "action", "blue"), ("eva", "matter", "red"), ("eva", "matter", "blue")], key=str
    )
    assert lines(works)[0] == ("eva", "matter", "red")
    works.later(3_600)
    assert ("eva", "action", "red") in lines(works)
    burdens, _ = board(works.state, works.site, works.shelf, works.now)
    assert [(one.person, one.red, one.blue) for one in burdens] == [("eva", 2, 1)]
    works.does("eva", "action.done", action=action, proof="photo 17")
    assert [kind for _, kind, _ in lines(works)] == ["matter", "matter"]

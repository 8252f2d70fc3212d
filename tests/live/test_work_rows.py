"""Work under permits, and hazards near an incident, as the map and the page of an incident get them."""

from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.verdicts.turns import turn_taken
from command_center.live.rows.projection import Projection
from tests.domain.matters.permit import PermitWorks
from tests.domain.matters.works import HAZARD
from tests.support.factories import person
from tests.support.rows import row_at
from tests.support.turn_rules import RULES, Seen

READ = HAZARD.replace("states:", "readers: [parties, safety, commander]\nstates:", 1)


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    """The works with permits, and a hazard that whoever commands may read."""
    made = PermitWorks(tmp_path)
    made.shelf.put(READ)
    return made


def work(works: PermitWorks, permit: str) -> dict[str, Any] | None:
    row = row_at(works.state, works.site, "matters", f"work:{permit}")
    if row is not None:
        for later in (0, 23 * 3_600_000, 23 * 3_600_000 + 1_800_000, 24 * 3_600_000):
            now = works.now + later
            taken = turn_taken(row["turns"], now)
            seen = Seen(works.site, {}, permit, row, row)
            assert taken is not None
            assert (taken[1], taken[2]) == RULES["matters work:*.turns"](seen, now)
    return row


def code(row: dict[str, Any] | None, now: int) -> str | None:
    taken = None if row is None else turn_taken(row["turns"], now)
    return None if taken is None else taken[2]


def test_work_has_a_row_from_its_start_to_its_end(works: PermitWorks) -> None:
    permit = works.approved()
    assert work(works, permit) is None
    works.tests_gas(permit)
    works.moves("hua", permit, "start")
    row = work(works, permit)
    assert row is not None
    assert (row["live"], row["place"], row["area"]) == (True, "tank", "farm")
    assert row["valid_until"] == works.now + 24 * 3_600_000
    assert row["gas"]["over"] == []
    assert [one["person"] for one in row["guardians"]] == ["hua"]
    assert code(row, works.now) == "open"
    assert code(row, row["valid_until"] - 60_000) == "ending"
    works.moves("hua", permit, "end")
    assert work(works, permit) is None


def test_an_incident_names_who_is_inside_of_what_until_they_are_out(works: PermitWorks) -> None:
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    assert code(work(works, permit), works.now) == "open"
    works.does("ann", "incident.open", place="tank")
    works.beat()
    works.does(DUTY_ACTOR, "evacuation.count_at_work", incident="INC-1")
    row = work(works, permit)
    assert row is not None
    assert (row["paused"], row["incidents"], row["danger"]) == (True, ["INC-1"], "INC-1")
    assert [(one["person"], one["said"]) for one in row["inside"]] == [("cai", "not_accounted")]
    assert code(row, works.now) == "inside"
    works.does("hua", "matter.leave", matter=permit, person="cai")
    assert code(work(works, permit), works.now) == "paused"


def test_work_that_no_rule_of_its_template_pauses_is_shown_as_going_on(works: PermitWorks) -> None:
    hot = works.opens("fay", "hot-work", place="tank")
    works.moves("fay", hot, "start")
    of = works.of(hot)
    of.readers = (*of.readers, "commander")
    works.does("ann", "incident.open", place="tank")
    assert works.beat() == []
    assert code(work(works, hot), works.now) == "goes_on"


def test_a_template_that_the_commander_may_not_read_is_shown_only_with_people_inside(
    works: PermitWorks,
) -> None:
    permit = works.started()
    works.of(permit).readers = ("parties",)
    assert work(works, permit) is None
    works.does("hua", "matter.enter", matter=permit, person="cai")
    assert work(works, permit) is not None


def test_a_hazard_has_a_row_while_an_incident_is_near(works: PermitWorks) -> None:
    given = {"category": "equipment/pipe/clamp", "level": "general", "found": "A clamp leaks"}
    near = works.opens("fay", "hazard", place="root-valve", **given)
    far = works.opens("fay", "hazard", place="shop-2", **given)

    def row(hazard: str) -> dict[str, Any] | None:
        return row_at(works.state, works.site, "matters", f"hazard:{hazard}")

    assert row(near) is None
    works.does("ann", "incident.open", place="tank")
    found = row(near)
    assert found is not None
    assert found["near"] == ["INC-1"]
    assert row(far) is None
    works.does("ann", "incident.withdraw", incident="INC-1", reason="a wrong gauge")
    assert row(near) is None


def test_a_screen_that_is_open_hears_of_danger_people_and_hazards_at_once(
    works: PermitWorks,
) -> None:
    """What is sent after each fact equals what a board that starts anew has."""
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    given = {"category": "equipment/pipe/clamp", "level": "general", "found": "A clamp leaks"}
    works.opens("fay", "hazard", place="root-valve", **given)
    rows, shown = Projection(works.site), dict[str, Any]()

    def read(changes: Any) -> None:
        for topic, key, row in changes:
            if topic == "matters":
                shown[key] = row

    read(rows.whole(works.state))
    works.desk.listen(lambda facts, state: read(rows.after(facts, state)))
    for kind, data in (
        ("incident.open", {"place": "tank"}),
        ("evacuation.order", {"incident": "INC-1", "zones": ["farm"]}),
        ("person.miss", {"person": "cai"}),
        ("person.find", {"person": "cai"}),
        ("person.assign", {"person": "cai"}),
    ):
        assert isinstance(works.desk.submit(kind, data, person("ann")), Accepted), kind
        anew = dict[str, Any]()
        for topic, key, row in Projection(works.site).whole(works.state):
            if topic == "matters" and row is not None:
                anew[key] = row
        assert {key: row for key, row in shown.items() if row is not None} == anew, kind
        works.beat()

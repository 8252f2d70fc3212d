"""A state keeps its own title where a field of the template has the same name."""

from pathlib import Path

from command_center.domain.matters.reading.mine import owed, seen
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.text import Text
from tests.domain.matters.works import CATEGORIES, HAZARD, Works, admin

TITLED = HAZARD.replace(
    "found: {type: text,", "dispatched: {type: text, title: {zh: 派给谁, en: Given to}}\n  found: {type: text,"
).replace(
    "states: [found, dispatched, signed, evidence, archived]",
    "states: {found: null, dispatched: {zh: 已派发, en: Dispatched}, signed: null, evidence: null, archived: null}",
)  # fmt: skip


def test_a_state_is_called_by_its_own_title(tmp_path: Path) -> None:
    works = Works(tmp_path, TITLED, CATEGORIES)
    hazard = works.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                         found="A clamp leaks")  # fmt: skip
    works.beat()
    [line] = owed(works.state, works.shelf, "eva", works.now)
    assert line["state"] == Text(zh="已派发", en="Dispatched")
    found = seen(works.state, hazard, Context(works.now, admin("ann"), works.site, templates=works.shelf))  # fmt: skip
    assert not isinstance(found, Refusal)
    titles = {step["state"]: step["title"] for step in found["way"]}
    assert titles["dispatched"] == Text(zh="已派发", en="Dispatched")

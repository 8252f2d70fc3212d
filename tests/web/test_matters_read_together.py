"""How often the database is asked for many matters: as often as for few."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

import command_center.web.doors.matters.matters_api as doors
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.store.matters import MatterTable
from tests.domain.matters.works import SCORE
from tests.support.factories import person
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf
from tests.web.center import Center

PLAIN = """
template: {name}
readers: [everyone]
fields: {{place: {{type: place}}, found: {{type: text}}, done: {{type: text}}}}
parties: {{a: opener}}
states: [open, over]
moves: {{end: {{from: open, to: over, by: a}}}}
"""
BACK = """
template: hazard
readers: [everyone]
fields: {place: {type: place}, category: {type: taxonomy, of: hazard-3-levels}, done: {type: text}}
parties: {a: opener}
states: [found, archived]
moves: {end: {from: found, to: archived, by: a}}
repeat: {same: [place, category], within: 400 d, count: 3, tell: manager}
"""
KINDS = ("one", "two", "three", "four")
CATEGORIES = (
    "reference: hazard-3-levels\nentries:\n  pipe:\n    title: {zh: 管道, en: Pipe}\n    of:\n"
    + "".join(
        f"      {kind}: {{title: {{zh: 其他, en: {kind}}}, of: {{leak: {{title: {{zh: 泄漏, en: Leak}}}}}}}}\n"
        for kind in KINDS
    )
)
EXCHANGE, EXAMPLES = "/api/v1/exchange/double-prevention", "/api/v1/past/examples"


class Plant:
    """A center in which one person opens and ends matters, and another one looks at them."""

    def __init__(self, center: Center) -> None:
        self.center = center
        self.chief = center.machine(Role.COMMANDER, person="ann")
        self.hand = center.machine(Role.RESPONDER, person="eva")
        self.place = next(iter(center.desk.site.places))
        self.number = 0

    def opened(self, template: str, **fields: Any) -> str:
        self.number += 1
        self.center.clock.advance(60)
        ident = str(UUID(int=self.number))
        fields = {"place": self.place, **fields}
        self._does("matter.open", matter=ident, template=template, fields=fields)
        return ident

    def ended(self, template: str, **fields: Any) -> str:
        ident = self.opened(template, **fields)
        self._does("matter.fill", matter=ident, fields={"done": f"Done {self.number}"})
        self._does("matter.move", matter=ident, move="end")
        return ident

    def statements(self, door: str) -> int:
        """How many the answer of a door needs when nothing is new to it."""
        assert self.chief.get(door).status_code == 200
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        event.listen(self.center.engine, "before_cursor_execute", note)
        try:
            assert self.chief.get(door).status_code == 200
        finally:
            event.remove(self.center.engine, "before_cursor_execute", note)
        return len(asked)

    def _does(self, kind: str, **data: Any) -> None:
        answer = self.hand.command(kind, **data)
        assert answer.status_code == 200, answer.get_json()


def test_the_exchange_file_reads_ended_matters_together_and_keeps_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center = Center(tmp_path, small_works())
    center.desk.templates = Shelf(PLAIN.format(name="hazard"))
    plant = Plant(center)
    for number in range(2):
        plant.ended("hazard", found=f"Drips {number}")
    few = plant.statements(EXCHANGE)
    for number in range(2, 9):
        plant.ended("hazard", found=f"Drips {number}")
    plant.opened("hazard", found="Drips 9")
    assert plant.statements(EXCHANGE) == few
    newest_first = [f"Drips {number}" for number in range(9, -1, -1)]
    told = plant.chief.get(EXCHANGE).get_json()["hazards"]
    assert [one["found"] for one in told] == newest_first
    monkeypatch.setattr(doors, "READ_TOGETHER", 4)
    told = plant.chief.get(EXCHANGE).get_json()["hazards"]
    assert [one["found"] for one in told] == newest_first


def test_a_matter_that_ends_while_the_others_are_read_is_told_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center = Center(tmp_path, small_works())
    center.desk.templates = Shelf(PLAIN.format(name="hazard"))
    plant = Plant(center)
    plant.ended("hazard", found="Drips 0")
    going_on = plant.opened("hazard", found="Drips 1")
    read = MatterTable.facts_of

    def meanwhile(table: MatterTable, rows: Any) -> Any:
        found = read(table, rows)
        if going_on in center.desk.state.matters.open:
            center.desk.submit("matter.move", {"matter": going_on, "move": "end"}, person("eva"))
        return found

    monkeypatch.setattr(MatterTable, "facts_of", meanwhile)
    told = plant.chief.get(EXCHANGE).get_json()["hazards"]
    assert going_on in center.desk.state.matters.ended
    assert [one["found"] for one in told] == ["Drips 1", "Drips 0"]


def test_the_examples_read_rounds_and_hazards_together(tmp_path: Path) -> None:
    center = Center(tmp_path, small_works())
    center.desk.submit("shift.begin", {"shift": "night"}, DUTY_ACTOR)
    center.desk.templates = Shelf(BACK, CATEGORIES, SCORE, PLAIN.format(name="inspection-round"))
    plant = Plant(center)

    def back_again(kind: str) -> str:
        return [plant.ended("hazard", category=f"pipe/{kind}/leak") for _ in range(3)][-1]

    plant.ended("inspection-round")
    third = back_again("one")
    few = plant.statements(EXAMPLES)
    assert plant.chief.get(EXAMPLES).get_json()["again"]["matter"] == third
    for kind in KINDS[1:]:
        back_again(kind)
        plant.ended("inspection-round")
    assert plant.statements(EXAMPLES) == few
    again = plant.chief.get(EXAMPLES).get_json()["again"]
    assert (again["times"], again["days"]) == (3, 0)

"""No value that comes in by any command, in any field of any template, stops the plant.

After each command every role's board is made and the duties have looked; nothing may fail, not even alone. Every
thousand commands, and at the end, a process that starts now comes to the same state and the same board.
"""

from itertools import cycle
from pathlib import Path
from typing import Any

import orjson
import pytest

from command_center.desk import Desk, Forbidden, InvalidCommand
from command_center.domain.actor import Actor, Role
from command_center.domain.bounds.json_bounds import Unkeepable
from command_center.domain.registry import COMMANDS
from command_center.domain.template_language.template import Template
from command_center.duties import Duties
from command_center.live.audience import narrowed
from command_center.live.board import Board
from command_center.live.hub import Hub
from command_center.template_file import library, library_texts
from tests.plays.plant import Works
from tests.support.any_command import ids
from tests.support.hostile import Machine, shown
from tests.support.template_shelf import Shelf

TEMPLATES = [one for one in library().values() if isinstance(one, Template)]
OF_MATTERS = (
    "matter.open", "matter.open", "matter.fill", "matter.fill", "matter.move", "matter.move", "matter.sign",
    "matter.measure", "matter.correct", "matter.enter", "matter.leave",
)  # fmt: skip
GENERATED = """\
template: generated-{n}
title: {{zh: 生成{n}, en: "Generated {n}"}}
number: "G{n}-{{year}}-{{n}}"
readers: [{readers}]
fields:
  place: {{type: place, title: {{zh: 地点, en: Place}}, required: true}}
{fields}
parties: {{hand: {{title: {{zh: 人, en: Hand}}, opener: true}}}}
states: {{open: {{zh: 开, en: Open}}, done: {{zh: 完, en: Done}}}}
moves: {{close: {{title: {{zh: 完成, en: Close}}, from: open, to: done, by: hand}}}}
"""
TYPES = (
    "{type: text}", "{type: number, at_least: -5, at_most: 1000000}", "{type: yes_no}", "{type: day}", "{type: time}",
    "{type: person}", "{type: post}", "{type: code, of: place}", "{type: photo, most: 3}", "{type: position}",
    "{type: voice}", "{type: choice, of: {over: {zh: 过, en: over}, every: {zh: 每, en: every}}}",
    "{type: list, of: {over: {type: text}, at: {type: time}, value: {type: number}}}",
    "{type: list, of: {code: {type: code}, seen: {type: photo}, to: {type: person}}}",
)  # fmt: skip
NAMES = (
    "over",
    "every",
    "at",
    "state",
    "id",
    "code",
    "place-2",
    "value",
    "fields",
    "until",
    "kind",
    "parties",
    "seq",
)


def generated(machine: Machine, count: int) -> list[str]:
    """Texts of templates with fields of every type under names that the engine might read."""
    texts = []
    for n in range(count):
        names = machine.rng.sample(NAMES, 7)
        lines = [f"  {one}: {machine.rng.choice(TYPES)}" for one in names]
        readers = machine.rng.choice(["parties", "parties, area", "everybody"])
        texts.append(GENERATED.format(n=n, readers=readers, fields="\n".join(lines)))
    return texts


class Plant:
    """The works with one process's board and duties, and a machine that gives commands."""

    def __init__(self, where: Path, seed: int) -> None:
        self.works = works = Works(where)
        self.machine = Machine(seed, works.site)
        kept = []
        for text in generated(self.machine, 6):
            try:
                kept.append(text)
                Shelf(text)
            except AssertionError:
                kept.pop()  # it would be refused at publishing
        assert kept
        works.desk.templates = self.shelf = Shelf(*library_texts().values(), *kept)
        self.machine.shelf = self.shelf
        own = [self.shelf.newest(f"generated-{n}") for n in range(6)]
        self.templates = [*TEMPLATES, *(one.template for one in own if one is not None)]
        self.hub = Hub("run", lambda: works.now, faults=works.desk.faults)
        self.board = Board(works.site, self.hub, faults=works.desk.faults)
        self.board.start(works.state, works.facts(), {}, {})
        works.desk.listen(self.board.take_facts)
        self.duties = Duties(works.desk, works.site, works.clock)
        self.people = list(works.site.person_by_id)
        self.taken = 0

    def gives(self, kind: str, data: dict[str, Any], drill: str | None = None) -> None:
        spec, rng = COMMANDS[kind], self.machine.rng
        role = rng.choice(sorted(spec.roles - {Role.DUTY}))
        actor = Actor(f"user-{role}", role, person=self._who(data))
        before = self.works.state.seq
        try:
            self.works.desk.submit(kind, data, actor, drill=drill)
        except (InvalidCommand, Forbidden, Unkeepable):
            assert self.works.state.seq == before
        except Exception as error:
            raise AssertionError(f"{kind} {shown(data)}") from error
        if self.works.state.seq > before:
            self.taken += 1
            self.looks(f"{kind} {shown(data)}")

    def _who(self, data: dict[str, Any]) -> str:
        """Mostly somebody who is a party of the matter, where it is about one."""
        known = self.works.state.matters.open.get(str(data.get("matter")))
        parties = [] if known is None else [one for some in known.parties.values() for one in some]
        people = parties if parties and self.machine.rng.random() < 0.8 else self.people
        return self.machine.rng.choice(people)

    def looks(self, after: str) -> None:
        self.works.later(self.machine.rng.choice([1, 1, 60, 3_600]))
        self.duties.run_once(self.works.now)
        assert self.board.complete, after
        for role in Role:
            assert self.hub.board(narrowed(role, None, None)).plain, after
        assert not self.works.desk.faults.standing(), (after, self.works.desk.faults.standing())
        assert not self.works.desk.failed, after

    def starts_again(self) -> None:
        """A process that starts now. The fold names the fact on which it fails."""
        works = self.works
        desk = Desk(works.site, works.journal, works.clock, templates=self.shelf)
        desk.catch_up()
        assert not desk.failed
        assert desk.state == works.state
        hub = Hub("run", lambda: works.now)
        Board(desk.site, hub).start(desk.state, works.facts(), {}, {})
        for role in (Role.COMMANDER, Role.ADMINISTRATOR):
            here, there = (one.board(narrowed(role, None, None)).plain for one in (self.hub, hub))
            told = [orjson.loads(one)["rows"] for one in (here, there)]
            for rows in told:
                rows.pop("ticker", None)
            assert told[0] == told[1]


def plays(where: Path, seed: int, count: int) -> Plant:
    plant = Plant(where, seed)
    state, machine = plant.works.state, plant.machine
    kinds = cycle(sorted(kind for kind, spec in COMMANDS.items() if spec.roles - {Role.DUTY}))
    templates = cycle(plant.templates)
    for number in range(count):
        state = plant.works.state
        machine.begins()
        if number % 3:
            kind, template = machine.rng.choice(OF_MATTERS), next(templates)
            plant.gives(*machine.of_matter(kind, template, state))
        else:
            kind = next(kinds)
            drill = machine.rng.choice([None, None, *state.twins])
            plant.gives(kind, machine.command(COMMANDS[kind], ids(plant.works.site, state)), drill)
        if number % 1_000 == 999:
            plant.starts_again()
    plant.starts_again()
    return plant


def test_no_value_of_any_command_stops_the_plant(tmp_path: Path) -> None:
    assert plays(tmp_path, 7, 900).taken > 100


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(8))
def test_no_value_of_any_command_stops_the_plant_for_long(tmp_path: Path, seed: int) -> None:
    assert plays(tmp_path, seed, 5_000).taken > 500

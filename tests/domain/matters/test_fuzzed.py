"""Any template ends in mistakes at their lines or can be played: opened, measured, moved and signed by everybody,
watched by the duties, shown and printed, without an error of the program. 240 texts here, 10,000 in `make thorough`.

Half of them are slips of a hand; half call things as the center itself does, or change their type."""

import random
from dataclasses import replace
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.fold import apply
from command_center.domain.journal.recording import complete
from command_center.domain.matters.moving.watching import proposals
from command_center.domain.matters.playing.play import Play, looked_up
from command_center.domain.matters.reading.exchange import exchange
from command_center.domain.matters.reading.mine import seen
from command_center.domain.matters.reading.readers import fields_of
from command_center.domain.matters.reading.story import begun, followed
from command_center.domain.matters.reading.work import last_gas, work_turns
from command_center.domain.refusal import Refusal
from command_center.domain.registry import COMMANDS, Context
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.known import Known
from command_center.domain.template_language.powers import powers_of
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.template_language.template import Reference, Template
from command_center.reports.forms.matter_form import Printed, matter_sheet
from command_center.template_file import library, library_texts, read_text
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf
from tests.template_file.test_any_text import altered, bare_copy, renamed

SITE = small_works()
PEOPLE = ("eva", "ann", "ben", "joe")
START = 1_790_000_000_000
TEXTS = [
    text for id, text in sorted(library_texts().items()) if isinstance(library()[id], Template)
]
VALUES = {
    "text": "x", "number": 1, "yes_no": True, "day": "2026-12-01", "time": START, "place": "tank",
    "person": "eva", "company": "Weld Ltd", "post": "farm-hand", "equipment": "tank-pump", "tag": "LT-T",
    "substance": "water", "code": "Q-1", "photo": [{"sha256": "a" * 64, "camera": True}],
}  # fmt: skip


MATTER = "00000000-fuzz"
SHELF = Shelf(
    *(text for id, text in library_texts().items() if isinstance(library()[id], Reference))
)
KNOWN = Known(library(), frozenset(post.id for post in SITE.posts))


def value_of(field: f.FormField) -> Any:
    """Something that may stand in a field; None where nothing is known."""
    match field:
        case f.ChoiceField():
            first = next(iter(field.of))
            return [first] if field.many else first
        case f.NumberField():
            return max(1.0, field.at_least or 0)
        case f.ListField():
            return [line_of(field)]
        case f.TaxonomyField() | f.ChecklistField():
            reference = SHELF.reference(field.of)
            if reference is None:
                return None
            name, item = next(iter(reference.entries.items()))
            path = [name]
            while item.of and (field.type == "checklist" or field.depth != len(path)):
                name, item = next(iter(item.of.items()))
                path.append(name)
            if isinstance(field, f.ChecklistField):
                return {"/".join(path): {"answer": "no", "reason": "not yet"}}
            return ["/".join(path)] if field.many else "/".join(path)
    return VALUES.get(field.type)


def line_of(field: f.ListField) -> dict[str, Any]:
    cells = {name: value_of(column) for name, column in field.of.items()}
    return {name: cell for name, cell in cells.items() if cell is not None}


class Board:
    """A state of its own, without a database: facts are applied as they are decided."""

    def __init__(self, template: Template) -> None:
        self.state, self.now = State.start(SITE), START
        self.state.roster.holders.update(
            {"farm-hand": "eva", "chief": "ann", "second": "ben", "manager": "joe"}
        )
        self.shelf = Shelf()
        self.shelf._references = SHELF._references
        pinned = Pinned(template, "0" * 64, powers_of(template, library()))
        self.shelf._newest[template.template] = self.shelf._pinned["0" * 64] = pinned
        self.facts: list[Fact] = []

    def context(self, actor: Actor = DUTY_ACTOR) -> Context:
        return Context(self.now, actor, SITE, templates=self.shelf)

    def does(self, actor: Actor, kind: str, **data: object) -> bool:
        """Give a command; whether it was accepted. Anything but a refusal or facts is an error of the program."""
        spec = COMMANDS[kind]
        command = spec.model.model_validate(data)
        ctx = self.context(actor)
        decision = spec.decide(self.state, command, ctx)
        if isinstance(decision, Refusal):
            assert decision.code
            assert decision.params.get("guard") is None, decision
            return False
        for draft in decision:
            fact = replace(complete(draft, command, ctx), seq=self.state.seq + 1)
            apply(self.state, fact)
            if fact.data.get("matter") == MATTER:
                self.facts.append(fact)
        return True

    def watched(self) -> None:
        """The duties' steps over everything that is open, until nothing is left to do."""
        for _ in range(4):
            for ident in list(self.state.matters.open):
                play = looked_up(self.state, ident, self.context(), self.now)
                if isinstance(play, Play):
                    for kind, data in list(proposals(play)):
                        self.does(DUTY_ACTOR, kind, **data)

    def shown(self, template: Template) -> None:
        """The page of the matter, its marks on the board, its row, its print and the exchange file."""
        if not self.facts:
            return
        known = self.state.matters.open.get(MATTER)
        if known is not None:
            last_gas(known)
            work_turns(self.state, SITE, known)
        for who in PEOPLE:
            seen(
                self.state,
                MATTER,
                self.context(Actor(f"account-{who}", Role.RESPONDER, person=who)),
            )
        story = begun(self.facts[0])
        for fact in self.facts[1:]:
            story = followed(story, fact)
        row = {
            "number": story.number, "state": story.state, "opener": story.opener, "opened_at": story.opened_at,
            "place": story.place, "area": story.area, "ended_at": story.ended_at, "template": story.template,
            "fields": fields_of(self.facts),
        }  # fmt: skip
        exchange(SITE.id, self.now, [row])
        matter_sheet(
            Printed(SITE, lambda _: None, self.shelf, template, row, self.facts, lambda _: None)
        )


def played(text: str, *, sound: bool = False) -> bool:
    """Whether the text is a template; it is then played, and any error of the program comes out. `sound`: it is played
    only where it may be published."""
    described, problems = read_text(text, "", KNOWN, library()) if sound else read_text(text)
    if not isinstance(described, Template) or (sound and problems):
        assert described is not None or all(one.mark.line >= 0 for one in problems)
        return False
    board = Board(described)
    fields = {name: value_of(field) for name, field in described.fields.items()}
    given = {name: value for name, value in fields.items() if value is not None}
    lists = {n: one for n, one in described.fields.items() if isinstance(one, f.ListField)}
    limited = {name for name, one in lists.items() if one.limits is not None}
    parties = {name: ["eva"] for name, form in described.parties.items() if form.named}
    eva = Actor("account-eva", Role.RESPONDER, person="eva")
    first = {"matter": MATTER, "template": described.template, "parties": parties}
    board.does(eva, "matter.open", fields=given, **first)
    board.does(
        eva, "matter.open", fields={n: v for n, v in given.items() if n not in lists}, **first
    )
    board.does(
        eva,
        "matter.fill",
        matter=MATTER,
        fields={n: v for n, v in given.items() if n not in limited},
    )
    for turn in range(4):
        for who in PEOPLE:
            actor = Actor(f"account-{who}", Role.RESPONDER, person=who)
            for name, field in lists.items() if turn < 2 else ():
                board.does(
                    actor,
                    "matter.measure",
                    matter=MATTER,
                    field=name,
                    values=line_of(field) or {"x": 1},
                )
            for name in described.moves:
                data = {"matter": MATTER, "move": name, "place": "tank"}
                board.does(actor, "matter.move", reason="because it is so", **data)
                for _, chain in described.chains():
                    for group in chain:
                        for party in group.signers:
                            board.does(actor, "matter.sign", party=party, **data)
        board.watched()
        board.now += 3_600_000
        board.watched()
        board.shown(described)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_fuzzed_templates_end_in_mistakes_or_are_played(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        played(altered(chance.choice(TEXTS), chance))


ONE_FIELD = """\
template: log
fields:
  note: {type: text}
  place: {type: place}
  gas:
    type: list
    of:
      spot: {type: text}
      value: {type: number}
    limits: {value: [{at_most: 1000}]}
parties: {walker: opener}
states: [first, second, third]
moves:
  go: {from: first, to: second, by: walker}
  stop: {from: second, to: third, by: [walker, duty]}
due: {measure: {every: 30 min, while: [first, second], late: stop}}
watch: [{when: {gas: over}, do: stop}]
"""
"""A small form in which any name may be exchanged and it may still be published."""


@pytest.mark.parametrize("seed", range(8))
def test_what_may_be_published_is_played_whatever_its_names_and_types_are(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        played(renamed(chance.choice(TEXTS), chance), sound=True)
    some = [played(renamed(ONE_FIELD, chance), sound=True) for _ in range(40)]
    assert 5 < sum(some) < 40


def test_what_an_older_release_published_with_such_names_is_played_too() -> None:
    chance = random.Random(0)
    for _ in range(20):
        played(renamed(chance.choice([*TEXTS, ONE_FIELD, ONE_FIELD]), chance))
    for _ in range(60):
        assert played(bare_copy(chance))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(100, 120))
def test_six_thousand_texts_with_names_of_the_center_are_refused_or_played(seed: int) -> None:
    chance = random.Random(seed)
    for number in range(300):
        played(renamed(chance.choice([*TEXTS, ONE_FIELD]), chance), sound=number % 3 > 0)
        played(bare_copy(chance))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(100, 140))
def test_ten_thousand_fuzzed_templates_end_in_mistakes_or_are_played(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        played(altered(chance.choice(TEXTS), chance))


def test_every_template_of_the_library_is_played_by_the_same_hands() -> None:
    assert all(played(text) for text in TEXTS)

"""Any template ends in mistakes at their lines or can be played: opened, moved and signed by everybody, watched,
without an error of the program. 200 texts here, 10,000 in `make thorough`."""

import random
from dataclasses import replace

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fold import apply
from command_center.domain.matters.play import Play, looked_up
from command_center.domain.matters.watching import proposals
from command_center.domain.recording import complete
from command_center.domain.refusal import Refusal
from command_center.domain.registry import COMMANDS, Context
from command_center.domain.state import State
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.template_language.template import Template
from command_center.template_file import library, library_texts, read_text
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf
from tests.template_file.test_any_text import altered

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


class Board:
    """A state of its own, without a database: facts are applied as they are decided."""

    def __init__(self, template: Template) -> None:
        self.state, self.now = State.start(SITE), START
        self.state.roster.holders.update(
            {"farm-hand": "eva", "chief": "ann", "second": "ben", "manager": "joe"}
        )
        self.shelf = Shelf()
        self.shelf._newest[template.template] = self.shelf._pinned["0" * 64] = Pinned(
            template, "0" * 64
        )

    def does(self, actor: Actor, kind: str, **data: object) -> bool:
        """Give a command; whether it was accepted. Anything but a refusal or facts is an error of the program."""
        spec = COMMANDS[kind]
        command = spec.model.model_validate(data)
        ctx = Context(self.now, actor, SITE, templates=self.shelf)
        decision = spec.decide(self.state, command, ctx)
        if isinstance(decision, Refusal):
            assert decision.code
            return False
        for draft in decision:
            fact = complete(draft, command, ctx)
            apply(self.state, replace(fact, seq=self.state.seq + 1))
        return True


def played(text: str) -> bool:
    """Whether the text is a template; it is then played, and any error of the program comes out."""
    described, problems = read_text(text)
    if not isinstance(described, Template):
        assert described is not None or all(one.mark.line >= 0 for one in problems)
        return False
    board = Board(described)
    fields = {
        name: next(iter(field.of)) if field.type == "choice" else VALUES.get(field.type)
        for name, field in described.fields.items()
    }
    given = {name: value for name, value in fields.items() if value is not None}
    parties = {name: ["eva"] for name, form in described.parties.items() if form.named}
    matter = "00000000-fuzz"
    eva = Actor("account-eva", Role.RESPONDER, person="eva")
    board.does(
        eva,
        "matter.open",
        matter=matter,
        template=described.template,
        fields=given,
        parties=parties,
    )
    for _ in range(4):
        for who in PEOPLE:
            actor = Actor(f"account-{who}", Role.RESPONDER, person=who)
            for name in described.moves:
                board.does(
                    actor,
                    "matter.move",
                    matter=matter,
                    move=name,
                    reason="because it is so",
                    place="tank",
                )
                for _, chain in described.chains():
                    for group in chain:
                        for party in group.signers:
                            board.does(
                                actor,
                                "matter.sign",
                                matter=matter,
                                move=name,
                                party=party,
                                place="tank",
                            )
        board.now += 3_600_000
        play = looked_up(
            board.state,
            matter,
            Context(board.now, DUTY_ACTOR, SITE, templates=board.shelf),
            board.now,
        )
        if isinstance(play, Play):
            for kind, data in list(proposals(play)):
                board.does(DUTY_ACTOR, kind, **data)
    return True


@pytest.mark.parametrize("seed", range(4))
def test_fuzzed_templates_end_in_mistakes_or_are_played(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        played(altered(chance.choice(TEXTS), chance))


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(100, 140))
def test_ten_thousand_fuzzed_templates_end_in_mistakes_or_are_played(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(250):
        played(altered(chance.choice(TEXTS), chance))


def test_every_template_of_the_library_is_played_by_the_same_hands() -> None:
    assert all(played(text) for text in TEXTS)

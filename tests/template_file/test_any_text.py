"""Whatever is typed, the examiner answers with what the text describes, or with mistakes at their lines."""

import random
import re

import pytest
import yaml

from command_center.domain.template_language.known import Known
from command_center.domain.template_language.powers import GUARDED
from command_center.domain.template_language.template import Template
from command_center.template_file import library, library_texts, read_text
from tests.domain.matters.language_examples import CONFINED_SPACE, DUTY, HAZARD

WORD = re.compile(r"[\w.%-]+")
ODD = [
    "",
    "null",
    "[]",
    "{}",
    "-1",
    "1e400",
    "9" * 40,
    "true",
    "30 min",
    "0.5",
    "duty",
    "reason",
    "type",
    "\t",
    "~",
    "*a",
    "!x y",
]


NAME = re.compile(r"[a-z][a-z0-9_-]*")
READ = (
    "at", "by", "over", "point", "tag", "wind", "m_s", "gas", "points", "done", "read_back", "matter", "tester",
    "guardian", "leader", "superior", "duty", "paused", "valid", "person", "kind", "valid_until", "module", "place",
    "from", "more", "champion", "pilot", "plant", "level", "ordinary", "metres", "tonnes", "factors", "measures",
    "baseline", "company", "until", "admitted", "period", "remarks", "reason", "isolations",
)  # fmt: skip
"""Names that the center reads in a text (`engine_names.py`, `powers.py`)."""
OWN = re.compile(r"^  +([a-z][a-z0-9_-]*): ?(?:\{|$)", re.MULTILINE)
TYPE = re.compile(r"(?<=type: )[a-z_]+")


def renamed(text: str, chance: random.Random) -> str:
    """The text with one to three things called as something that the center reads, everywhere in the text, or with
    another type; one in four calls itself a copy of a text of the library, one in four is none any more."""
    for _ in range(chance.randint(1, 3)):
        own = sorted(set(OWN.findall(text)))
        types = list(TYPE.finditer(text))
        if own and chance.random() < 0.7:
            old, new = chance.choice(own), chance.choice(READ)
            text = re.sub(rf"(?<![\w.-]){re.escape(old)}(?![\w-])", new, text)
        elif types:
            one = chance.choice(types)
            text = text[: one.start()] + chance.choice(types)[0] + text[one.end() :]
    head = chance.randrange(4)
    if head == 0:
        return text.replace("template: ", "template: own-", 1)
    copied = chance.choice(sorted(library()))
    return text.replace("\ntitle:", f"\nbased_on: {copied}\ntitle:", 1) if head == 1 else text


PLAIN = (
    *("text",) * 6,
    "number",
    "day",
    "time",
    "yes_no",
    "place",
    "person",
    "company",
    "photo",
    "equipment",
)


def bare_copy(chance: random.Random) -> str:
    """A short text that calls itself a copy of one of the library: its fields with types of chance, its states and its
    moves, which whoever opens it makes without anything that the library asks for."""
    powerful = chance.random() < 0.7
    base = chance.choice(
        [
            one
            for id, one in library().items()
            if isinstance(one, Template) and (not powerful or id in GUARDED)
        ]
    )
    fields = {
        name: {
            "type": field.type
            if field.type in PLAIN and chance.random() < 0.5
            else chance.choice(PLAIN)
        }
        for name, field in base.fields.items()
    }
    moves = {
        name: {"from": move.from_, "to": move.to, "by": ["who"]}
        for name, move in base.moves.items()
    }
    head = {
        "template": "bare",
        "based_on": base.template,
        "fields": fields,
        "parties": {"who": "opener"},
    }
    return yaml.safe_dump(head | {"states": list(base.states), "moves": moves}, sort_keys=False)


def altered(text: str, chance: random.Random) -> str:
    """The text with one to four slips: words exchanged or replaced, lines lost, doubled or moved, a letter lost."""
    for _ in range(chance.randint(1, 4)):
        lines = text.splitlines(keepends=True)
        words = list(WORD.finditer(text))
        if not lines or not words:
            return text
        way = chance.randrange(6)
        one = chance.choice(words)
        at = chance.randrange(len(lines))
        if way == 0:
            text = text[: one.start()] + chance.choice(words)[0] + text[one.end() :]
        elif way == 1:
            text = text[: one.start()] + chance.choice(ODD) + text[one.end() :]
        elif way == 2:
            cut = chance.randrange(len(text))
            text = text[:cut] + text[cut + 1 :]
        elif way == 3:
            text = "".join(lines[:at] + lines[at + 1 :])
        elif way == 4:
            text = "".join([*lines[:at], lines[at], *lines[at:]])
        else:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
            text = "".join(lines)
    return text


def look(number: int) -> tuple[int, int]:
    """How many of so many altered texts are refused, and how many are still right."""
    chance = random.Random(15)
    texts = [HAZARD, DUTY, CONFINED_SPACE, *library_texts().values()]
    known, base = Known(library(), frozenset()), library()
    refused = right = 0
    for _ in range(number):
        text = altered(chance.choice(texts), chance)
        described, problems = read_text(text, "", known, base)
        assert described is not None or problems, text
        lines = text.count("\n") + 2
        for problem in problems:
            assert 1 <= problem.mark.line <= lines, (problem, text)
            assert problem.mark.column >= 1
            for lang in ("zh-CN", "en"):
                assert problem.sentence(lang)
                assert "Phrase(" not in problem.sentence(lang)
        refused += bool(problems)
        right += not problems
    return refused, right


def test_three_hundred_altered_texts_end_in_mistakes_at_their_lines() -> None:
    refused, right = look(300)
    assert refused > 100
    assert right > 5


@pytest.mark.thorough
def test_ten_thousand_altered_texts_end_in_mistakes_at_their_lines() -> None:
    refused, _ = look(10_000)
    assert refused > 5_000

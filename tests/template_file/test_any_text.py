"""Whatever is typed, the examiner answers with what the text describes, or with mistakes at their lines."""

import random
import re

import pytest

from command_center.domain.template_language.known import Known
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

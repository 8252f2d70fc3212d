"""Parses an answer typed by a person: a choice's code and the message's number, as in "1 8431"."""

import re
from dataclasses import dataclass

from command_center.domain.notifications.answers import CODES as CODE_OF
from command_center.notify.provider import Word

CODES: dict[str, Word] = {code: word for word, code in CODE_OF.items()}
"""The word that each code stands for."""
TYPED = re.compile(r"\D{0,10}(\d)\D{1,10}(\d{3,8})\D{0,20}")
"""Full-width digits are digits too: phones with a Chinese keyboard type them."""
LONGEST = 80


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """An answer that somebody typed. `reply` is the number of the message."""

    word: Word
    reply: str


def typed_answer(text: str) -> TypedAnswer | None:
    """Return the answer in a text message; None for any other text. Both numbers must be present:
    nothing is guessed.
    """
    found = TYPED.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        return None
    code, reply = (
        str(int(digit)) if len(digit) == 1 else _plain(digit) for digit in found.groups()
    )
    word = CODES.get(code)
    return None if word is None else TypedAnswer(word, reply)


def _plain(digits: str) -> str:
    """The digits 0-9 of any script's digits, leading zeros kept."""
    return "".join(str(int(one)) for one in digits)

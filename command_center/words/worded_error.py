"""Errors that a person meets: a sentence of the catalogue, in whatever language is asked for."""

from typing import Any

from command_center.domain.refusal import Phrase
from command_center.words import say, spoken


class Said(Exception):
    """`key` and `params` make its sentence. Its `str()` is English, for logs and tracebacks."""

    def __init__(self, key: str, /, **params: Any) -> None:
        super().__init__(say("en", key, **params))
        self.phrase = Phrase(key, params)

    def sentence(self, lang: str) -> str:
        """What is wrong, and what would mend it, in `lang`."""
        return str(spoken(lang, self.phrase))

"""Errors shown to people: a catalogue sentence, in any language."""

from typing import Any

from command_center.domain.refusal import Phrase
from command_center.words import say, spoken


class Said(Exception):
    """An error with a catalogue sentence from `key` and `params`. Its `str()` is English, for logs and tracebacks."""

    def __init__(self, key: str, /, **params: Any) -> None:
        super().__init__(say("en", key, **params))
        self.phrase = Phrase(key, params)

    def sentence(self, lang: str) -> str:
        """Return what is wrong, and how to fix it, in `lang`."""
        return str(spoken(lang, self.phrase))

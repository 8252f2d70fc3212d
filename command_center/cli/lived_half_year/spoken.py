"""The texts that people of the half year write, in Chinese and English; the plant's language is used."""

from typing import NamedTuple


class Said(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


class Tongue:
    """Selects the language of the plant's people, as named in its description."""

    def __init__(self, language: str) -> None:
        self._chinese = language.startswith("zh")

    def say(self, said: Said) -> str:
        """The text in that language."""
        return said.zh if self._chinese else said.en

    def both(self, said: Said) -> dict[str, str]:
        """Return the text in both languages, for commands that take both."""
        return {"zh": said.zh, "en": said.en}

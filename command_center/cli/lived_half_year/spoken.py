"""What people of the half year write, in Chinese and in English; the plant's language counts."""

from typing import NamedTuple


class Said(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


class Tongue:
    """The language in which a plant's people write: the one that its description names."""

    def __init__(self, language: str) -> None:
        self._chinese = language.startswith("zh")

    def say(self, said: Said) -> str:
        """The text in that language."""
        return said.zh if self._chinese else said.en

    def both(self, said: Said) -> dict[str, str]:
        """The text in both, where a command takes both."""
        return {"zh": said.zh, "en": said.en}

"""Text that exists in every language of the board."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Text(BaseModel):
    """One string in zh-CN and en. What a person typed in one language stands in both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: Line
    en: Line

    def as_row(self) -> dict[str, str]:
        """The wire form, `{"zh": ..., "en": ...}`."""
        return {"zh": self.zh, "en": self.en}


def said(words: str) -> Text:
    """Free text as typed: the same words whatever the language of the screen."""
    return Text(zh=words, en=words)

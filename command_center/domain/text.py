"""Text that exists in every language of the board."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    StringConstraints,
    Tag,
    model_validator,
)

from command_center.domain.payload import Words

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


class Text(BaseModel):
    """One string in zh-CN and en. A text given in only one language is used for both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def one_is_enough(cls, given: Any) -> Any:
        """Fills in a language that is left out, or null, from the other one. A text of another kind is read anew by
        this kind's bounds."""
        if isinstance(given, Text) and not isinstance(given, cls):
            return given.as_row()
        if not isinstance(given, dict):
            return given
        zh, en = given.get("zh"), given.get("en")
        if (zh is None) == (en is None):
            return given
        one = en if zh is None else zh
        return {**given, "zh": one, "en": one}

    zh: Line
    en: Line

    def as_row(self) -> dict[str, str]:
        """Returns the row for the API, `{"zh": ..., "en": ...}`."""
        return {"zh": self.zh, "en": self.en}


Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=800, strip_whitespace=True)]


class Prose(Text):
    """A text of one or several sentences."""

    zh: Paragraph
    en: Paragraph


def said(words: str) -> Text:
    """Returns free text as typed, the same in every language of the screen."""
    return Text(zh=words, en=words)


def _shape(value: object) -> str:
    return "~both" if isinstance(value, (Mapping, Text)) else "~typed"


Note = Annotated[
    Annotated[Text, Tag("~both")]
    | Annotated[str, StringConstraints(max_length=500), Tag("~typed")],
    Discriminator(_shape),
]
"""What somebody says about their work: typed in one language, or said in both by a program."""
REASON_LEAST, REASON_MOST = 2, 500
"""Characters of a reason that must be given: two Chinese characters say one."""


Enough = Annotated[
    str,
    StringConstraints(min_length=REASON_LEAST, max_length=200, strip_whitespace=True),
]


class GivenReason(Text):
    """A reason in zh-CN and en, long enough in each."""

    zh: Enough
    en: Enough


Reason = Annotated[
    Annotated[GivenReason, Tag("~both")]
    | Annotated[
        str, StringConstraints(min_length=REASON_LEAST, max_length=REASON_MOST), Tag("~typed")
    ],
    Discriminator(_shape),
]
"""A reason that must be given, likewise."""

Typed = Annotated[
    Annotated[Text, Tag("~both")] | Annotated[Line, Tag("~typed")], Discriminator(_shape)
]
"""One line, likewise. What is wrong with it is told of the shape that was given."""

Finding = Annotated[
    Annotated[Text, Tag("~both")]
    | Annotated[str, StringConstraints(min_length=2, max_length=500), Tag("~typed")],
    Discriminator(_shape),
]
"""What somebody reports, likewise."""


def kept(remark: Text | str) -> Words | str:
    """Returns a remark in the form that the journal stores."""
    return Words(zh=remark.zh, en=remark.en) if isinstance(remark, Text) else remark

"""The sheets of the list and their columns, with their titles in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from command_center.words import LANGUAGES, say

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMAT = "msel/1"
"""Begins the line of the sheet *About* that says what the list was made from."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its width in characters, and whether it is read back."""

    key: str
    width: int
    read: bool = True

    def heading(self, lang: str) -> str:
        """The heading of the column."""
        return say(lang, f"msel.column.{self.key}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its key, and its columns from the left."""

    key: str
    columns: tuple[Column, ...]

    def title(self, lang: str) -> str:
        """The title of the sheet's tab."""
        return say(lang, f"msel.sheet.{self.key}")

    def titles(self) -> frozenset[str]:
        """The titles of the sheet's tab in all languages."""
        return frozenset(self.title(lang) for lang in LANGUAGES)

    def by_heading(self) -> Mapping[str, Column]:
        """Its columns, including those of a drill's list, by their headings in any language."""
        every = (*self.columns, *CAME_OUT)
        return {folded(column.heading(lang)): column for lang in LANGUAGES for column in every}


def folded(words: str) -> str:
    """Return a heading in the form used for comparison: without blanks, capitals and line breaks."""
    return "".join(words.split()).casefold()


_MARK = Column("mark", 16, read=False)
INJECTS = Sheet(
    "injects",
    (
        _MARK,
        Column("id", 18),
        Column("at_s", 9),
        Column("jitter_s", 9),
        Column("when", 36),
        Column("held", 8),
        Column("text_zh", 30),
        Column("text_en", 36),
        Column("says", 10),
        Column("channel", 10),
        Column("from_zh", 14),
        Column("from_en", 16),
        Column("to", 14),
        Column("words_zh", 30),
        Column("words_en", 36),
        Column("does", 36),
        Column("expects", 44, read=False),
    ),
)
EXPECTATIONS = Sheet(
    "expectations",
    (
        _MARK,
        Column("id", 18),
        Column("inject", 18),
        Column("objective", 14),
        Column("text_zh", 28),
        Column("text_en", 36),
        Column("who", 16),
        Column("fact", 24),
        Column("where", 40),
        Column("fact_who", 14),
        Column("anew", 8),
        Column("by_s", 9),
        Column("source_zh", 36),
        Column("source_en", 44),
    ),
)
ABOUT = "about"
CAME_OUT = (Column("state", 14, read=False), Column("actual_s", 10, read=False))
"""What a drill's list adds: what became of each, and when."""

"""One mistake in a description file: where it is, what is wrong, and how to fix it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from command_center.words import say


class Mark(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return the position in the form that editors and terminals understand."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `key` is its path in the file (`tanks[T206].level`), empty for the whole file.

    `code` names the catalogue sentence `site.<code>`, which also says how to fix it; a code with a dot is the
    sentence's whole key.
    """

    mark: Mark
    key: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, lang: str) -> str:
        """Return what is wrong and how to fix it, in `lang`."""
        key = self.code if "." in self.code else f"site.{self.code}"
        return say(lang, key, **self.details)

    def line(self, lang: str) -> str:
        """One line for a terminal: place, key, sentence."""
        where = f"{self.mark}: {self.key}: " if self.key else f"{self.mark}: "
        return where + self.sentence(lang)


class DescriptionError(ValueError):
    """A file cannot be used; `problems` lists all mistakes, in file order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the message lists them in English."""
        self.problems = list(problems)
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """Every problem on a line of its own, in `lang`."""
        return "\n" + "\n".join(problem.line(lang) for problem in self.problems)


class SiteFileError(DescriptionError):
    """A site file cannot be used."""

"""The shelf of templates for decisions: compiled outside the Desk's lock, found by id or by the
hash of their text."""

from dataclasses import dataclass
from typing import Protocol

from command_center.domain.template_language.template import (
    Account,
    Description,
    Plan,
    Reference,
    Template,
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """A template with the SHA-256 of the text from which it was compiled, and its powers
    (`powers.py`)."""

    template: Template
    sha256: str
    powers: frozenset[str] = frozenset()


class TemplateShelf(Protocol):
    """The templates of a site. Each call is a look-up; nothing is parsed."""

    def newest(self, template: str) -> Pinned | None:
        """Returns the revision that new matters get; None for an unknown or retired template."""
        ...

    def pinned(self, sha256: str) -> Pinned | None:
        """Returns the revision with this hash, also an old or retired one; None if its text was
        lost."""
        ...

    def described(self, sha256: str) -> Description | None:
        """Returns what the stored text with this hash describes; None for an unknown text."""
        ...

    def library_text(self, id: str) -> Description | None:
        """What this program's library describes under this id, whatever the site put in its place."""
        ...

    def plans(self) -> list[Plan]:
        """Returns the plans in use."""
        ...

    def accounts(self) -> list[Account]:
        """Returns the accounts in use."""
        ...

    def reference(self, reference: str) -> Reference | None:
        """Returns a taxonomy or checklist in use; None for an unknown one."""
        ...

    def references(self) -> list[Reference]:
        """Returns every taxonomy and checklist in use."""
        ...

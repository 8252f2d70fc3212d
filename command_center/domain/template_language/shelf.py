"""Where a decision finds templates: compiled outside of the Desk's lock, found by id or by the hash of their text."""

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
    """A template with the SHA-256 of the text it was compiled from, and the powers of the center that it has
    (`powers.py`)."""

    template: Template
    sha256: str
    powers: frozenset[str] = frozenset()


class TemplateShelf(Protocol):
    """The templates of a site. Asking is a look-up: nothing is parsed here."""

    def newest(self, template: str) -> Pinned | None:
        """The revision that new matters get; None for one that is unknown or retired."""
        ...

    def pinned(self, sha256: str) -> Pinned | None:
        """The revision with this hash, old and retired ones too; None if its text was lost."""
        ...

    def described(self, sha256: str) -> Description | None:
        """What a kept text with this hash describes; None for a text that nobody kept."""
        ...

    def library_text(self, id: str) -> Description | None:
        """What this program's library describes under this id, whatever the site put in its place."""
        ...

    def plans(self) -> list[Plan]:
        """The plans in use."""
        ...

    def accounts(self) -> list[Account]:
        """The accounts in use."""
        ...

    def reference(self, reference: str) -> Reference | None:
        """A taxonomy or checklist in use; None for one that is unknown."""
        ...

    def references(self) -> list[Reference]:
        """Every taxonomy and checklist in use."""
        ...

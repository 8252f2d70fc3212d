"""The shelf of templates for decisions: compiled outside the Desk's lock, found by id or by the
hash of their text. A draft can stand in place of a published text, for a dry play.
"""

from dataclasses import dataclass
from typing import Protocol

from command_center.domain.template_language.template import (
    Account,
    Calendar,
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


class DraftShelf:
    """The templates of `shelf` as if `draft`, a text with this `sha256` and these `powers`, were
    published. No plan opens anything."""

    def __init__(
        self, shelf: TemplateShelf, draft: Template, sha256: str, powers: frozenset[str]
    ) -> None:
        self._shelf, self._draft = shelf, Pinned(draft, sha256, powers)

    def newest(self, template: str) -> Pinned | None:
        """Returns the draft for its id, else the revision in use."""
        own = self._draft.template.template == template
        return self._draft if own else self._shelf.newest(template)

    def pinned(self, sha256: str) -> Pinned | None:
        """Returns the draft if the hash is its own, else the published revision with this hash."""
        return self._draft if sha256 == self._draft.sha256 else self._shelf.pinned(sha256)

    def described(self, sha256: str) -> Description | None:
        """Returns the template, plan or account in the text with this hash."""
        draft = self._draft
        return draft.template if sha256 == draft.sha256 else self._shelf.described(sha256)

    def library_text(self, id: str) -> Description | None:
        """What the library describes under this id."""
        return self._shelf.library_text(id)

    def plans(self) -> list[Plan]:
        """Returns no plans, because a dry play has only one matter."""
        return []

    def accounts(self) -> list[Account]:
        """Returns the accounts in use. None is closed with the draft, so that a play can open it by
        hand."""
        return [self._unclosed(account) for account in self._shelf.accounts()]

    def _unclosed(self, account: Account) -> Account:
        made: dict[str, Calendar] = {}
        for name, calendar in (("closes", account.closes), ("resets", account.resets)):
            if calendar is not None and calendar.report == self._draft.template.template:
                made[name] = calendar.model_copy(update={"report": None})
        return account.model_copy(update=made) if made else account

    def references(self) -> list[Reference]:
        """Returns every taxonomy and checklist in use."""
        return self._shelf.references()

    def reference(self, reference: str) -> Reference | None:
        """Returns a taxonomy or checklist in use."""
        return self._shelf.reference(reference)

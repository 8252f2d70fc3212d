"""Templates of a test, read from YAML as the center reads them, and kept in memory by their hash."""

from hashlib import sha256

from command_center.domain.template_language.powers import powers_named
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.template_language.template import (
    Account,
    Description,
    Plan,
    Reference,
    Template,
)
from command_center.template_file import read_text


class Shelf:
    """A shelf of these texts, each with the powers of the library's text of its name.

    `put` makes a new revision of one; `empty` forgets all texts."""

    def __init__(self, *texts: str) -> None:
        self._described: dict[str, Description] = {}
        self._pinned: dict[str, Pinned] = {}
        self._newest: dict[str, Pinned] = {}
        self._plans: dict[str, Plan] = {}
        self._accounts: dict[str, Account] = {}
        self._references: dict[str, Reference] = {}
        for text in texts:
            self.put(text)

    def put(self, text: str) -> str:
        """Add a text; answers its hash."""
        digest = sha256(text.encode()).hexdigest()
        described, problems = read_text(text)
        assert described is not None, problems
        self._described[digest] = described
        if isinstance(described, Template):
            self._newest[described.template] = Pinned(
                described, digest, powers_named(described.based_on or described.template)
            )
            self._pinned[digest] = self._newest[described.template]
        elif isinstance(described, Plan):
            self._plans[described.plan] = described
        elif isinstance(described, Account):
            self._accounts[described.account] = described
        else:
            self._references[described.reference] = described
        return digest

    def withdraw(self, template: str) -> None:
        """The template is in use no more; matters that are pinned to it keep it."""
        del self._newest[template]

    def empty(self) -> None:
        """Every text is lost."""
        for kept in (self._pinned, self._newest, self._plans, self._accounts, self._references):
            kept.clear()

    def newest(self, template: str) -> Pinned | None:
        """The revision that new matters get."""
        return self._newest.get(template)

    def pinned(self, sha256: str) -> Pinned | None:
        """The revision with this hash."""
        return self._pinned.get(sha256)

    def described(self, sha256: str) -> Description | None:
        """What the text with this hash describes."""
        return self._described.get(sha256)

    def library_text(self, id: str) -> Description | None:
        """None: everything here is the site's own."""
        return None

    def plans(self) -> list[Plan]:
        """Every plan."""
        return list(self._plans.values())

    def accounts(self) -> list[Account]:
        """Every account."""
        return list(self._accounts.values())

    def reference(self, reference: str) -> Reference | None:
        """A taxonomy or checklist."""
        return self._references.get(reference)

    def references(self) -> list[Reference]:
        """Every taxonomy and checklist."""
        return list(self._references.values())
